package dev.parley.application.usecase;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.domain.message.Message;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a node goes by while the store is away, and before the store itself looks: whose the sessions are that were read or begun
 * here last, and, as far as there is room, what was said in them. Nothing of it runs out, since nobody knows how long the store is
 * away. {@link RecentSessions} feeds it, and nobody else. Thread-safe; never blocks for long.
 */
final class KnownSessions {

    /** Apart from the histories: whose a session is must not be forgotten because much is said in others. */
    static final int MOST = 10_000;

    /** How much text is remembered in all. */
    static final long MOST_CHARACTERS = 16L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final RecentlyUsed<SessionKey, Stored> sessions = RecentlyUsed.atMost(MOST);
    private final RecentlyUsed<SessionKey, KnownHistory> histories;

    /** @param mostCharacters how much text is remembered in all; beyond it the histories used longest ago are forgotten */
    KnownSessions(long mostCharacters) {
        this.histories = new RecentlyUsed<>(mostCharacters, KnownHistory::weight);
    }

    /** A session was read. If nothing was said in it yet, all of it is known. */
    void read(Stored stored) {
        if (stored.messageCount() == 0) {
            read(new SessionSnapshot(stored, List.of(), stored.lastSeq()));
        } else {
            remember(stored);
        }
    }

    /** A session was read with some of its newest messages. What is known of it at the same event may reach farther back. */
    void read(SessionSnapshot whole) {
        remember(whole.header());
        lock.lock();
        try {
            KnownHistory before = histories.get(whole.key());
            if (before == null || before.tellsLessThan(whole)) {
                histories.put(whole.key(), KnownHistory.of(whole));
            }
        } finally {
            lock.unlock();
        }
    }

    /** A prompt is made of these messages when the session is as it is said: all that its window needs. */
    void prompted(SessionKey key, Stored stored, List<Message> messages) {
        KnownHistory.of(stored, messages).ifPresent(history -> remember(key, history));
    }

    private void remember(SessionKey key, KnownHistory history) {
        lock.lock();
        try {
            KnownHistory before = histories.get(key);
            if (before == null || before.head().compareTo(history.head()) <= 0) {
                histories.put(key, history);
            }
        } finally {
            lock.unlock();
        }
    }

    private void remember(Stored stored) {
        var key = new SessionKey(stored.session().tenant(), stored.session().id());
        Stored bare = bare(stored);
        lock.lock();
        try {
            Stored before = sessions.get(key);
            if (before == null || before.lastSeq().compareTo(stored.lastSeq()) <= 0) {
                sessions.put(key, bare);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Without what may be long: there are many of them. */
    private static Stored bare(Stored stored) {
        Session session = stored.session();
        return new Stored(
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

    /** There is no such session. */
    void forget(SessionKey key) {
        lock.lock();
        try {
            sessions.remove(key);
            histories.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /** What happened in a session, however often it is told: what is not known any more after it is forgotten. */
    void appended(List<RecordedEvent> events) {
        lock.lock();
        try {
            events.forEach(this::forgetIfItMatters);
            events.forEach(this::follow);
        } finally {
            lock.unlock();
        }
    }

    /** What changes whose a session is, or whether it takes messages, makes it unknown until it is read again. */
    private void forgetIfItMatters(RecordedEvent event) {
        Stored read = mattersForWriting(event.event()) ? sessions.get(event.session()) : null;
        if (read != null && read.lastSeq().compareTo(event.seq()) < 0) {
            sessions.remove(event.session());
        }
    }

    private static boolean mattersForWriting(SessionEvent event) {
        return event instanceof SessionEvent.SessionDeleted
                || event instanceof SessionEvent.OwnerChanged
                || event instanceof SessionEvent.StandingChanged;
    }

    private void follow(RecordedEvent event) {
        SessionKey key = event.session();
        KnownHistory before = histories.get(key);
        if (before != null) {
            before.after(event).ifPresentOrElse(after -> histories.put(key, after), () -> histories.remove(key));
        }
    }

    /** A session in brief, as it was when it was read last; empty if that is not known, or not true any more. */
    Optional<Stored> find(SessionKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(sessions.get(key));
        } finally {
            lock.unlock();
        }
    }

    /** What was said in a session; empty if not everything that matters is known. */
    Optional<KnownHistory> history(SessionKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(histories.get(key));
        } finally {
            lock.unlock();
        }
    }
}
