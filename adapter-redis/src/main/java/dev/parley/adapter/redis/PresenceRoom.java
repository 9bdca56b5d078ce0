package dev.parley.adapter.redis;

import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.Presence.Member;
import dev.parley.application.port.out.Presence.Sighting;
import dev.parley.application.port.out.SessionKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A session somebody here is in or watches: this node's own people, those of other nodes as Redis told them last, and the
 * watchers, who are told both as one. Thread-safe.
 */
final class PresenceRoom {

    private final SessionKey key;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Mailbox<Sighting>> watchers = new ArrayList<>();
    private Set<Member> own = Set.of();
    private Set<Member> elsewhere = Set.of();
    private Sighting.Present told = new Sighting.Present(Set.of());
    private long readAt;

    /** Connections and watchers. Guarded by whoever keeps the rooms. */
    private int users;

    /** Listens to this node's own people. Guarded likewise. */
    private Listening near = () -> {};

    PresenceRoom(SessionKey key) {
        this.key = key;
    }

    SessionKey key() {
        return key;
    }

    void listensBy(Listening listening) {
        near = listening;
    }

    void join() {
        users++;
    }

    /** Says whether nobody is left. */
    boolean leave() {
        users--;
        return users == 0;
    }

    void close() {
        near.close();
    }

    Set<Member> own() {
        lock.lock();
        try {
            return own;
        } finally {
            lock.unlock();
        }
    }

    /** This node's own people came, went or typed. Says whether other nodes must know who is here. */
    boolean near(Sighting sighting) {
        lock.lock();
        try {
            return switch (sighting) {
                case Sighting.Present(var members) -> {
                    own = members;
                    tellIfDifferent();
                    yield true;
                }
                case Sighting.Typing typing -> {
                    tell(typing);
                    yield false;
                }
            };
        } finally {
            lock.unlock();
        }
    }

    /** Other nodes' people, as they are at a time of the clock. */
    void elsewhere(Set<Member> members, long now) {
        lock.lock();
        try {
            elsewhere = members;
            readAt = now;
            tellIfDifferent();
        } finally {
            lock.unlock();
        }
    }

    /** Other nodes' people are believed no longer than so many nanoseconds without a word of them. */
    void doubtElsewhere(long now, long believed) {
        lock.lock();
        try {
            if (now - readAt > believed) {
                elsewhere = Set.of();
                tellIfDifferent();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Somebody types on another node. */
    void typing(Sighting.Typing typing) {
        lock.lock();
        try {
            tell(typing);
        } finally {
            lock.unlock();
        }
    }

    /** One more watcher, who is told at once who is known to be here. */
    Listening watch(Consumer<Sighting> watcher) {
        var mailbox = new Mailbox<>(watcher, this::forget);
        lock.lock();
        try {
            watchers.add(mailbox);
            mailbox.put(told);
        } finally {
            lock.unlock();
        }
        return mailbox;
    }

    private void forget(Mailbox<Sighting> watcher) {
        lock.lock();
        try {
            watchers.remove(watcher);
        } finally {
            lock.unlock();
        }
    }

    private void tellIfDifferent() {
        Set<Member> all = new HashSet<>(own);
        all.addAll(elsewhere);
        var now = new Sighting.Present(Member.oncePerUser(all));
        if (!now.equals(told)) {
            told = now;
            tell(now);
        }
    }

    private void tell(Sighting sighting) {
        watchers.forEach(watcher -> watcher.put(sighting));
    }
}
