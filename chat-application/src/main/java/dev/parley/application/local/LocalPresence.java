package dev.parley.application.local;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who is where within this process. Watchers are called on the thread of who comes, goes or types, before that returns,
 * and under the lock, so that what they are told last is how it is.
 */
public final class LocalPresence implements Presence {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionKey, Headcount> sessions = new HashMap<>();
    private final Map<TenantId, Headcount> tenants = new HashMap<>();
    private final Audience<Sighting> watchers = new Audience<>();
    private volatile boolean closed;

    /** Nobody is there yet. */
    public LocalPresence() {}

    @Override
    public Stay enter(SessionKey session, Member member) {
        locked(() -> {
            add(tenants, session.tenant(), member);
            return tellIf(add(sessions, session, member), session);
        });
        return onlyOnce(() -> locked(() -> {
            remove(tenants, session.tenant(), member);
            return tellIf(remove(sessions, session, member), session);
        }));
    }

    @Override
    public Stay enter(TenantId tenant, Member member) {
        locked(() -> add(tenants, tenant, member));
        return onlyOnce(() -> locked(() -> remove(tenants, tenant, member)));
    }

    private static Stay onlyOnce(Runnable leave) {
        var left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                leave.run();
            }
        };
    }

    private static <K> boolean add(Map<K, Headcount> places, K place, Member member) {
        return places.computeIfAbsent(place, same -> new Headcount()).add(member);
    }

    private static <K> boolean remove(Map<K, Headcount> places, K place, Member member) {
        Headcount count = requireNonNull(places.get(place), "leaves without having come");
        boolean different = count.remove(member);
        if (count.isEmpty()) {
            places.remove(place);
        }
        return different;
    }

    private boolean tellIf(boolean different, SessionKey session) {
        if (different) {
            watchers.tell(session, present(session));
        }
        return different;
    }

    private Sighting.Present present(SessionKey session) {
        return new Sighting.Present(members(sessions, session));
    }

    private static <K> Set<Member> members(Map<K, Headcount> places, K place) {
        Headcount count = places.get(place);
        return count == null ? Set.of() : count.members();
    }

    @Override
    public Listening watch(SessionKey session, Consumer<Sighting> watcher) {
        return locked(() -> watchers.join(
                session,
                sighting -> {
                    if (!closed) {
                        watcher.accept(sighting);
                    }
                },
                present(session)));
    }

    @Override
    public void typing(SessionKey session, UserId user, boolean isTyping) {
        locked(() -> {
            watchers.tell(session, new Sighting.Typing(user, isTyping));
            return isTyping;
        });
    }

    @Override
    public Set<Member> online(TenantId tenant) {
        return locked(() -> members(tenants, tenant));
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
