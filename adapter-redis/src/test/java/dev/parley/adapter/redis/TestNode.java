package dev.parley.adapter.redis;

import static java.util.Objects.requireNonNull;

import dev.parley.application.local.LocalPresence;
import dev.parley.application.local.LocalReplyLog;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.UserBus;
import dev.parley.application.port.out.Vault;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one node has of Redis, and what it heard. */
final class TestNode implements AutoCloseable {

    /** Notices a dead connection sooner than a busy machine would make one look dead. */
    private static final Heartbeat QUICK = new Heartbeat(Duration.ofMillis(50), Duration.ofSeconds(1));

    /** How much work may wait in Redis, and as much on this node. */
    static final int MOST_WORK = 1_000;

    private final RedisConnections connections;
    private final Exchange exchange;
    private final Asker asker;
    private final EventBus bus;
    private final UserBus userBus;
    private final RedisReplyLog replies;
    private final String name = UUID.randomUUID().toString();
    private @Nullable Presence presence;
    private final RedisWorkQueue work;
    private final BlockingQueue<Announcement> heard = new LinkedBlockingQueue<>();

    private TestNode(RedisConfig config, Heartbeat heartbeat, Vault vault) {
        this.connections = new RedisConnections(config);
        this.exchange = Exchange.open(connections, config.timeout(), heartbeat);
        this.asker = new Asker(connections, config.timeout());
        this.bus = RedisEventBus.over(exchange, name);
        this.userBus = RedisUserBus.over(exchange, name);
        this.replies = RedisReplyLog.over(
                new LocalReplyLog(), exchange, name, new ReplySeal(vault), config.timeout(), connections, asker);
        this.work = RedisWorkQueue.over(connections, MOST_WORK);
    }

    static TestNode of(RedisConfig config) {
        return sealing(config, PlainVault.INSTANCE);
    }

    static TestNode sealing(RedisConfig config, Vault vault) {
        return new TestNode(config, Heartbeat.STANDARD, vault);
    }

    static TestNode quick(RedisConfig config) {
        return new TestNode(config, QUICK, PlainVault.INSTANCE);
    }

    /** What it is called where nodes talk to each other. */
    String name() {
        return name;
    }

    Exchange exchange() {
        return exchange;
    }

    EventBus bus() {
        return bus;
    }

    UserBus userBus() {
        return userBus;
    }

    ReplyLog replies() {
        return replies;
    }

    /** Begins to know who is where. At most once. */
    Presence presence(RedisPresence.Time time) {
        presence = RedisPresence.over(new LocalPresence(), exchange, connections, asker, name, time);
        return presence;
    }

    Presence presence() {
        return requireNonNull(presence, "begin first");
    }

    RedisWorkQueue work() {
        return work;
    }

    Asker asker() {
        return asker;
    }

    RedisConnections connections() {
        return connections;
    }

    Listening listen(SessionKey key) {
        return bus.listen(key, heard::add);
    }

    void announce(Announcement announcement) {
        bus.announce(announcement);
    }

    /** The next thing heard; null if nothing came in time. */
    @Nullable
    Announcement next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    /** What was heard already. */
    BlockingQueue<Announcement> heard() {
        return heard;
    }

    @Override
    public void close() {
        if (presence != null) {
            presence.close();
        }
        work.close();
        replies.close();
        userBus.close();
        bus.close();
        exchange.close();
        asker.close();
        connections.close();
    }
}
