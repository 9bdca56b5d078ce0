package dev.parley.application.usecase;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.message.Message;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sessions that were begun on this node or whose owners it let in last, as they were then, in brief: what it goes by while
 * the store is away, and at no other time. Thread-safe; never blocks for long.
 */
final class KnownSessions {

    static final int MOST = 10_000;

    private final KnownHistories histories;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionKey, SessionStore.Stored> sessions = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionKey, SessionStore.Stored> eldest) {
            return size() > MOST;
        }
    };

    /** @param histories told of each session, too */
    KnownSessions(KnownHistories histories) {
        this.histories = histories;
    }

    /** Without what may be long: there are many of them. */
    void remember(SessionKey key, SessionStore.Stored stored) {
        histories.looked(key, stored);
        SessionStore.Stored bare = bare(stored);
        lock.lock();
        try {
            sessions.put(key, bare);
        } finally {
            lock.unlock();
        }
    }

    private static SessionStore.Stored bare(SessionStore.Stored stored) {
        Session session = stored.session();
        return new SessionStore.Stored(
                new Session(
                        session.id(),
                        session.tenant(),
                        session.owner(),
                        null,
                        session.locale(),
                        null,
                        session.assistant(),
                        null,
                        Message.NO_METADATA,
                        session.standing(),
                        session.createdAt(),
                        session.updatedAt()),
                stored.lastSeq(),
                stored.messageCount(),
                null,
                stored.formerOwner(),
                null);
    }

    Optional<SessionStore.Stored> find(SessionKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(sessions.get(key));
        } finally {
            lock.unlock();
        }
    }

    /** What changes whose a session is, or whether it takes messages, makes it unknown. */
    void heard(Announcement announcement) {
        if (announcement instanceof Announcement.Appended(var key, var events)
                && events.stream().map(RecordedEvent::event).anyMatch(KnownSessions::mattersForWriting)) {
            lock.lock();
            try {
                sessions.remove(key);
            } finally {
                lock.unlock();
            }
        }
    }

    private static boolean mattersForWriting(SessionEvent event) {
        return event instanceof SessionEvent.SessionDeleted
                || event instanceof SessionEvent.OwnerChanged
                || event instanceof SessionEvent.StandingChanged;
    }
}
