package dev.parley.adapter.redis;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.TcpProxy;
import dev.parley.application.local.EnvelopeVault;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.MasterKeys;
import dev.parley.application.port.out.ReplyLog.Recorder;
import dev.parley.application.port.out.ReplyLog.ReplyText;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.resps.StreamEntry;

/** Replies that one node writes and another one reads. */
class ReplyNodesTest {

    private static final int ALL = Integer.MAX_VALUE;

    private final SessionKey here = Samples.aKey();
    private final MessageId question = Samples.anId();
    private final MessageId answer = Samples.anId();

    private TestRedis redis;
    private TestNode one;
    private TestNode other;

    @BeforeEach
    void openNodes() {
        redis = TestRedis.started();
        one = TestNode.of(redis.config());
        other = TestNode.of(redis.config());
        Wait.untilConnected(one, other);
    }

    @AfterEach
    void closeNodes() throws IOException {
        one.close();
        other.close();
        redis.close();
    }

    private RunningReply attempt(int attempt) {
        return new RunningReply(here, answer, attempt, question, "a-model", new Seq(4));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2));
    }

    private static String textOn(TestNode node, SessionKey key) {
        ReplyText text = node.replies().current(key);
        return text == null ? "" : text.read(0, ALL);
    }

    private void awaitText(TestNode node, String text) {
        soon().untilAsserted(() -> assertThat(textOn(node, here)).isEqualTo(text));
    }

    private void awaitNothing(TestNode node) {
        soon().until(() -> node.replies().current(here) == null);
    }

    @Test
    void what_one_node_writes_the_other_reads_while_it_is_written() {
        other.replies().listen(here, () -> {});

        Recorder recorder = one.replies().begin(attempt(1));
        soon().until(() -> other.replies().current(here) != null);
        assertThat(other.replies().current(here).reply()).isEqualTo(attempt(1));
        recorder.append("Hello, ");
        awaitText(other, "Hello, ");
        recorder.append("wörld 😀");
        awaitText(other, "Hello, wörld 😀");
        recorder.end();

        awaitNothing(other);
    }

    @Test
    void who_comes_late_reads_all_of_it_at_once() {
        Recorder recorder = one.replies().begin(attempt(1));
        recorder.append("begun before ");
        recorder.append("anybody came");
        awaitSent("begun before anybody came");

        other.replies().listen(here, () -> {});

        assertThat(textOn(other, here)).isEqualTo("begun before anybody came");
        recorder.append(", and after");
        awaitText(other, "begun before anybody came, and after");
    }

    /** What others have heard already may not be kept yet: it is, as soon as it shows that somebody else listens. */
    @Test
    void who_comes_late_to_what_others_hear_reads_all_of_it_soon() {
        try (TestNode third = TestNode.of(redis.config())) {
            Wait.untilConnected(one, third);
            other.replies().listen(here, () -> {});
            Recorder recorder = one.replies().begin(attempt(1));
            var all = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                recorder.append("piece " + i + ", ");
                all.append("piece ").append(i).append(", ");
                awaitText(other, all.toString());
            }

            third.replies().listen(here, () -> {});
            recorder.append("and after");

            awaitText(third, all + "and after");
            awaitText(other, all + "and after");
        }
    }

    @Test
    void what_is_heard_is_said_at_once_and_kept_joined() {
        other.replies().listen(here, () -> {});
        BlockingQueue<ReplyNote> said = new LinkedBlockingQueue<>();
        try (var connections = new RedisConnections(redis.config());
                var exchange = Exchange.open(connections, Duration.ofSeconds(60), Heartbeat.STANDARD)) {
            exchange.connect(Channels.REPLIES, (channel, payload) -> said.add(ReplyNote.parse(payload)));
            exchange.want(Channels.ofReplies(here));
            soon().until(() -> exchange.awaitHeard(Channels.ofReplies(here)));
            Recorder recorder = one.replies().begin(attempt(1));
            var all = new StringBuilder();

            soon().until(() -> {
                recorder.append("x");
                all.append('x');
                awaitText(other, all.toString());
                return said.stream().anyMatch(note -> note.kind() == ReplyNote.Kind.LIVE);
            });

            awaitSent(all.toString());
            soon().untilAsserted(() -> assertThat(said.stream()
                            .filter(note -> note.kind() != ReplyNote.Kind.BEGIN)
                            .map(ReplyNote::body)
                            .collect(joining()))
                    .isEqualTo(all.toString()));
        }
    }

    /** All messages to a node are heard by this, too: it does not count as a listener in a session. */
    private void overhearing(String node, Consumer<BlockingQueue<List<Bundle.Part>>> what) {
        BlockingQueue<List<Bundle.Part>> overheard = new LinkedBlockingQueue<>();
        String channel = Channels.ofNode(node);
        try (var connections = new RedisConnections(redis.config());
                var exchange = Exchange.open(connections, Duration.ofSeconds(60), Heartbeat.STANDARD)) {
            exchange.connect(Channels.NODES, (same, message) -> overheard.add(Bundle.parse(message)));
            exchange.want(channel);
            soon().until(() -> exchange.awaitHeard(channel));
            what.accept(overheard);
        }
    }

    @Test
    void what_one_node_alone_hears_is_said_to_it_alone_and_of_all_replies_in_one_message() {
        SessionKey elsewhere = Samples.aKey();
        var neighbour = new RunningReply(elsewhere, Samples.anId(), 1, Samples.anId(), "a-model", new Seq(4));
        other.replies().listen(here, () -> {});
        other.replies().listen(elsewhere, () -> {});
        overhearing(other.name(), overheard -> {
            Recorder first = one.replies().begin(attempt(1));
            Recorder second = one.replies().begin(neighbour);
            var all = new StringBuilder();

            soon().until(() -> {
                first.append("x");
                second.append("x");
                all.append('x');
                awaitText(other, all.toString());
                return overheard.stream().anyMatch(parts -> parts.size() > 1);
            });

            soon().untilAsserted(() -> assertThat(textOn(other, elsewhere)).isEqualTo(all.toString()));
            awaitSent(all.toString());
        });
    }

    /** Says pieces until one is said to a node alone. */
    private void sayUntilAlone(Recorder recorder, StringBuilder all) {
        overhearing(
                other.name(),
                overheard -> soon().until(() -> {
                    say(recorder, all, "x");
                    return !overheard.isEmpty();
                }));
    }

    private void say(Recorder recorder, StringBuilder all, String piece) {
        recorder.append(piece);
        all.append(piece);
        awaitText(other, all.toString());
    }

    @Test
    void who_joins_the_only_reader_and_leaves_again_costs_neither_a_character() {
        try (TestNode third = TestNode.of(redis.config())) {
            Wait.untilConnected(one, third);
            other.replies().listen(here, () -> {});
            Recorder recorder = one.replies().begin(attempt(1));
            var all = new StringBuilder();
            sayUntilAlone(recorder, all);

            var joined = third.replies().listen(here, () -> {});
            awaitText(third, all.toString());
            for (int i = 0; i < 10; i++) {
                say(recorder, all, "for both " + i + ", ");
                awaitText(third, all.toString());
            }
            joined.close();

            sayUntilAlone(recorder, all);
            say(recorder, all, "end");
        }
    }

    /** It is as if the messages got lost: the node hears only what is said to all. */
    @Test
    void who_does_not_hear_what_is_said_to_it_alone_gets_it_all_the_same() {
        other.replies().listen(here, () -> {});
        Recorder recorder = one.replies().begin(attempt(1));
        var all = new StringBuilder();
        overhearing(other.name(), overheard -> {
            soon().until(() -> {
                say(recorder, all, "x");
                return !overheard.isEmpty();
            });
            other.exchange().drop(Channels.ofNode(other.name()));
            for (int i = 0; i < 5; i++) {
                say(recorder, all, "heard by somebody else " + i + ", ");
            }
        });
        for (int i = 0; i < 10; i++) {
            say(recorder, all, "heard by nobody " + i + ", ");
        }
    }

    @Test
    void who_misses_something_tells_the_writer_how_far_it_is() {
        other.replies().listen(here, () -> {});
        String channel = Channels.ofReplies(here);
        String own = Channels.ofNode(other.name());
        RunningReply written = attempt(1);
        overhearing("writer", overheard -> {
            publish(channel, ReplyNote.begin("writer", written, AboutJson.of(written)));
            publish(channel, ReplyNote.text("writer", written, 4) + "kept");

            Bundle.Part follow = new Bundle.Part(channel, ReplyNote.follow(other.name(), written, 4));
            soon().until(() -> overheard.contains(List.of(follow)));
            overheard.clear();
            soon().until(() -> {
                publish(own, Bundle.of(channel, ReplyNote.live("writer", written, 500, "from nowhere")));
                return overheard.contains(List.of(follow));
            });
        });
    }

    private void publish(String channel, String message) {
        asked(() -> one.connections().call(client -> client.publish(channel, message)));
    }

    /** A node of an older version tells no writer that it reads, and is told in the session's channel. */
    @Test
    void a_writer_that_knows_of_nobody_is_heard() {
        other.replies().listen(here, () -> {});
        String channel = Channels.ofReplies(here);
        RunningReply written = attempt(1);

        for (String note : List.of(
                ReplyNote.begin("older", written, AboutJson.of(written)),
                ReplyNote.text("older", written, 4) + "kept",
                ReplyNote.live("older", written, 10, ", said"),
                ReplyNote.live("older", written, 16, ", said"))) {
            publish(channel, note);
        }

        awaitText(other, "kept, said, said");
    }

    @Test
    void a_listener_is_told_of_every_change_elsewhere() {
        var seen = new AtomicReference<>("");
        other.replies().listen(here, () -> {
            ReplyText text = other.replies().current(here);
            if (text != null) {
                seen.updateAndGet(before -> before + text.read(before.length(), ALL));
            }
        });

        Recorder recorder = one.replies().begin(attempt(1));
        recorder.append("told");

        soon().untilAsserted(() -> assertThat(seen).hasValue("told"));
    }

    @Test
    void nothing_is_read_of_a_session_of_another_tenant() {
        SessionKey foreign = new SessionKey(new TenantId("umbrella"), here.session());
        other.replies().listen(here, () -> {});
        other.replies().listen(foreign, () -> {});

        one.replies().begin(attempt(1)).append("not yours");

        awaitText(other, "not yours");
        assertThat(other.replies().current(foreign)).isNull();
    }

    @Test
    void a_later_attempt_elsewhere_silences_an_earlier_one() {
        one.replies().listen(here, () -> {});
        Recorder first = one.replies().begin(attempt(1));
        first.append("first");
        awaitSent("first");

        Recorder second = other.replies().begin(attempt(2));
        second.append("second");

        awaitText(one, "second");
        assertThat(first.append(" wakes up")).isFalse();
        first.end();
        second.append(" goes on");
        awaitText(one, "second goes on");
    }

    /** Nobody listens on its node, so it hears nothing: Redis refuses what it writes. */
    @Test
    void an_attempt_that_wakes_up_late_changes_nothing_and_learns_it() {
        Recorder first = one.replies().begin(attempt(1));
        first.append("first");
        awaitSent("first");
        other.replies().begin(attempt(2)).append("second");
        awaitSent("second");

        soon().until(() -> !first.append("late"));

        first.end();
        assertThat(sent()).isEqualTo("second");
        try (TestNode third = TestNode.of(redis.config())) {
            Wait.untilConnected(one, other, third);
            third.replies().listen(here, () -> {});
            awaitText(third, "second");
        }
    }

    @Test
    void an_older_reply_that_wakes_up_late_does_not_come_after_a_newer_one() throws InterruptedException {
        var newer = new RunningReply(here, Samples.anId(), 1, Samples.anId(), "a-model", new Seq(8));
        one.replies().begin(newer).append("newer");
        soon().untilAsserted(
                        () -> assertThat(head("reply")).isEqualTo(newer.reply().toString()));

        Recorder older = other.replies().begin(attempt(1));

        soon().until(() -> !older.append("older"));
        assertThat(head("reply")).isEqualTo(newer.reply().toString());
    }

    @Test
    void nothing_is_kept_of_what_has_ended_and_nothing_for_ever() throws InterruptedException {
        Recorder recorder = one.replies().begin(attempt(1));
        recorder.append("text");
        awaitSent("text");
        for (String key : keys()) {
            assertThat(timeLeft(key)).as(key).isBetween(1L, ReplyQuestions.KEPT.toMillis());
        }

        recorder.end();

        soon().untilAsserted(() -> assertThat(keys()).containsExactly(ReplyKeys.head(here)));
        assertThat(timeLeft(ReplyKeys.head(here))).isBetween(1L, 60_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void pieces_of_any_size_come_in_the_same_characters(int seed) {
        var random = new Random(seed);
        List<String> characters = List.of("a", "é", "中", "😀", "\n", "🇹🇼", " ", "\u0000", "{", "\"");
        var all = new StringBuilder();
        other.replies().listen(here, () -> {});
        Recorder recorder = one.replies().begin(attempt(1));

        for (int i = 0; i < 300; i++) {
            String piece = characters.get(random.nextInt(characters.size())).repeat(1 + random.nextInt(200));
            all.append(piece);
            assertThat(recorder.append(piece)).isTrue();
            if (random.nextInt(20) == 0) {
                awaitText(other, all.toString());
            }
        }

        awaitText(other, all.toString());
        awaitSent(all.toString());
    }

    /** What is written for a reply is its text once, and told once; and no piece twice. */
    @Test
    void redis_gets_a_text_once() throws InterruptedException {
        other.replies().listen(here, () -> {});
        long before = bytesToRedis();
        Recorder recorder = one.replies().begin(attempt(1));
        String line = "a line of forty characters, more or less";
        String all = line.repeat(5_000);

        for (int i = 0; i < 5_000; i++) {
            recorder.append(line);
        }
        awaitText(other, all);

        awaitSent(all);
        assertThat(bytesToRedis() - before).isLessThan(2L * all.length());
    }

    @Test
    void a_connection_that_breaks_costs_no_character() {
        try (var proxy = TcpProxy.to(redis.port());
                TestNode reading = TestNode.quick(TestRedis.config(proxy.port()))) {
            Wait.untilConnected(one, reading);
            reading.replies().listen(here, () -> {});
            Recorder recorder = one.replies().begin(attempt(1));
            var all = new StringBuilder();

            for (int i = 0; i < 30; i++) {
                recorder.append("piece " + i + ", ");
                all.append("piece ").append(i).append(", ");
                if (i % 10 == 5) {
                    awaitText(reading, all.toString());
                    proxy.cut();
                }
            }

            awaitText(reading, all.toString());
        }
    }

    @Test
    void what_got_lost_on_the_way_to_redis_is_sent_again_and_once() {
        try (var proxy = TcpProxy.to(redis.port());
                TestNode writing = TestNode.quick(TestRedis.config(proxy.port()))) {
            Wait.untilConnected(writing, other);
            other.replies().listen(here, () -> {});
            Recorder recorder = writing.replies().begin(attempt(1));
            var all = new StringBuilder();

            for (int i = 0; i < 40; i++) {
                if (i % 8 == 3) {
                    proxy.cutAfterBytesToServer(200);
                } else if (i % 8 == 7) {
                    proxy.cutAfterBytesToClients(3);
                }
                recorder.append("piece " + i + ", ");
                all.append("piece ").append(i).append(", ");
                if (i % 4 == 0) {
                    awaitText(other, all.toString());
                }
            }

            proxy.cutNoMore();
            awaitText(other, all.toString());
            awaitSent(all.toString());
        }
    }

    @Test
    void an_emptied_redis_is_filled_again_and_nobody_reads_anything_twice() throws InterruptedException {
        other.replies().listen(here, () -> {});
        Recorder recorder = one.replies().begin(attempt(1));
        recorder.append("before ");
        awaitText(other, "before ");

        one.connections().call(client -> client.flushAll());
        recorder.append("after");

        awaitText(other, "before after");
        awaitSent("before after");
    }

    @Test
    void a_restarted_redis_is_filled_again() throws Exception {
        other.replies().listen(here, () -> {});
        Recorder recorder = one.replies().begin(attempt(1));
        recorder.append("before, ");
        awaitText(other, "before, ");

        redis.stop();
        assertThat(recorder.append("meanwhile, ")).isTrue();
        assertThat(textOn(one, here)).isEqualTo("before, meanwhile, ");
        redis.startAgain();
        recorder.append("after");

        awaitText(other, "before, meanwhile, after");
    }

    @Test
    void a_text_that_alone_is_gone_is_written_anew() throws InterruptedException {
        Recorder recorder = one.replies().begin(attempt(1));
        recorder.append("evicted, ");
        awaitSent("evicted, ");

        one.connections().call(client -> client.del(ReplyKeys.texts(here) + answer));
        recorder.append("and back");

        awaitSent("evicted, and back");
    }

    @Test
    void a_head_that_alone_is_gone_is_written_anew() throws InterruptedException {
        Recorder recorder = one.replies().begin(attempt(1));
        recorder.append("evicted, ");
        awaitSent("evicted, ");

        one.connections().call(client -> client.del(ReplyKeys.head(here)));
        recorder.append("and back");

        awaitSent("evicted, and back");
        soon().untilAsserted(() -> assertThat(head("length")).isEqualTo("17"));
    }

    /** More than any buffer on the way could hold. */
    @Test
    void writing_goes_on_while_redis_hangs() {
        try (var proxy = TcpProxy.to(redis.port());
                TestNode writing = TestNode.quick(TestRedis.config(proxy.port()))) {
            Wait.untilConnected(writing, other);
            other.replies().listen(here, () -> {});
            Recorder recorder = writing.replies().begin(attempt(1));
            recorder.append("x");
            awaitText(other, "x");

            proxy.freeze();
            for (int i = 0; i < 200_000; i++) {
                assertThat(recorder.append("0123456789")).isTrue();
            }
            assertThat(writing.replies().current(here).length()).isEqualTo(2_000_001);

            proxy.thaw();
            awaitText(other, "x" + "0123456789".repeat(200_000));
        }
    }

    @Test
    void who_stops_reading_keeps_nothing() throws Exception {
        var listening = other.replies().listen(here, () -> {});
        var staying = other.replies().listen(here, () -> {});
        Recorder recorder = one.replies().begin(attempt(1));
        recorder.append("text");
        awaitText(other, "text");

        listening.close();
        listening.close();
        recorder.append(" and more");
        awaitText(other, "text and more");
        staying.close();

        assertThat(other.replies().current(here)).isNull();
        other.replies().listen(here, () -> {});
        awaitText(other, "text and more");
    }

    @Test
    void a_node_that_stops_says_its_last_words() {
        other.replies().listen(here, () -> {});
        TestNode leaving = TestNode.of(redis.config());
        Wait.untilConnected(leaving, other);
        Recorder recorder = leaving.replies().begin(attempt(1));
        recorder.append("text");
        awaitText(other, "text");

        recorder.end();
        leaving.close();

        awaitNothing(other);
    }

    @Test
    void what_somebody_else_says_in_our_channel_harms_nobody() throws InterruptedException {
        other.replies().listen(here, () -> {});
        Recorder recorder = one.replies().begin(attempt(1));
        String channel = Channels.ofReplies(here);

        for (String nonsense : List.of(
                "",
                "not a note",
                "TEXT x y 1 1\nz",
                "SHOUT node " + answer + " 1 1\nx",
                "BEGIN node " + answer + " 9 0\n{}",
                "TEXT node " + answer + " 1 99999999999\nx",
                "TEXT node " + answer + " 1 500\nfrom nowhere",
                "LIVE node " + answer + " 1 500\nfrom nowhere",
                "FOLLOW nobody " + answer + " 1 0\n",
                "FOLLOW nobody " + question + " 1 0\n",
                "END node " + question + " 1 0\n")) {
            one.connections().call(client -> client.publish(channel, nonsense));
            for (TestNode node : List.of(one, other)) {
                String own = Channels.ofNode(node.name());
                one.connections().call(client -> client.publish(own, nonsense));
                one.connections().call(client -> client.publish(own, Bundle.of(channel, nonsense)));
            }
        }
        recorder.append("text");

        awaitText(other, "text");
    }

    @Test
    void a_sealed_text_is_nowhere_in_redis() throws InterruptedException {
        InstantSource clock = InstantSource.system();
        var keys = InMemoryStores.empty(clock).dataKeys();
        var masters = new MasterKeys(List.of(new byte[MasterKeys.KEY_BYTES]));
        Vault vault = EnvelopeVault.open(keys, masters, new SecureRandom(), clock);
        Vault elsewhere = EnvelopeVault.open(keys, masters, new SecureRandom(), clock);
        try (TestNode writing = TestNode.sealing(redis.config(), vault);
                TestNode reading = TestNode.sealing(redis.config(), elsewhere)) {
            Wait.untilConnected(writing, reading);
            reading.replies().listen(here, () -> {});
            Recorder recorder = writing.replies().begin(attempt(1));
            recorder.append("the secret ");
            awaitText(reading, "the secret ");
            recorder.append("ingredient");
            awaitText(reading, "the secret ingredient");

            soon().until(() -> entries().size() == 2);
            for (StreamEntry entry : entries()) {
                assertThat(entry.getFields().get("t")).doesNotContain("secret", "ingredient");
            }
        }
    }

    private void awaitSent(String text) {
        soon().untilAsserted(() -> assertThat(sent()).isEqualTo(text));
    }

    /** What Redis has of the reply's text, piece after piece. */
    private String sent() {
        var all = new StringBuilder();
        for (StreamEntry entry : entries()) {
            all.append(entry.getFields().get("t"));
            assertThat(entry.getID().getSequence()).isEqualTo(all.length());
        }
        return all.toString();
    }

    private List<StreamEntry> entries() {
        return asked(() -> one.connections().call(client -> client.xrange(ReplyKeys.texts(here) + answer, "-", "+")));
    }

    private List<String> keys() {
        return asked(() -> one.connections().call(client -> List.copyOf(client.keys("parley:reply:*"))));
    }

    private long timeLeft(String key) {
        return asked(() -> one.connections().call(client -> client.pttl(key)));
    }

    private String head(String field) {
        return asked(() -> one.connections().call(client -> client.hget(ReplyKeys.head(here), field)));
    }

    private long bytesToRedis() {
        String stats = asked(() -> one.connections().call(client -> client.info("stats")));
        return stats.lines()
                .filter(line -> line.startsWith("total_net_input_bytes:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    private interface Question<T> {
        T ask() throws InterruptedException;
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test", e);
        }
    }
}
