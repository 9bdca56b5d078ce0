package dev.parley.adapter.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes say to each other, in channels: one thread speaks, one connection listens, for all that is said here.
 * Speaking never waits; what is said while Redis is away is lost.
 */
final class Exchange implements Ear, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Map<String, Ear> ears = new ConcurrentHashMap<>();
    private final Publisher publisher;
    private final Subscription subscription;
    private final Duration patience;

    private Exchange(RedisConnections connections, Duration patience, Heartbeat heartbeat) {
        this.publisher = Publisher.open(connections);
        this.subscription = Subscription.open(connections, this, heartbeat);
        this.patience = patience;
    }

    /**
     * Begins to look for Redis, and goes on until it is closed.
     *
     * @param patience how long listening waits for Redis to confirm it
     */
    static Exchange open(RedisConnections connections, Duration patience, Heartbeat heartbeat) {
        return new Exchange(connections, patience, heartbeat);
    }

    /**
     * Who hears a family of channels. To be called before one of them is wanted.
     *
     * @param family how their names begin, see {@link Channels}
     */
    void connect(String family, Ear ear) {
        ears.put(family, ear);
    }

    /** Says something soon, or leaves it out. From any thread; does not block. */
    void say(String channel, String payload) {
        publisher.say(channel, payload);
    }

    /** Wants a channel or {@link Channels#ALL_SESSIONS}. Does not wait for it. */
    void want(String channel) {
        subscription.want(channel);
    }

    /** Does not want it any more. */
    void drop(String channel) {
        subscription.drop(channel);
    }

    /**
     * Waits until nothing said in a channel is missed any more; not for ever, and not at all while Redis is away.
     *
     * @return whether it is so
     */
    boolean awaitHeard(String channel) {
        return subscription.awaitHeard(channel, patience);
    }

    /** Whether what others say is heard now. */
    boolean isListening() {
        return subscription.isLive();
    }

    @Override
    public void onChannel(String channel, String payload) {
        tell(Channels.family(channel), ear -> ear.onChannel(channel, payload));
    }

    @Override
    public void onPattern(String payload) {
        tell(Channels.SESSIONS, ear -> ear.onPattern(payload));
    }

    @Override
    public void onHeard(String channel) {
        tell(Channels.family(channel), ear -> ear.onHeard(channel));
    }

    /** An ear that fails must not end the thread that listens for all of them. */
    private void tell(String family, Consumer<Ear> what) {
        Ear ear = ears.get(family);
        if (ear != null) {
            try {
                what.accept(ear);
            } catch (RuntimeException e) {
                LOG.error("What was said in {} was not dealt with", family, e);
            }
        }
    }

    /** Ends it. Idempotent; does not wait for the threads. */
    @Override
    public void close() {
        subscription.close();
        publisher.close();
    }
}
