package dev.parley.application.local;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

final class InMemorySessionStore implements SessionStore {

    private final MemoryConnection connection;

    InMemorySessionStore(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public Creation create(Session session) {
        return make(session, null);
    }

    @Override
    public Creation create(Session session, String command) {
        return make(session, command);
    }

    private Creation make(Session session, @Nullable String command) {
        return connection.transaction(memory -> {
            if (memory.taken(session.id())) {
                return existing(memory, session);
            }
            MemorySession created = memory.add(session, command);
            RecordedEvent event = created.append(new SessionEvent.SessionCreated(), session.createdAt());
            return new Creation.Created(created.stored(), event);
        });
    }

    @Override
    public Optional<Stored> find(SessionKey key) {
        return connection.transaction(
                memory -> Optional.ofNullable(memory.living(key)).map(MemorySession::stored));
    }

    @Override
    public Page list(Query query) {
        return connection.transaction(memory -> SessionList.page(memory.ownedBy(query.tenant(), query.owner()), query));
    }

    @Override
    public List<Known> known(Collection<SessionKey> keys) {
        return connection.transaction(memory -> Set.copyOf(keys).stream()
                .map(memory::known)
                .filter(Objects::nonNull)
                .map(session -> new Known(
                        session.key(), session.session().owner(), session.living() ? SessionList.entry(session) : null))
                .toList());
    }

    @Override
    public Change change(SessionKey key, Wish wish, Instant at) {
        return connection.transaction(
                memory -> change(memory.living(key), at, session -> SessionChanges.apply(session, wish, at)));
    }

    @Override
    public Change delete(SessionKey key, Instant at) {
        return connection.transaction(memory -> change(memory.living(key), at, session -> {
            session.delete(at);
            return List.of(session.append(new SessionEvent.SessionDeleted(), at));
        }));
    }

    @Override
    public Change restore(SessionKey key, UserId owner, Instant notBefore, Instant at) {
        return connection.transaction(memory -> change(restorable(memory, key, owner, notBefore), at, session -> {
            session.restore();
            return List.of(session.append(new SessionEvent.SessionRestored(), at));
        }));
    }

    @Override
    public List<SessionKey> purge(Instant deletedBefore, int limit) {
        return connection.transaction(memory -> {
            List<MemorySession> old = memory.sessions().stream()
                    .filter(session -> session.deletedBefore(deletedBefore))
                    .limit(limit)
                    .toList();
            old.forEach(memory::purge);
            return old.stream().map(MemorySession::key).toList();
        });
    }

    @Override
    public List<RecordedEvent> handOver(
            TenantId tenant, UserId owner, UserId newOwner, @Nullable String newName, Instant at, int limit) {
        if (owner.equals(newOwner)) {
            return List.of();
        }
        return connection.transaction(memory -> {
            List<MemorySession> living = memory.ownedBy(tenant, owner).stream()
                    .filter(MemorySession::living)
                    .limit(limit)
                    .toList();
            living.forEach(session -> memory.handOver(session, newOwner, newName));
            return living.stream()
                    .map(session -> session.append(new SessionEvent.OwnerChanged(), at))
                    .toList();
        });
    }

    @Override
    public List<SessionKey> idle(Standing standing, Instant untouchedSince, int limit) {
        return connection.transaction(memory -> memory.sessions().stream()
                .filter(session -> session.session().standing() == standing)
                .filter(session -> isIdle(session, untouchedSince))
                .sorted(Comparator.comparing(session -> session.session().updatedAt()))
                .limit(limit)
                .map(MemorySession::key)
                .toList());
    }

    @Override
    public Change retire(SessionKey key, Fate fate, Instant untouchedSince, Instant at) {
        return connection.transaction(memory -> {
            MemorySession session = memory.living(key);
            if (session == null || !isIdle(session, untouchedSince)) {
                return new Change.Missing();
            }
            return switch (fate) {
                case ARCHIVED -> archived(session, at);
                case DELETED ->
                    change(session, at, idle -> {
                        idle.delete(at);
                        return List.of(idle.append(new SessionEvent.SessionDeleted(), at));
                    });
            };
        });
    }

    private static boolean isIdle(MemorySession session, Instant untouchedSince) {
        return session.living()
                && session.session().updatedAt().isBefore(untouchedSince)
                && session.replies().open().isEmpty();
    }

    private static Change archived(MemorySession session, Instant at) {
        if (session.session().standing() != Standing.ACTIVE) {
            return new Change.Missing();
        }
        session.become(session.session().inStanding(Standing.ARCHIVED));
        RecordedEvent event = session.append(new SessionEvent.StandingChanged(Standing.ARCHIVED), at);
        return new Change.Done(session.stored(), List.of(event));
    }

    @Override
    public Change summarise(SessionKey key, Summary summary, Instant at) {
        return connection.transaction(
                memory -> change(memory.living(key), at, session -> SessionChanges.summarise(session, summary, at)));
    }

    private static Creation existing(Memory memory, Session session) {
        MemorySession living = memory.living(new SessionKey(session.tenant(), session.id()));
        return living == null || !living.session().owner().equals(session.owner())
                ? new Creation.Taken()
                : new Creation.Existing(living.stored());
    }

    private static @Nullable MemorySession restorable(Memory memory, SessionKey key, UserId owner, Instant notBefore) {
        MemorySession session = memory.known(key);
        return session != null && session.session().owner().equals(owner) && session.deletedSince(notBefore)
                ? session
                : null;
    }

    private static Change change(
            @Nullable MemorySession session, Instant at, Function<MemorySession, List<RecordedEvent>> work) {
        if (session == null) {
            return new Change.Missing();
        }
        List<RecordedEvent> events = work.apply(session);
        if (!events.isEmpty()) {
            session.touch(at);
        }
        return new Change.Done(session.stored(), events);
    }
}
