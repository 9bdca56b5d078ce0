package dev.parley.adapter.redis;

import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is where over several nodes. Each node counts its own people, and puts them into Redis with the time until which
 * they are believed; it says so again long before that, and reads who others put there. Watchers need no Redis to see
 * the people of their own node.
 */
final class RedisPresence implements Presence, Ear {

    /** How long a node's people are believed without a sign of life of it. */
    static final Duration BELIEVED = Duration.ofSeconds(16);

    private static final Logger LOG = LoggerFactory.getLogger(RedisPresence.class);

    private final Presence near;
    private final Exchange exchange;
    private final Asker asker;
    private final String node;
    private final Time time;
    private final PresenceInRedis redis;
    private final PresenceKeeper keeper;
    private final Map<String, PresenceRoom> rooms = new ConcurrentHashMap<>();

    /** Keeps what is subscribed in step with who is here. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean closed;

    /**
     * The clocks it keeps to.
     *
     * @param pace how often Redis is told and asked
     * @param redis the time in milliseconds for Redis, or empty for its own
     * @param nanos a clock that only goes forward
     */
    record Time(PresenceKeeper.Pace pace, Supplier<String> redis, LongSupplier nanos) {

        Time(PresenceKeeper.Pace pace) {
            this(pace, () -> "", System::nanoTime);
        }
    }

    private RedisPresence(
            Presence near, Exchange exchange, RedisConnections connections, Asker asker, String node, Time time) {
        this.near = near;
        this.exchange = exchange;
        this.asker = asker;
        this.node = node;
        this.time = time;
        this.redis = new PresenceInRedis(connections, node, time.redis());
        this.keeper = new PresenceKeeper(new Kept(), time.pace(), time.nanos());
    }

    /**
     * Begins to tell other nodes.
     *
     * @param near who is where on this node, which nobody else uses
     * @param node unlike that of any other node
     */
    static RedisPresence over(
            Presence near, Exchange exchange, RedisConnections connections, Asker asker, String node, Time time) {
        var presence = new RedisPresence(near, exchange, connections, asker, node, time);
        exchange.connect(Channels.PRESENCE, presence);
        presence.keeper.start();
        return presence;
    }

    @Override
    public Stay enter(SessionKey session, Member member) {
        PresenceRoom room = join(session);
        Stay stay = near.enter(session, member);
        redis.isDifferent(session.tenant());
        return onlyOnce(() -> {
            stay.close();
            redis.isDifferent(session.tenant());
            leave(room);
        })::run;
    }

    @Override
    public Stay enter(TenantId tenant, Member member) {
        Stay stay = near.enter(tenant, member);
        redis.isDifferent(tenant);
        return onlyOnce(() -> {
            stay.close();
            redis.isDifferent(tenant);
        })::run;
    }

    @Override
    public Listening watch(SessionKey session, Consumer<Sighting> watcher) {
        PresenceRoom room = join(session);
        Listening watching = room.watch(sighting -> {
            if (!closed) {
                watcher.accept(sighting);
            }
        });
        return onlyOnce(() -> {
            watching.close();
            leave(room);
        })::run;
    }

    private static Runnable onlyOnce(Runnable action) {
        var done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    private PresenceRoom join(SessionKey session) {
        String channel = Channels.ofPresence(session);
        lock.lock();
        try {
            PresenceRoom room = rooms.get(channel);
            if (room == null) {
                room = open(session);
                rooms.put(channel, room);
                exchange.want(channel);
                keeper.look(session);
            }
            room.join();
            return room;
        } finally {
            lock.unlock();
        }
    }

    private PresenceRoom open(SessionKey session) {
        var room = new PresenceRoom(session);
        room.listensBy(near.watch(session, sighting -> {
            if (room.near(sighting)) {
                keeper.look(session);
            }
        }));
        return room;
    }

    private void leave(PresenceRoom room) {
        String channel = Channels.ofPresence(room.key());
        lock.lock();
        try {
            if (room.leave()) {
                rooms.remove(channel);
                exchange.drop(channel);
                room.close();
                keeper.look(room.key());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void typing(SessionKey session, UserId user, boolean isTyping) {
        if (!closed) {
            near.typing(session, user, isTyping);
            exchange.say(Channels.ofPresence(session), new PresenceNote.Typing(node, user, isTyping).json());
        }
    }

    @Override
    public Set<Member> online(TenantId tenant) {
        Set<Member> all = new HashSet<>(near.online(tenant));
        asker.ask(connection -> redis.onlineElsewhere(connection, tenant)).ifPresent(all::addAll);
        return Member.oncePerUser(all);
    }

    @Override
    public void onChannel(String channel, String payload) {
        PresenceRoom room = rooms.get(channel);
        if (room != null) {
            try {
                heard(room, PresenceNote.parse(payload));
            } catch (IllegalArgumentException e) {
                // A node of another version. Who is there is read again soon anyway.
                LOG.warn("What another node says of presence can't be understood and is left out: {}", e.getMessage());
            }
        }
    }

    private void heard(PresenceRoom room, PresenceNote note) {
        if (!note.node().equals(node)) {
            switch (note) {
                case PresenceNote.Changed ignored -> keeper.look(room.key());
                case PresenceNote.Typing(var ignored, var user, boolean isTyping) ->
                    room.typing(new Sighting.Typing(user, isTyping));
            }
        }
    }

    /** What was said before, and during a break of the connection, is read. */
    @Override
    public void onHeard(String channel) {
        PresenceRoom room = rooms.get(channel);
        if (room != null) {
            keeper.look(room.key());
        }
    }

    /** Ends it: the people of this node are gone for others. Blocks for a moment. */
    @Override
    public void close() {
        closed = true;
        keeper.close();
        near.close();
    }

    /** What the keeper keeps. */
    private final class Kept implements PresenceKeeper.Kept {

        @Override
        public List<SessionKey> sessions() {
            return rooms.values().stream().map(PresenceRoom::key).toList();
        }

        @Override
        public void sync(List<SessionKey> sessions) throws InterruptedException {
            List<Set<Member>> elsewhere = redis.sync(sessions, this::own);
            long now = time.nanos().getAsLong();
            for (int i = 0; i < sessions.size(); i++) {
                PresenceRoom room = rooms.get(Channels.ofPresence(sessions.get(i)));
                if (room != null) {
                    room.elsewhere(elsewhere.get(i), now);
                }
            }
        }

        private Set<Member> own(SessionKey session) {
            PresenceRoom room = rooms.get(Channels.ofPresence(session));
            return room == null || closed ? Set.of() : room.own();
        }

        @Override
        public void syncOnline(boolean all) throws InterruptedException {
            redis.syncOnline(all, tenant -> closed ? Set.of() : near.online(tenant));
        }

        @Override
        public void doubt() {
            long now = time.nanos().getAsLong();
            rooms.values().forEach(room -> room.doubtElsewhere(now, BELIEVED.toNanos()));
        }
    }
}
