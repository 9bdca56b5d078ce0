package dev.parley.application.usecase;

import dev.parley.application.port.in.ListedSession;
import dev.parley.application.port.in.UserChange;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.UserKey;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes news for owners of what happens in their sessions. One thread reads what changed, as it is by then, many sessions
 * in one query, however many listen; while it reads, what happens gathers, each session once. Nothing is read while
 * nobody is followed, nor of sessions whose owners are known not to be.
 */
final class SessionNews implements AutoCloseable {

    /** How many sessions are read in one query. */
    static final int AT_ONCE = 100;

    /** How many sessions may wait to be read; beyond it all who listen are told to read anew. */
    static final int MOST_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(SessionNews.class);
    private static final int OWNERS_KNOWN = 20_000;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final SessionStore sessions;
    private final UserHubs hubs;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<SessionKey> waiting = new LinkedHashSet<>();
    private final RecentlyUsed<SessionKey, UserKey> owners = RecentlyUsed.atMost(OWNERS_KNOWN);
    private final Thread reader = Thread.ofVirtual().name("parley-session-news").unstarted(this::run);
    private @Nullable Listening listening;
    private boolean closed;

    SessionNews(SessionStore sessions, UserHubs hubs) {
        this.sessions = sessions;
        this.hubs = hubs;
    }

    /** Begins to listen. May block while the bus begins. */
    void start(EventBus bus) {
        listening = bus.listenToAll(this::heard);
        reader.start();
    }

    /** Called on the announcer's thread, or the bus's; does not block. */
    void heard(Announcement announcement) {
        switch (announcement) {
            case Announcement.Appended(var key, var events) -> enqueue(key, hasNewOwner(events));
            case Announcement.CursorsMoved(var key, var reader, var cursors) -> enqueueIfFollowed(key, reader);
            case Announcement.CancelRequested ignored -> {}
        }
    }

    private static boolean hasNewOwner(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::event).anyMatch(SessionEvent.OwnerChanged.class::isInstance);
    }

    private void enqueueIfFollowed(SessionKey key, UserId by) {
        if (hubs.has(new UserKey(key.tenant(), by))) {
            enqueue(key, false);
        }
    }

    private void enqueue(SessionKey key, boolean newOwner) {
        lock.lock();
        try {
            if (hubs.isEmpty()) {
                owners.clear();
            } else if (newOwner || mayBeFollowed(key)) {
                waiting.add(key);
                shedIfTooMany();
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean mayBeFollowed(SessionKey key) {
        UserKey owner = owners.get(key);
        return owner == null || hubs.has(owner);
    }

    private void shedIfTooMany() {
        if (waiting.size() > MOST_WAITING) {
            LOG.warn("too much changes to be told one by one; all who listen are told to read anew");
            waiting.clear();
            hubs.loseAll();
        }
    }

    private void run() {
        List<SessionKey> some = next();
        while (!some.isEmpty()) {
            try {
                read(some);
            } catch (StoreException.Unavailable e) {
                LOG.warn("what changed in sessions can't be read now; it is tried again", e);
                putBack(some);
            } catch (RuntimeException e) {
                LOG.error("what changed in sessions can't be told; all who listen are told to read anew", e);
                hubs.loseAll();
            }
            some = next();
        }
    }

    /** Waits for something to read; empty when closed. */
    private List<SessionKey> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            List<SessionKey> some =
                    closed ? List.of() : waiting.stream().limit(AT_ONCE).toList();
            some.forEach(waiting::remove);
            return some;
        } finally {
            lock.unlock();
        }
    }

    private void putBack(List<SessionKey> unread) {
        lock.lock();
        try {
            waiting.addAll(unread);
            long left = RETRY.toNanos();
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void read(List<SessionKey> keys) {
        for (SessionStore.Known known : sessions.known(keys)) {
            UserKey owner = new UserKey(known.key().tenant(), known.owner());
            UserKey before = know(known.key(), owner);
            var removed = new UserChange.SessionRemoved(known.key().session());
            if (before != null && !before.equals(owner)) {
                hubs.tell(before, removed);
            }
            hubs.tell(owner, known.entry() == null ? removed : new UserChange.SessionChanged(listed(known.entry())));
        }
    }

    private @Nullable UserKey know(SessionKey key, UserKey owner) {
        lock.lock();
        try {
            return owners.put(key, owner);
        } finally {
            lock.unlock();
        }
    }

    private static ListedSession listed(SessionStore.Entry entry) {
        Session session = entry.session();
        return new ListedSession(
                session.id(),
                session.title(),
                session.assistant(),
                session.standing(),
                session.createdAt(),
                session.updatedAt(),
                entry.messageCount(),
                entry.preview(),
                entry.unread());
    }

    /** Stops listening, and ends the thread; waits for it a little. Idempotent. */
    @Override
    public void close() {
        if (listening != null) {
            listening.close();
        }
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            reader.join(TimeUnit.MILLISECONDS.convert(CLOSE_WITHIN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
