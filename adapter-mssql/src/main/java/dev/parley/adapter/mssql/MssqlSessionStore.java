package dev.parley.adapter.mssql;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

final class MssqlSessionStore implements SessionStore {

    private static final String SELECT = "SELECT " + SessionRow.ALL_COLUMNS
            + " FROM ${schema}.chat_sessions s"
            + " JOIN ${schema}.chat_session_heads h ON h.tenant = s.tenant AND h.session_id = s.session_id";

    private static final String BY_KEY = SELECT + " WHERE s.tenant = :tenant AND s.session_id = :session";

    private static final String BY_ID = SELECT + " WHERE s.session_id = :session";

    private static final String LAST_SEQ = "SELECT last_seq FROM ${schema}.chat_session_heads WHERE " + Heads.KEY;

    private static final String TOMBSTONE =
            "SELECT session_id FROM ${schema}.chat_session_tombstones WHERE session_id = :session";

    private static final String OPEN_REPLY =
            "SELECT turn FROM ${schema}.chat_replies WHERE open_tenant = :tenant AND session_id = :session";

    private final Transactions transactions;
    private final SessionPurge purge;
    private final IdleSessions idle;

    MssqlSessionStore(Transactions transactions) {
        this.transactions = transactions;
        this.purge = new SessionPurge(transactions);
        this.idle = new IdleSessions(transactions);
    }

    @Override
    public Creation create(Session wanted) {
        return make(wanted, null);
    }

    @Override
    public Creation create(Session wanted, String command) {
        return make(wanted, command);
    }

    private Creation make(Session wanted, @Nullable String command) {
        Session session = SessionChange.asStored(wanted);
        return transactions.run(
                "creating a session",
                handle -> byId(handle, session.id())
                        .map(present -> existing(present, session))
                        .orElseGet(() -> created(handle, session, command)));
    }

    /**
     * Where reads take locks and no snapshot (SQL Server without READ_COMMITTED_SNAPSHOT), a join may read the session's
     * row before a change is committed and its head's row after it: the owner of before with the last event of after.
     * Whoever followed from there would never be told of the change. So the head is read first, in a statement of its own,
     * and its count is what is told: whatever it counts was committed with the session's row, which is read later. A row
     * that is newer than the count does no harm; its events are then told once more.
     */
    @Override
    public Optional<Stored> find(SessionKey key) {
        return transactions.run(
                "finding a session",
                handle -> lastSeq(handle, key)
                        .flatMap(seq -> byKey(handle, key)
                                .filter(MssqlSessionStore::lives)
                                .map(row -> SessionChange.withLastSeq(row, seq).stored())));
    }

    private static Optional<Seq> lastSeq(Handle handle, SessionKey key) {
        try (org.jdbi.v3.core.statement.Query query = handle.createQuery(LAST_SEQ)) {
            return Heads.bound(query, key)
                    .map((row, context) -> new Seq(row.getLong("last_seq")))
                    .findOne();
        }
    }

    @Override
    public Page list(Query query) {
        return transactions.run("listing sessions", handle -> SessionList.page(handle, query));
    }

    @Override
    public List<Known> known(Collection<SessionKey> keys) {
        return keys.isEmpty()
                ? List.of()
                : transactions.run("reading what is known of sessions", handle -> KnownSessions.find(handle, keys));
    }

    @Override
    public Change change(SessionKey key, Wish wish, Instant at) {
        return changed("changing a session", key, MssqlSessionStore::lives, row -> SessionChange.wished(row, wish, at));
    }

    @Override
    public Change delete(SessionKey key, Instant at) {
        return changed("deleting a session", key, MssqlSessionStore::lives, row -> SessionChange.deleted(row, at));
    }

    @Override
    public Change restore(SessionKey key, UserId owner, Instant notBefore, Instant at) {
        return changed(
                "restoring a session",
                key,
                row -> row.stored().session().owner().equals(owner)
                        && row.deletedAt() != null
                        && !row.deletedAt().isBefore(notBefore),
                row -> SessionChange.restored(row, at));
    }

    @Override
    public List<SessionKey> purge(Instant deletedBefore, int limit) {
        return purge.run(deletedBefore, limit);
    }

    @Override
    public List<RecordedEvent> handOver(
            TenantId tenant, UserId owner, UserId newOwner, @Nullable String newName, Instant at, int limit) {
        return owner.equals(newOwner)
                ? List.of()
                : new HandOver(transactions, tenant, owner, newOwner).run(newName, Columns.time(at), limit);
    }

