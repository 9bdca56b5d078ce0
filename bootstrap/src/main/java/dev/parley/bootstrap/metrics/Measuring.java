package dev.parley.bootstrap.metrics;

import dev.parley.adapter.llm.LlmProvidersAdapter;
import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.redis.RedisAdapter;
import dev.parley.adapter.rest.RestAdapter;
import dev.parley.adapter.websocket.WebSocketAdapter;
import dev.parley.application.local.Unobserved;
import dev.parley.application.port.out.ChatObserver;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.usecase.UseCases;
import java.util.function.LongSupplier;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.jspecify.annotations.Nullable;

/**
 * What is put around the parts of a server so that they are measured, and what shows it. Called while a server is put
 * together; by itself, nothing is measured and everything stays as it is.
 */
public interface Measuring extends AutoCloseable {

    /** Measures nothing. */
    Measuring NOTHING = new Measuring() {};

    /** Counts messages and replies. */
    default ChatObserver chat() {
        return new Unobserved();
    }

    /** Counts connections, and times pieces on their way. */
    default WebSocketAdapter.Observer sockets() {
        return WebSocketAdapter.Observer.NONE;
    }

    /** Times requests. */
    default RestAdapter.Observer requests() {
        return RestAdapter.Observer.NONE;
    }

    /** Times calls of models. */
    default LlmProvidersAdapter.Observer models() {
        return LlmProvidersAdapter.Observer.NONE;
    }

    /** Times the wait for a connection to the database. */
    default MssqlAdapter.Observer database() {
        return MssqlAdapter.Observer.NONE;
    }

    /** Times calls of Redis. */
    default RedisAdapter.Observer redis() {
        return RedisAdapter.Observer.NONE;
    }

    /** The same limits, whose refusals are counted. */
    default RateLimiter limiter(RateLimiter limiter) {
        return limiter;
    }

    /**
     * The same store, whose calls are timed.
     *
     * @param port an interface, which names it
     */
    default <T> T store(Class<T> port, T store) {
        return store;
    }

    /** Shows how much runs and waits. */
    default void watch(UseCases useCases) {}

    /** Shows the connections to the database. */
    default void watch(MssqlAdapter database) {}

    /** Shows how providers are. To be called once. */
    default void watch(LlmProvidersAdapter models) {}

    /** Shows how many sockets are open. */
    default void watch(WebSocketAdapter sockets) {}

    /** Shows how many requests follow a reply. */
    default void watch(RestAdapter rest) {}

    /** Shows how good a cache is. To be called once for each. */
    default void watch(String name, CacheFigures cache) {}

    /** The same pages, with one more that shows all that is measured. */
    default HttpHandler page(HttpHandler pages) {
        return pages;
    }

    /** Ends it. Idempotent. */
    @Override
    default void close() {}

    /**
     * What there is to be known of a cache. Asked when somebody looks, from any thread; must not block.
     *
     * @param hits how often it had what was asked for; only ever grows
     * @param misses how often it had not; only ever grows
     * @param entries how much it holds; null if that can't be told
     */
    record CacheFigures(
            LongSupplier hits,
            LongSupplier misses,
            @Nullable LongSupplier entries) {}
}
