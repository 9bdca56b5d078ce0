package dev.parley.adapter.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A real Redis of its own, on a free port, that keeps nothing. */
final class TestRedis implements AutoCloseable {

    private static final Set<Integer> USED = ConcurrentHashMap.newKeySet();
    private static final int TRIES = 5;

    private final int port;
    private final List<String> settings;
    private RedisServer server;

    private TestRedis(int port, List<String> settings, RedisServer server) {
        this.port = port;
        this.settings = settings;
        this.server = server;
    }

    static TestRedis started() {
        return started(List.of());
    }

    /** @param settings more lines for its configuration */
    static TestRedis started(List<String> settings) {
        IOException last = new IOException("no port was tried");
        for (int i = 0; i < TRIES; i++) {
            try {
                int port = freePort();
                TestRedis redis = new TestRedis(port, settings, newServer(port, settings));
                redis.server.start();
                return redis;
            } catch (IOException e) {
                // Somebody else may have taken the port meanwhile.
                last = e;
            }
        }
        throw new UncheckedIOException(last);
    }

    int port() {
        return port;
    }

    RedisConfig config() {
        return config(port);
    }

    /** For tests that count: however busy the machine is, no answer is given up that comes. */
    RedisConfig patient() {
        return config(port).withLimits(Duration.ofSeconds(30), 4);
    }

    static RedisConfig config(int port) {
        return RedisConfig.of("redis://127.0.0.1:" + port).withLimits(Duration.ofSeconds(2), 4);
    }

    void stop() throws IOException {
        server.stop();
    }

    void startAgain() throws IOException {
        server = newServer(port, settings);
        server.start();
    }

    private static RedisServer newServer(int port, List<String> settings) throws IOException {
        RedisServerBuilder server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no");
        settings.forEach(server::setting);
        return server.build();
    }

    /** The port 10,000 above it is used, too. */
    static int freePortOfACluster() throws IOException {
        int port = freePort();
        while (port > 55_535) {
            port = freePort();
        }
        return port;
    }

    /** Never the same: who looks for a Redis that is gone must not find that of another test. */
    static int freePort() throws IOException {
        int port;
        do {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
        } while (!USED.add(port));
        return port;
    }

    @Override
    public void close() throws IOException {
        if (server.isActive()) {
            server.stop();
        }
    }
}
