package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.ChatEngine;
import dev.parley.application.fake.Gate;
import dev.parley.application.fake.ReplyScript;
import dev.parley.application.fake.ScriptedLanguageModel;
import dev.parley.application.fake.TcpProxy;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalReplyLog;
import dev.parley.application.local.LocalWorkQueue;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.FollowUser;
import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.in.UserChange;
import dev.parley.application.port.in.UserFeed;
import dev.parley.application.port.in.UserFeedItem;
import dev.parley.application.port.out.WorkQueue;
import dev.parley.application.usecase.NodeRole;
import dev.parley.application.usecase.Policies;
import dev.parley.domain.preference.Theme;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole engines over one store, with the real Redis between them. */
class EnginesTest {

    private static final Principal ADA = Principal.user("ada");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(50);

    private final InMemoryStores stores = InMemoryStores.empty(InstantSource.system());
    private TestRedis redis;

    @BeforeEach
    void startRedis() {
        redis = TestRedis.started();
    }

    @AfterEach
    void stopRedis() throws IOException {
        redis.close();
    }

    /** One node: an engine and its way to Redis. */
    private final class Node implements AutoCloseable {

        private final ScriptedLanguageModel model = ScriptedLanguageModel.answering("standing answer");
        private final RedisAdapter adapter;
        private final ChatEngine engine;

        /**
         * One with work of its own.
         *
         * @param look how often it looks into the store for what it did not hear
         */
        Node(String name, RedisConfig config, Duration look) {
            this(config, Policies.standard(name).lookingEvery(look, look), adapter -> new LocalWorkQueue(100));
        }

        private Node(RedisConfig config, Policies policies, Function<RedisAdapter, WorkQueue> queue) {
            adapter = RedisAdapter.open(config);
            await().atMost(LONG).until(adapter::answers);
            engine = ChatEngine.builder()
                    .store(stores.sessions(), stores.conversations(), stores.replies(), stores.leases())
                    .preferences(stores.preferences())
                    .bus(adapter.eventBus())
                    .userBus(adapter.userBus())
                    .replyLog(adapter.replyLog(new LocalReplyLog(), PlainVault.INSTANCE))
                    .queue(queue.apply(adapter))
                    .model(policies.node(), model)
                    .policies(policies.closingWithin(Duration.ZERO))
                    .start();
        }

        @Override
        public void close() {
            engine.close();
            adapter.close();
        }
    }

    private Node deaf(String name) {
        return new Node(name, redis.config(), NEVER);
    }

    /** One that shares its work, looks nowhere, and is not taken for dead however busy the machine is. */
    private Node sharing(String name, UnaryOperator<Policies> change) {
        Policies policies = Policies.standard(name).lookingEvery(NEVER, NEVER).leasing(NEVER);
        return new Node(redis.patient(), change.apply(policies), RedisAdapter::workQueue);
    }

    private static List<FeedItem> until(Feed feed, Predicate<FeedItem> last) throws InterruptedException {
        var items = new ArrayList<FeedItem>();
        do {
            FeedItem item = feed.next(LONG);
            assertThat(item).as("something comes after %s", items).isNotNull();
            items.add(item);
        } while (!last.test(items.getLast()));
        return items;
    }

    /** The pieces, each checked to begin where the one before ended; what was begun anew counts alone. */
    private static String told(List<FeedItem> items) {
        var text = new StringBuilder();
        for (FeedItem item : items) {
            if (item instanceof FeedItem.ReplyStarted) {
                text.setLength(0);
            } else if (item instanceof FeedItem.ReplyPiece piece) {
                assertThat(piece.offset()).isEqualTo(text.length());
                text.append(piece.text());
            } else if (item instanceof FeedItem.ReplySnapshot snapshot) {
                text.setLength(0);
                text.append(snapshot.content());
            }
        }
        return text.toString();
    }

    private static Predicate<FeedItem> aPieceUpTo(String end) {
        return item -> item instanceof FeedItem.ReplyPiece piece && piece.text().endsWith(end);
    }

    private static boolean isEnd(FeedItem item) {
        return item instanceof FeedItem.ReplyEnded;
    }

    /** Neither node looks into the store: what the other one shows came through Redis. */
    @Test
    void who_reads_on_another_node_reads_while_it_is_written() throws InterruptedException {
        var gate = new Gate();
        try (Node one = deaf("one");
                Node other = deaf("other")) {
            SessionId session = one.engine.createSession(ADA);
            one.model.playNext(
                    ReplyScript.saying("Hello, ").thenWaitingFor(gate).thenSaying("world"));
            try (Feed feed = other.engine.follow(ADA, session)) {
                SendMessage.Receipt receipt = one.engine.send(ADA, session, "Hello?");

                List<FeedItem> items = until(feed, aPieceUpTo("Hello, "));
                assertThat(items)
                        .contains(new FeedItem.ReplyStarted(receipt.replyId(), 1, 0, "one", receipt.messageId()));
                gate.open();
                items.addAll(until(feed, EnginesTest::isEnd));

                assertThat(told(items)).isEqualTo("Hello, world");
                assertThat(other.model.prompts()).isEmpty();
            }
        }
    }