    @Override
    public List<SessionKey> idle(Standing standing, Instant untouchedSince, int limit) {
        return idle.find(standing, untouchedSince, limit);
    }

    @Override
    public Change retire(SessionKey key, Fate fate, Instant untouchedSince, Instant at) {
        return transactions.run("retiring a session", handle -> {
            if (!Heads.lock(handle, key)) {
                return new Change.Missing();
            }
            return byKey(handle, key)
                    .filter(MssqlSessionStore::lives)
                    .filter(row -> row.stored().session().updatedAt().isBefore(untouchedSince))
                    .filter(row -> !hasOpenReply(handle, key))
                    .flatMap(row -> SessionChange.retired(row, fate, at))
                    .<Change>map(changed -> done(handle, changed))
                    .orElseGet(Change.Missing::new);
        });
    }

    private static boolean hasOpenReply(Handle handle, SessionKey key) {
        try (org.jdbi.v3.core.statement.Query query = handle.createQuery(OPEN_REPLY)) {
            return Heads.bound(query, key)
                    .map((row, context) -> true)
                    .findFirst()
                    .orElse(false);
        }
    }

    @Override
    public Change summarise(SessionKey key, Summary summary, Instant at) {
        return changed(
                "keeping a summary", key, MssqlSessionStore::lives, row -> SessionChange.summarised(row, summary, at));
    }

    private Change changed(
            String what, SessionKey key, Predicate<SessionRow> suits, Function<SessionRow, SessionChange> change) {
        return transactions.run(what, handle -> {
            if (!Heads.lock(handle, key)) {
                return new Change.Missing();
            }
            return byKey(handle, key)
                    .filter(suits)
                    .filter(row -> !isBeingPurged(handle, row))
                    .map(change)
                    .<Change>map(changed -> done(handle, changed))
                    .orElseGet(Change.Missing::new);
        });
    }

    private static Change done(Handle handle, SessionChange change) {
        if (change.events().isEmpty()) {
            return new Change.Done(change.row().stored(), List.of());
        }
        SessionRow row = change.row();
        Seq last = row.stored().lastSeq();
        List<RecordedEvent> events = Heads.append(handle, row.key(), last, change.events(), change.at());
        row.update(handle);
        return new Change.Done(
                SessionChange.withLastSeq(row, events.getLast().seq()).stored(), events);
    }

    private static Creation existing(SessionRow present, Session wanted) {
        Session session = present.stored().session();
        return lives(present)
                        && session.tenant().equals(wanted.tenant())
                        && session.owner().equals(wanted.owner())
                ? new Creation.Existing(present.stored())
                : new Creation.Taken();
    }

    private static Creation created(Handle handle, Session session, @Nullable String command) {
        SessionKey key = new SessionKey(session.tenant(), session.id());
        SessionRow.insert(handle, session, command);
        // Looked for after the insert: a purge that was faster has left its tombstone by now.
        if (hasTombstone(handle, session.id())) {
            handle.rollback();
            return new Creation.Taken();
        }
        Heads.insert(handle, key);
        RecordedEvent event = Heads.record(
                handle, key, Seq.NONE.next(), new SessionEvent.SessionCreated(), session.createdAt(), null);
        return new Creation.Created(new Stored(session, event.seq(), 0, null, null, command), event);
    }

    /** A living session has no tombstone; of a deleted one that has, parts may be gone already. */
    private static boolean isBeingPurged(Handle handle, SessionRow row) {
        return !lives(row) && hasTombstone(handle, row.stored().session().id());
    }

    private static boolean hasTombstone(Handle handle, SessionId id) {
        try (org.jdbi.v3.core.statement.Query query = handle.createQuery(TOMBSTONE)) {
            return query.bind("session", id.value())
                    .map((row, context) -> true)
                    .findOne()
                    .orElse(false);
        }
    }

    private static boolean lives(SessionRow row) {
        return row.deletedAt() == null;
    }

    private static Optional<SessionRow> byKey(Handle handle, SessionKey key) {
        try (org.jdbi.v3.core.statement.Query query = handle.createQuery(BY_KEY)) {
            Words words = Words.of(handle);
            return query.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .map((row, context) -> SessionRow.read(row, words))
                    .findOne();
        }
    }

    private static Optional<SessionRow> byId(Handle handle, SessionId id) {
        try (org.jdbi.v3.core.statement.Query query = handle.createQuery(BY_ID)) {
            Words words = Words.of(handle);
            return query.bind("session", id.value())
                    .map((row, context) -> SessionRow.read(row, words))
                    .findOne();
        }
    }
}
