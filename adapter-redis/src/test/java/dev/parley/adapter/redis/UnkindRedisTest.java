package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Samples.aKey;
import static dev.parley.adapter.redis.Samples.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.ReplyLog.ReplyText;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Seq;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** A Redis that drops connections and forgets keys as it likes: all is right, only slower. */
class UnkindRedisTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void connections_it_drops_when_idle_are_made_anew() throws Exception {
        try (TestRedis redis = TestRedis.started(List.of("timeout 1"));
                TestNode one = TestNode.of(redis.config());
                TestNode other = TestNode.of(redis.config())) {
            Wait.untilConnected(one, other);
            awaitNoIdleConnection(redis);
            SessionKey key = aKey();
            other.listen(key);

            one.announce(renamed(key, 1));

            assertThat(other.next()).isEqualTo(renamed(key, 1));
            assertThat(one.asker().answers()).isTrue();
        }
    }

    /** Until only those are left that listen, and ours. */
    private static void awaitNoIdleConnection(TestRedis redis) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(() -> {
            try (var own = new RedisConnections(redis.config())) {
                return own.call(client -> client.info("clients")).lines().anyMatch("connected_clients:3"::equals);
            }
        });
    }

    @Test
    void connections_it_kills_are_made_anew() throws Exception {
        try (TestRedis redis = TestRedis.started();
                TestNode one = TestNode.of(redis.config());
                TestNode other = TestNode.of(redis.config());
                var admin = new Jedis("127.0.0.1", redis.port(), 30_000)) {
            Wait.untilConnected(one, other);

            admin.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
            admin.clientKill(
                    ClientKillParams.clientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));

            Wait.untilConnected(one, other);
            await().atMost(LONG)
                    .until(() -> one.asker().answers() && other.asker().answers());
        }
    }

    /** It evicts whatever was used least, again and again, while a reply is written. */
    @Test
    void a_reply_it_forgets_parts_of_is_read_whole() throws Exception {
        try (TestRedis redis = TestRedis.started(List.of("maxmemory-policy allkeys-lru"));
                TestNode one = TestNode.of(redis.config());
                TestNode other = TestNode.of(redis.config());
                var admin = new Jedis("127.0.0.1", redis.port(), 30_000)) {
            Wait.untilConnected(one, other);
            SessionKey key = aKey();
            RunningReply reply = new RunningReply(key, Samples.anId(), 1, Samples.anId(), "a-model", new Seq(4));
            try (var listening = other.replies().listen(key, () -> {})) {
                assertThat(listening).isNotNull();
                ReplyLog.Recorder recorder = one.replies().begin(reply);
                var whole = new StringBuilder();
                for (int i = 0; i < 20; i++) {
                    String piece = "piece " + i + ", ";
                    whole.append(piece);
                    recorder.append(piece);
                    await().atMost(LONG).until(() -> textOf(other, key).contentEquals(whole));
                    admin.configSet("maxmemory", "1");
                    admin.configSet("maxmemory", "0");
                }
                assertThat(admin.info("stats")).doesNotContain("evicted_keys:0\r");

                recorder.end();
                await().atMost(LONG).until(() -> other.replies().current(key) == null);
            }
        }
    }

    private static String textOf(TestNode node, SessionKey key) {
        ReplyText text = node.replies().current(key);
        return text == null ? "" : text.read(0, 100_000);
    }
}