    @Test
    void who_comes_back_to_another_node_goes_on_at_the_same_character() throws InterruptedException {
        var gate = new Gate();
        try (Node one = deaf("one");
                Node other = deaf("other")) {
            SessionId session = one.engine.createSession(ADA);
            one.model.playNext(
                    ReplyScript.saying("Hello, ").thenWaitingFor(gate).thenSaying("world"));
            SendMessage.Receipt receipt;
            Feed.Resume where;
            try (Feed feed = one.engine.follow(ADA, session)) {
                receipt = one.engine.send(ADA, session, "Hello?");
                List<FeedItem> items = until(feed, aPieceUpTo("Hello, "));
                assertThat(told(items)).isEqualTo("Hello, ");
                where = new Feed.Resume(
                        receipt.place().seq(), new Feed.Partial(receipt.replyId(), 1, "Hello, ".length()));
            }

            try (Feed back = other.engine.follow(ADA, session)) {
                back.resume(where);
                gate.open();
                List<FeedItem> items = until(back, EnginesTest::isEnd);

                assertThat(items)
                        .contains(new FeedItem.ReplyStarted(
                                receipt.replyId(), 1, "Hello, ".length(), "one", receipt.messageId()));
                assertThat(items.stream()
                                .filter(FeedItem.ReplyPiece.class::isInstance)
                                .map(item -> ((FeedItem.ReplyPiece) item).text())
                                .reduce("", String::concat))
                        .isEqualTo("world");
            }
        }
    }

    @Test
    void a_cancel_from_another_node_closes_the_models_stream() throws InterruptedException {
        try (Node one = deaf("one");
                Node other = deaf("other")) {
            SessionId session = one.engine.createSession(ADA);
            one.model.playNext(ReplyScript.saying("so far").thenHanging());
            try (Feed feed = other.engine.follow(ADA, session)) {
                SendMessage.Receipt receipt = one.engine.send(ADA, session, "Hello?");
                List<FeedItem> items = until(feed, aPieceUpTo("so far"));

                var outcome = other.engine.useCases().cancelReply().cancel(ADA, session, receipt.replyId());

                assertThat(outcome).isEqualTo(new CancelReply.Outcome.Stopping(receipt.replyId()));
                items.addAll(until(feed, EnginesTest::isEnd));
                assertThat(ending(items)).isEqualTo(new ReplyEnding.Cancelled());
                assertThat(told(items)).isEqualTo("so far");
                await().atMost(LONG).until(() -> one.model.openStreams() == 0);
            }
        }
    }

    @Test
    void while_redis_is_away_a_cancel_and_the_end_are_found_in_the_store() throws Exception {
        try (Node one = new Node("one", redis.config(), OFTEN);
                Node other = new Node("other", redis.config(), OFTEN)) {
            SessionId session = one.engine.createSession(ADA);
            one.model.playAlways(ReplyScript.saying("so far").thenHanging());
            other.model.playAlways(ReplyScript.saying("so far").thenHanging());
            try (Feed feed = other.engine.follow(ADA, session)) {
                SendMessage.Receipt receipt = one.engine.send(ADA, session, "Hello?");
                List<FeedItem> items = until(feed, aPieceUpTo("so far"));

                redis.stop();
                other.engine.useCases().cancelReply().cancel(ADA, session, receipt.replyId());

                items.addAll(until(feed, EnginesTest::isEnd));
                assertThat(ending(items)).isEqualTo(new ReplyEnding.Cancelled());
                assertThat(told(items)).isEqualTo("so far");
                await().atMost(LONG).until(() -> one.model.openStreams() + other.model.openStreams() == 0);
            }
        }
    }

    private static ReplyEnding ending(List<FeedItem> items) {
        return ((FeedItem.ReplyEnded) items.getLast()).content().ending();
    }

    /** A node that stops hands its reply back; the next attempt begins anew, and the reader is told so. */
    @Test
    @SuppressWarnings("try") // It is closed before its time.
    void a_reply_that_goes_on_elsewhere_is_read_anew_on_a_third_node() throws InterruptedException {
        try (Node third = deaf("third");
                Node one = deaf("one")) {
            SessionId session = one.engine.createSession(ADA);
            one.model.playNext(ReplyScript.saying("begun by one").thenHanging());
            try (Feed feed = third.engine.follow(ADA, session)) {
                SendMessage.Receipt receipt = one.engine.send(ADA, session, "Hello?");
                List<FeedItem> items = until(feed, aPieceUpTo("begun by one"));
                try (Node second = new Node("second", redis.config(), OFTEN)) {
                    second.model.playAlways(ReplyScript.saying("written by second"));
                    one.close();
                    items.addAll(until(feed, EnginesTest::isEnd));
                }

                assertThat(items)
                        .contains(new FeedItem.ReplyStarted(receipt.replyId(), 2, 0, "second", receipt.messageId()));
                assertThat(told(items)).isEqualTo("written by second");
            }
        }
    }

