package dev.parley.adapter.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import redis.embedded.RedisServer;

/** A real Redis of its own, on a free port, that keeps nothing. */
final class TestRedis implements AutoCloseable {

    private static final int TRIES = 5;

    private final int port;
    private RedisServer server;

    private TestRedis(int port, RedisServer server) {
        this.port = port;
        this.server = server;
    }

    static TestRedis started() {
        IOException last = new IOException("no port was tried");
        for (int i = 0; i < TRIES; i++) {
            try {
                int port = freePort();
                TestRedis redis = new TestRedis(port, newServer(port));
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

    static RedisConfig config(int port) {
        return new RedisConfig(URI.create("redis://127.0.0.1:" + port), Duration.ofSeconds(2), 4);
    }

    void stop() throws IOException {
        server.stop();
    }

    void startAgain() throws IOException {
        server = newServer(port);
        server.start();
    }

    private static RedisServer newServer(int port) throws IOException {
        return RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        if (server.isActive()) {
            server.stop();
        }
    }
}
