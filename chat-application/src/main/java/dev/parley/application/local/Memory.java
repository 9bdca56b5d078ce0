package dev.parley.application.local;

import static java.util.Comparator.comparing;

import dev.parley.application.port.out.DataKeys.DataKey;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.UserKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionId;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the in-memory stores share: one state under one lock. A transaction is one call under that lock. */
final class Memory {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionId, MemorySession> sessions = new HashMap<>();
    private final Map<Owner, Set<MemorySession>> byOwner = new HashMap<>();
    private final Set<SessionId> purged = new HashSet<>();
    private final Set<MemoryReply> openReplies = new LinkedHashSet<>();
    private final MemoryAccounts accounts = new MemoryAccounts();
    private final MemoryLogins logins = new MemoryLogins();
    private final MemoryApiKeys apiKeys = new MemoryApiKeys();
    private final MemoryTickets tickets = new MemoryTickets();
    private final MemoryAudit audit = new MemoryAudit();
    private final Map<UserKey, PreferenceStore.Stored> preferences = new HashMap<>();
    private final SortedMap<TenantId, List<DataKey>> dataKeys = new TreeMap<>(comparing(TenantId::value));
    private final MemoryLeases leases;

    Memory(InstantSource clock) {
        this.leases = new MemoryLeases(clock);
    }

    <T> T transaction(Function<Memory, T> work) {
        lock.lock();
        try {
            return work.apply(this);
        } finally {
            lock.unlock();
        }
    }

    MemoryLeases leases() {
        return leases;
    }

    MemoryAccounts accounts() {
        return accounts;
    }

    MemoryLogins logins() {
        return logins;
    }

    MemoryApiKeys apiKeys() {
        return apiKeys;
    }

    MemoryTickets tickets() {
        return tickets;
    }

    MemoryAudit audit() {
        return audit;
    }

    Map<UserKey, PreferenceStore.Stored> preferences() {
        return preferences;
    }

    /** Each tenant's by number. */
    SortedMap<TenantId, List<DataKey>> dataKeys() {
        return dataKeys;
    }

    Collection<MemorySession> sessions() {
        return sessions.values();
    }

    /** The replies of all sessions that have not ended, the longest waiting first. */
    Set<MemoryReply> openReplies() {
        return openReplies;
    }

    boolean taken(SessionId id) {
        return sessions.containsKey(id) || purged.contains(id);
    }

    MemorySession add(Session session, @Nullable String command) {
        MemorySession added = new MemorySession(session, command);
        sessions.put(session.id(), added);
        own(added);
        return added;
    }

    /** Makes a session another user's, who has read what the one before had read unless they had begun to read it. */
    void handOver(MemorySession session, UserId newOwner, @Nullable String newName) {
        UserId before = session.session().owner();
        ownedBy(session.session().tenant(), before).remove(session);
        session.become(session.session().ownedBy(newOwner, newName));
        session.cameFrom(before);
        session.cursors().handOver(before, newOwner);
        own(session);
    }

    private void own(MemorySession session) {
        byOwner.computeIfAbsent(Owner.of(session.session()), owner -> new LinkedHashSet<>())
                .add(session);
    }

    Set<MemorySession> ownedBy(TenantId tenant, UserId user) {
        return byOwner.getOrDefault(new Owner(tenant, user), Set.of());
    }

    /** A session, deleted or not; null if it is unknown or another tenant's. */
    @Nullable
    MemorySession known(SessionKey key) {
        MemorySession session = sessions.get(key.session());
        return session == null || !session.key().equals(key) ? null : session;
    }

    /** A session that is not deleted; null if there is none. */
    @Nullable
    MemorySession living(SessionKey key) {
        MemorySession session = known(key);
        return session == null || !session.living() ? null : session;
    }

    /** A reply of a living session, by its own id or its question's; null if there is none. */
    @Nullable
    MemoryReply reply(SessionKey key, MessageId replyOrQuestion) {
        MemorySession session = living(key);
        return session == null ? null : session.replies().find(replyOrQuestion);
    }

    void open(MemoryReply reply) {
        reply.session().replies().add(reply);
        openReplies.add(reply);
    }

    void ended(MemoryReply reply) {
        reply.session().replies().ended(reply);
        openReplies.remove(reply);
    }

    void purge(MemorySession session) {
        session.replies().open().forEach(openReplies::remove);
        ownedBy(session.session().tenant(), session.session().owner()).remove(session);
        sessions.remove(session.key().session());
        purged.add(session.key().session());
    }

    private record Owner(TenantId tenant, UserId user) {

        static Owner of(Session session) {
            return new Owner(session.tenant(), session.owner());
        }
    }
}
