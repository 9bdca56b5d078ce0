package dev.parley.bootstrap;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.h2.tools.Server;
import redis.embedded.RedisServer;

/** One database and one real Redis, for as many whole servers as a test wants. */
final class TestCluster implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);

    /** The one secret of all nodes. */
    static final String SECRET = "all nodes have one secret, this one here";

    private final Path data;
    private final Server database;
    private final RedisServer redis;
    private final int redisPort;
    private final Deque<ChatServer> nodes = new ArrayDeque<>();

    private TestCluster(Path data, Server database, RedisServer redis, int redisPort) {
        this.data = data;
        this.database = database;
        this.redis = redis;
        this.redisPort = redisPort;
    }

    /** Without nodes yet; everything is in this folder. */
    static TestCluster start(Path data) throws IOException, SQLException {
        Server database = Server.createTcpServer(
                        "-tcpPort",
                        "0",
                        "-ifNotExists",
                        "-baseDir",
                        data.resolve("db").toString())
                .start();
        int port = freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        redis.start();
        return new TestCluster(data, database, redis, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts one more node. It is stopped with the others, if not before.
     *
     * @param further variables of its own
     */
    ChatServer node(String name, Map<String, String> further) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PARLEY_NODE_NAME",
                name,
                "PARLEY_DB_URL",
                "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/./parley",
                "PARLEY_DB_USER",
                "sa",
                "PARLEY_CLUSTER_SHARED_STORAGE",
                "true",
                "PARLEY_REDIS_URL",
                "redis://127.0.0.1:" + redisPort,
                "PARLEY_REDIS_TIMEOUT",
                "10s",
                "PARLEY_SECRET",
                SECRET,
                "PARLEY_DEMO_SPEED",
                "100"));
        environment.putAll(further);
        ChatServer node = TestServers.start(data.resolve(name), environment);
        nodes.push(node);
        return node;
    }

    /** Waits until a node says this of Redis. */
    static void awaitRedis(Caller node, String status) {
        await().atMost(LONG)
                .until(() -> node.get("/health/ready", Caller.NOBODY)
                        .json()
                        .at("/dependencies/redis/status")
                        .asText()
                        .equals(status));
    }

    /** Where Redis listens, for who wants to stand before it. */
    int redisPort() {
        return redisPort;
    }

    void stopRedis() throws IOException {
        redis.stop();
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(ChatServer::close);
        redis.stop();
        database.stop();
    }
}
