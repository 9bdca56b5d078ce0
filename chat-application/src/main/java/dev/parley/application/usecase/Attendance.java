package dev.parley.application.usecase;

import dev.parley.application.port.out.Presence.Member;
import dev.parley.application.port.out.Presence.Sighting;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Who is in a followed session, and who of them types, as this node was told last. That somebody types is believed for a
 * while only, so that it never outlives a node or a client that can't take it back. Thread-safe.
 */
final class Attendance {

    /** How long somebody is believed to type without saying so again. */
    static final Duration TYPING_LASTS = Duration.ofSeconds(6);

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier nanoClock;
    private final Map<UserId, Long> typingUntil = new HashMap<>();
    private Map<UserId, Role> present = Map.of();
    private volatile Company now = Company.NOBODY;

    Attendance(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** How it is now. Does not block. */
    Company now() {
        return now;
    }

    /** Takes in what was seen. Says whether it is different now. */
    boolean seen(Sighting sighting) {
        return switch (sighting) {
            case Sighting.Present(var members) -> present(members);
            case Sighting.Typing(var user, boolean isTyping) -> typing(user, isTyping);
        };
    }

    private boolean present(Set<Member> members) {
        return changed(() -> {
            Map<UserId, Role> before = present;
            present = members.stream().collect(Collectors.toUnmodifiableMap(Member::user, Member::role));
            // Of somebody who types it may be known later that they are there.
            typingUntil.keySet().removeIf(user -> before.containsKey(user) && !present.containsKey(user));
        });
    }

    private boolean typing(UserId user, boolean isTyping) {
        return isTyping
                ? changed(() -> typingUntil.put(user, nanoClock.getAsLong() + TYPING_LASTS.toNanos()))
                : stopsTyping(user);
    }

    /** Somebody does not type any more. Says whether it is different now. */
    boolean stopsTyping(UserId user) {
        return changed(() -> typingUntil.remove(user));
    }

    /** Nobody of whom it was not said for a while types any more. Says whether it is different now. */
    boolean expire() {
        return !now.typing().isEmpty() && changed(this::removeExpired);
    }

    private void removeExpired() {
        long time = nanoClock.getAsLong();
        typingUntil.values().removeIf(until -> time - until >= 0);
    }

    private boolean changed(Runnable change) {
        lock.lock();
        try {
            change.run();
            Company after = new Company(present, typingUntil);
            boolean different = !after.equals(now);
            if (different) {
                now = after;
            }
            return different;
        } finally {
            lock.unlock();
        }
    }
}
