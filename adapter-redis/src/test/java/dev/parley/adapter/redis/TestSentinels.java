package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.adapter.redis.RedisConfig.Address;
import dev.parley.adapter.redis.RedisConfig.Login;
import dev.parley.adapter.redis.RedisConfig.Servers;
import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisSentinel;
import redis.embedded.core.RedisSentinelBuilder;

/**
 * A real master, its replica, and a sentinel that watches them. It never takes the master for dead because the machine is
 * slow: it is told to.
 */
final class TestSentinels implements AutoCloseable {

    static final String MASTER = "chat";
    static final String PASSWORD = "a-password-of-sentinels-alone";

    private final TestRedis[] servers = new TestRedis[2];
    private final int port;
    private final RedisSentinel sentinel;

    private TestSentinels() throws IOException {
        servers[0] = TestRedis.started();
        servers[1] = TestRedis.started(List.of("replicaof 127.0.0.1 " + servers[0].port()));
        port = TestRedis.freePort();
        RedisSentinelBuilder builder = RedisSentinel.newRedisSentinel()
                .port(port)
                .masterName(MASTER)
                .masterPort(servers[0].port())
                .quorumSize(1)
                .downAfterMilliseconds(60_000)
                .failOverTimeout(60_000);
        builder.addDefaultReplicationGroup();
        sentinel = builder.setting("requirepass " + PASSWORD).build();
        sentinel.start();
        awaitReplica();
    }

    static TestSentinels started() {
        try {
            return new TestSentinels();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until the sentinel knows that somebody can take the master's place. */
    private void awaitReplica() {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(JedisException.class)
                .untilAsserted(() -> {
                    try (Jedis guard = guard()) {
                        assertThat(guard.sentinelReplicas(MASTER))
                                .anySatisfy(replica -> assertThat(replica)
                                        .containsEntry("master-link-status", "ok")
                                        .containsEntry("flags", "slave"));
                    }
                });
    }

    private Jedis guard() {
        Jedis guard = new Jedis("127.0.0.1", port, 30_000);
        guard.auth(PASSWORD);
        return guard;
    }

    /** Which of the two is master, as the sentinel says. */
    int master() {
        try (Jedis guard = guard()) {
            int there =
                    Integer.parseInt(guard.sentinelGetMasterAddrByName(MASTER).get(1));
            return servers[0].port() == there ? 0 : 1;
        }
    }

    TestRedis server(int which) {
        return servers[which];
    }

    /** The other one becomes master. */
    void failOver() {
        int before = master();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(JedisException.class)
                .until(() -> {
                    try (Jedis guard = guard()) {
                        guard.sentinelFailover(MASTER);
                        return true;
                    }
                });
        await().atMost(Duration.ofSeconds(60)).until(() -> master() != before);
    }

    RedisConfig config() {
        return config(new Login(null, Canaries.secret(PASSWORD)));
    }

    RedisConfig config(Login login) {
        var servers = new Servers.Watched(MASTER, List.of(new Address("127.0.0.1", port)), login);
        return RedisConfig.of(servers).withLimits(Duration.ofSeconds(2), 4);
    }

    @Override
    public void close() throws IOException {
        sentinel.stop();
        servers[1].close();
        servers[0].close();
    }
}
