package dev.parley.application.usecase;

import dev.parley.application.port.in.UserChange;
import dev.parley.application.port.out.UserKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The latest that one user was told on this node, numbered, for those who are there and those who come back soon. What
 * is kept of a session is its latest state, so that a busy one takes no more room than a quiet one.
 */
final class UserHub {

    /** How many changes are kept for who comes back. */
    static final int MOST_KEPT = 100;

    private final UserKey key;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<UserCursor> feeds = ConcurrentHashMap.newKeySet();
    private final List<UserChange> kept = new ArrayList<>();
    private long before;
    private volatile long head;
    private volatile long leftAt;

    /** @param first the number after which this hub begins to count */
    UserHub(UserKey key, long first) {
        this.key = key;
        this.before = first;
        this.head = first;
    }

    UserKey key() {
        return key;
    }

    /** The number of what was told last. */
    long head() {
        return head;
    }

    void add(UserCursor feed) {
        feeds.add(feed);
    }

    void remove(UserCursor feed, long now) {
        feeds.remove(feed);
        leftAt = now;
    }

    boolean isEmpty() {
        return feeds.isEmpty();
    }

    /** When the last one left, by the clock of who removed it. */
    long leftAt() {
        return leftAt;
    }

    void tell(UserChange change) {
        lock.lock();
        try {
            kept.replaceAll(older -> isAboutTheSame(older, change) ? change : older);
            kept.add(change);
            if (kept.size() > MOST_KEPT) {
                kept.removeFirst();
                before++;
            }
            head = before + kept.size();
        } finally {
            lock.unlock();
        }
        feeds.forEach(UserCursor::changed);
    }

    /** Something happened that nobody can be told of: a number is left out, and all that came before is forgotten. */
    void lose() {
        lock.lock();
        try {
            before = head + 1;
            head = before;
            kept.clear();
        } finally {
            lock.unlock();
        }
        feeds.forEach(UserCursor::changed);
    }

    /** What was told after a number, in order; empty if not all of it is known here. */
    Optional<List<UserChange>> after(long number) {
        lock.lock();
        try {
            return number < before || number > head
                    ? Optional.empty()
                    : Optional.of(List.copyOf(kept.subList((int) (number - before), kept.size())));
        } finally {
            lock.unlock();
        }
    }

    private static boolean isAboutTheSame(UserChange older, UserChange newer) {
        return switch (newer) {
            case UserChange.SessionChanged(var session) -> isAbout(session.id(), older);
            case UserChange.SessionRemoved(var session) -> isAbout(session, older);
            case UserChange.PreferencesChanged ignored -> older instanceof UserChange.PreferencesChanged;
        };
    }

    private static boolean isAbout(Object session, UserChange change) {
        return switch (change) {
            case UserChange.SessionChanged(var changed) -> changed.id().equals(session);
            case UserChange.SessionRemoved(var removed) -> removed.equals(session);
            case UserChange.PreferencesChanged ignored -> false;
        };
    }
}