    /** Nobody sweeps: what the second node writes it has from Redis. */
    @Test
    void what_a_node_has_no_place_for_another_one_writes() throws InterruptedException {
        try (Node full = sharing("full", policies -> policies.writingAtOnce(1))) {
            SessionId session = full.engine.createSession(ADA);
            full.model.playAlways(ReplyScript.saying("for ever").thenHanging());
            try (Feed feed = full.engine.follow(ADA, session)) {
                full.engine.send(ADA, session, "Hello?");
                until(feed, aPieceUpTo("for ever"));
                try (Node free = sharing("free", UnaryOperator.identity())) {
                    free.model.playAlways(ReplyScript.saying("written elsewhere"));
                    SessionId second = full.engine.createSession(ADA);
                    try (Feed ofSecond = full.engine.follow(ADA, second)) {
                        full.engine.send(ADA, second, "And now?");

                        assertThat(told(until(ofSecond, EnginesTest::isEnd))).isEqualTo("written elsewhere");
                        assertThat(free.model.prompts()).hasSize(1);
                    }
                }
            }
        }
    }

    /** Nobody sweeps here either. */
    @Test
    void what_a_gateway_takes_the_workers_write() throws InterruptedException {
        try (Node gateway = sharing("gateway", policies -> policies.being(Set.of(NodeRole.GATEWAY)));
                Node one = sharing("one", policies -> policies.being(Set.of(NodeRole.WORKER)));
                Node other = sharing("other", policies -> policies.being(Set.of(NodeRole.WORKER)))) {
            one.model.playAlways(ReplyScript.saying("written by ", "a worker"));
            other.model.playAlways(ReplyScript.saying("written by ", "a worker"));
            SessionId session = gateway.engine.createSession(ADA);
            try (Feed feed = gateway.engine.follow(ADA, session)) {
                for (int i = 0; i < 20; i++) {
                    gateway.engine.send(ADA, session, "question " + i);
                    assertThat(told(until(feed, EnginesTest::isEnd))).isEqualTo("written by a worker");
                }
            }
            assertThat(gateway.model.prompts()).isEmpty();
            assertThat(one.model.prompts().size() + other.model.prompts().size())
                    .isEqualTo(20);
        }
    }

    @Test
    void preferences_changed_on_one_node_are_told_on_another() throws InterruptedException {
        try (Node one = deaf("one");
                Node other = deaf("other")) {
            var told = new Semaphore(0);
            UserFeed feed = ((FollowUser.Outcome.Following)
                            other.engine.useCases().followUser().follow(ADA, told::release))
                    .feed();

            one.engine
                    .useCases()
                    .managePreferences()
                    .change(new ManagePreferences.Command(
                            ADA, null, "dark", null, null, null, null, null, null, Set.of()));

            assertThat(nextTold(feed, told))
                    .isInstanceOfSatisfying(
                            UserChange.PreferencesChanged.class,
                            changed -> assertThat(changed.preferences().theme()).isEqualTo(Theme.DARK));
        }
    }

    @Test
    void a_session_used_on_one_node_moves_in_the_list_on_another() throws InterruptedException {
        try (Node one = deaf("one");
                Node other = deaf("other")) {
            var told = new Semaphore(0);
            UserFeed feed = ((FollowUser.Outcome.Following)
                            other.engine.useCases().followUser().follow(ADA, told::release))
                    .feed();

            SessionId session = one.engine.createSession(ADA);

            assertThat(nextTold(feed, told))
                    .isInstanceOfSatisfying(
                            UserChange.SessionChanged.class,
                            changed -> assertThat(changed.session().id()).isEqualTo(session));
        }
    }

    private static @Nullable UserChange nextTold(UserFeed feed, Semaphore told) throws InterruptedException {
        UserFeedItem item = feed.poll();
        while (item == null && told.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS)) {
            item = feed.poll();
        }
        return item instanceof UserFeedItem.Told(var ignored, UserChange change) ? change : null;
    }

    /** Redis hangs: neither the acknowledgement nor the reply on the own node waits for it. */
    @Test
    void a_node_whose_redis_hangs_goes_on_alone() throws InterruptedException {
        try (var proxy = TcpProxy.to(redis.port());
                Node one = new Node("one", TestRedis.config(proxy.port()), OFTEN)) {
            SessionId session = one.engine.createSession(ADA);
            try (Feed feed = one.engine.follow(ADA, session)) {
                proxy.freeze();
                for (int i = 0; i < 20; i++) {
                    one.model.playNext(ReplyScript.saying("answer ", Integer.toString(i)));
                    one.engine.send(ADA, session, "question " + i);
                    assertThat(told(until(feed, EnginesTest::isEnd))).isEqualTo("answer " + i);
                }
                proxy.thaw();
            }
        }
    }
}
