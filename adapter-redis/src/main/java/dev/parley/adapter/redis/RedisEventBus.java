package dev.parley.adapter.redis;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.SessionKey;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Announcements over Redis' publish and subscribe. This node's own listeners are told without Redis, so that they don't
 * depend on it.
 */
final class RedisEventBus implements EventBus {

    private final AnnouncementCodec codec;
    private final Audience audience;
    private final Publisher publisher;
    private final Subscription subscription;
    private final Duration patience;

    /** Keeps what is subscribed in step with who listens. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean closed;

    private RedisEventBus(
            AnnouncementCodec codec,
            Audience audience,
            Publisher publisher,
            Subscription subscription,
            Duration patience) {
        this.codec = codec;
        this.audience = audience;
        this.publisher = publisher;
        this.subscription = subscription;
        this.patience = patience;
    }

    /**
     * A bus that looks for Redis on its own.
     *
     * @param node unlike that of any other bus
     * @param patience how long listening waits for Redis to confirm it
     */
    static RedisEventBus open(RedisConnections connections, String node, Duration patience, Heartbeat heartbeat) {
        AnnouncementCodec codec = new AnnouncementCodec(node);
        Audience audience = new Audience();
        return new RedisEventBus(
                codec,
                audience,
                Publisher.open(connections),
                Subscription.open(connections::ownConnection, new RemoteNews(codec, audience), heartbeat),
                patience);
    }

    @Override
    public void announce(Announcement announcement) {
        if (!closed) {
            audience.tellSession(announcement);
            audience.tellAll(announcement);
            String channel = Channels.of(announcement.key());
            codec.encode(announcement).forEach(payload -> publisher.say(channel, payload));
        }
    }

    @Override
    public Listening listen(SessionKey key, Consumer<Announcement> listener) {
        String channel = Channels.of(key);
        Mailbox mailbox = new Mailbox(unlessClosed(listener), left -> leave(channel, () -> audience.leave(key, left)));
        enter(channel, () -> audience.join(key, mailbox));
        return mailbox;
    }

    @Override
    public Listening listenToAll(Consumer<Announcement> listener) {
        String channel = Channels.ALL_SESSIONS;
        Mailbox mailbox = new Mailbox(unlessClosed(listener), left -> leave(channel, () -> audience.leaveAll(left)));
        enter(channel, () -> audience.joinAll(mailbox));
        return mailbox;
    }

    /** Waits for Redis, so that nothing said from now on is missed. */
    private void enter(String channel, BooleanSupplier isFirst) {
        locked(() -> {
            if (isFirst.getAsBoolean()) {
                subscription.want(channel);
            }
        });
        subscription.awaitHeard(channel, patience);
    }

    private void leave(String channel, BooleanSupplier wasLast) {
        locked(() -> {
            if (wasLast.getAsBoolean()) {
                subscription.drop(channel);
            }
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private Consumer<Announcement> unlessClosed(Consumer<Announcement> listener) {
        return announcement -> {
            if (!closed) {
                listener.accept(announcement);
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        subscription.close();
        publisher.close();
    }
}
