package dev.parley.adapter.redis;

import dev.parley.adapter.redis.RedisConfig.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.UnifiedJedis;

/**
 * Connections to Redis, wherever it runs. The pool stands behind a gate of the same width: a pool that many virtual threads
 * wait for gets slower by orders of magnitude.
 */
final class RedisConnections implements AutoCloseable {

    private final Topology topology;
    private final JedisClientConfig toServers;
    private final Semaphore gate;
    private final RedisAdapter.Observer observer;

    /** Looks for servers aside if somebody must be asked where they are. Neither blocks nor fails. */
    RedisConnections(RedisConfig config) {
        this(config, RedisAdapter.Observer.NONE);
    }

    /** @param observer hears of every call */
    RedisConnections(RedisConfig config, RedisAdapter.Observer observer) {
        this.observer = observer;
        var access = new Access(config);
        this.toServers = access.toServers();
        this.gate = new Semaphore(config.poolSize(), true);
        this.topology = topology(config.servers(), access);
    }

    private static Topology topology(Servers servers, Access access) {
        return servers instanceof Servers.One
                ? access.topology(servers)
                : SoughtTopology.begin(() -> access.topology(servers));
    }

    /** How long an answer may take. */
    Duration timeout() {
        return Duration.ofMillis(toServers.getSocketTimeoutMillis());
    }

    /** Waits for a connection and does something with it. Throws what Jedis throws. */
    <T> T call(Function<UnifiedJedis, T> command) throws InterruptedException {
        return observed(false, () -> gated(() -> command.apply(topology.client())));
    }

    /** Waits for a connection and asks several things in one go. Throws what Jedis throws. */
    <T> T callTogether(Function<Batch, T> commands) throws InterruptedException {
        return observed(true, () -> gated(() -> commands.apply(new Batch(topology))));
    }

    /** Connections of a thread's own, to ask on without waiting for one of the pool. Neither blocks nor fails. */
    Lane lane() {
        return new Lane(server -> new Connection(server, toServers));
    }

    /** Asks several things in one go, on connections of the caller's own. Throws what Jedis throws. */
    <T> T callTogether(Lane lane, Function<Batch, T> commands) {
        return observed(true, () -> commands.apply(new Batch(topology, lane)));
    }

    /** What is asked, with the wait for a place if there is one. */
    @FunctionalInterface
    private interface Question<T, E extends Exception> {
        T ask() throws E;
    }

    /** The wait for a connection counts, since whoever calls waits for that too. */
    private <T, E extends Exception> T observed(boolean together, Question<T, E> question) throws E {
        long begun = System.nanoTime();
        boolean answered = false;
        try {
            T answer = question.ask();
            answered = true;
            return answer;
        } finally {
            observer.called(together, answered, System.nanoTime() - begun);
        }
    }

    private <T> T gated(Supplier<T> question) throws InterruptedException {
        gate.acquire();
        try {
            return question.get();
        } finally {
            gate.release();
        }
    }

    /** A connection outside the pool, for listening. Blocks until it is there; throws what Jedis throws. */
    Connection ownConnection() {
        return new Connection(topology.listeningPost(), toServers);
    }

    /**
     * A connection outside the pool to the server that has a key: for questions Redis holds for so long before it answers.
     * After that the timeout counts as ever. Blocks until it is there; throws what Jedis throws.
     */
    Connection ownConnection(String key, Duration held) {
        int answered = Math.toIntExact(held.plus(timeout()).toMillis());
        return new Connection(
                topology.serverOf(key),
                DefaultJedisClientConfig.builder()
                        .from(toServers)
                        .blockingSocketTimeoutMillis(answered)
                        .build());
    }

    /** A connection of one's own failed: looks again which server has what. Blocks; throws what Jedis throws. */
    void lookAgain() {
        topology.refresh();
    }

    /** Ends a connection at once, from any thread, also while it is being read or written. */
    static void cut(Connection connection) {
        try {
            connection.forceDisconnect();
        } catch (IOException e) {
            throw new IllegalStateException("closing a socket quietly failed", e);
        }
    }

    /** Whether what is said is still heard there. */
    boolean isForListening(Connection own) {
        return topology.isListeningPost(own.getHostAndPort());
    }

    /** Whether the answer to saying something counts all who heard it. */
    boolean countsAllListeners() {
        return topology.countsAllListeners();
    }

    @Override
    public void close() {
        topology.close();
    }
}
