package dev.parley.adapter.redis;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.SessionKey;
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
    private final Exchange exchange;

    /** Keeps what is subscribed in step with who listens. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean closed;

    private RedisEventBus(AnnouncementCodec codec, Audience audience, Exchange exchange) {
        this.codec = codec;
        this.audience = audience;
        this.exchange = exchange;
    }

    /** @param node unlike that of any other bus */
    static RedisEventBus over(Exchange exchange, String node) {
        AnnouncementCodec codec = new AnnouncementCodec(node);
        Audience audience = new Audience();
        exchange.connect(Channels.SESSIONS, new RemoteNews(codec, audience));
        return new RedisEventBus(codec, audience, exchange);
    }

    @Override
    public void announce(Announcement announcement) {
        if (!closed) {
            audience.tellSession(announcement);
            audience.tellAll(announcement);
            String channel = Channels.of(announcement.key());
            codec.encode(announcement).forEach(payload -> exchange.say(channel, payload));
        }
    }

    @Override
    public Listening listen(SessionKey key, Consumer<Announcement> listener) {
        String channel = Channels.of(key);
        var mailbox = new Mailbox<Announcement>(
                unlessClosed(listener), left -> leave(channel, () -> audience.leave(key, left)));
        enter(channel, () -> audience.join(key, mailbox));
        return mailbox;
    }

    @Override
    public Listening listenToAll(Consumer<Announcement> listener) {
        String channel = Channels.ALL_SESSIONS;
        var mailbox = new Mailbox<Announcement>(
                unlessClosed(listener), left -> leave(channel, () -> audience.leaveAll(left)));
        enter(channel, () -> audience.joinAll(mailbox));
        return mailbox;
    }

    /** Waits for Redis, so that nothing said from now on is missed. */
    private void enter(String channel, BooleanSupplier isFirst) {
        locked(() -> {
            if (isFirst.getAsBoolean()) {
                exchange.want(channel);
            }
        });
        exchange.awaitHeard(channel);
    }

    private void leave(String channel, BooleanSupplier wasLast) {
        locked(() -> {
            if (wasLast.getAsBoolean()) {
                exchange.drop(channel);
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
    }
}
