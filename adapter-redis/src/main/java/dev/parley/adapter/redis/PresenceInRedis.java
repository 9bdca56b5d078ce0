package dev.parley.adapter.redis;

import dev.parley.application.port.out.Presence.Member;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.UnifiedJedis;

/**
 * How Redis has it who is where: of each session and each tenant the people with their nodes, each until a time. What
 * blocks waits for Redis, throws what Jedis throws and belongs to one thread.
 */
final class PresenceInRedis {

    /** How many people go with one command. */
    private static final int AT_ONCE = 500;

    private static final String LASTS = Long.toString(RedisPresence.BELIEVED.toMillis());
    private static final Script PRESENCE = Script.named("presence");
    private static final Script ONLINE = Script.named("online");
    private static final Script ONLINE_READ = Script.named("online-read");

    private final RedisConnections connections;
    private final String node;
    private final String changed;
    private final Supplier<String> now;

    /** Where people came or went since Redis was told. */
    private final Set<TenantId> different = ConcurrentHashMap.newKeySet();

    /** Who Redis was told is online. Used by one thread. */
    private final Map<TenantId, Set<String>> told = new HashMap<>();

    /** @param now the time in milliseconds, or empty for Redis' own */
    PresenceInRedis(RedisConnections connections, String node, Supplier<String> now) {
        this.connections = connections;
        this.node = node;
        this.changed = new PresenceNote.Changed(node).json();
        this.now = now;
    }

    static String keyOf(SessionKey session) {
        return "parley:present:" + session.tenant() + ":" + session.session();
    }

    static String keyOf(TenantId tenant) {
        return "parley:online:" + tenant;
    }

    /** Somebody came online in a tenant, or went. From any thread; does not block. */
    void isDifferent(TenantId tenant) {
        different.add(tenant);
    }

    /**
     * Says who of this node is in some sessions.
     *
     * @return who of other nodes is in each, in the same order
     */
    List<Set<Member>> sync(List<SessionKey> sessions, Function<SessionKey, Set<Member>> own)
            throws InterruptedException {
        return connections.callTogether(batch -> {
            List<Answer<Object>> answers = sessions.stream()
                    .map(session ->
                            batch.run(PRESENCE, List.of(keyOf(session)), arguments(session, own.apply(session))))
                    .toList();
            batch.send();
            return answers.stream()
                    .map(answer -> PresenceEntry.members((List<?>) answer.get()))
                    .toList();
        });
    }

    private List<String> arguments(SessionKey session, Set<Member> own) {
        var arguments = new ArrayList<>(List.of(now.get(), LASTS, node, Channels.ofPresence(session), changed));
        own.forEach(member -> arguments.add(PresenceEntry.of(member)));
        return arguments;
    }

    /**
     * Says who of this node came online or went.
     *
     * @param all whether also those are told again who were there before
     */
    void syncOnline(boolean all, Function<TenantId, Set<Member>> own) throws InterruptedException {
        Set<TenantId> tenants = new HashSet<>(different);
        different.removeAll(tenants);
        if (all) {
            tenants.addAll(told.keySet());
        }
        boolean done = false;
        try {
            for (TenantId tenant : tenants) {
                sync(tenant, entries(own.apply(tenant)), all);
            }
            done = true;
        } finally {
            if (!done) {
                different.addAll(tenants);
            }
        }
    }

    private Set<String> entries(Set<Member> members) {
        return members.stream().map(member -> PresenceEntry.of(node, member)).collect(Collectors.toSet());
    }

    private void sync(TenantId tenant, Set<String> there, boolean all) throws InterruptedException {
        Set<String> before = told.getOrDefault(tenant, Set.of());
        List<String> gone = without(before, there);
        List<String> come = all ? List.copyOf(there) : without(there, before);
        say(tenant, gone, come);
        if (there.isEmpty()) {
            told.remove(tenant);
        } else {
            told.put(tenant, there);
        }
    }

    private static List<String> without(Set<String> some, Set<String> others) {
        return some.stream().filter(one -> !others.contains(one)).toList();
    }

    private void say(TenantId tenant, List<String> gone, List<String> come) throws InterruptedException {
        for (int from = 0; from < Math.max(gone.size(), come.size()); from += AT_ONCE) {
            List<String> out = part(gone, from);
            var arguments = new ArrayList<>(List.of(now.get(), LASTS, Integer.toString(out.size())));
            Stream.concat(out.stream(), part(come, from).stream()).forEach(arguments::add);
            Object done = connections.call(redis -> ONLINE.run(redis, List.of(keyOf(tenant)), arguments));
            if (!Long.valueOf(0).equals(done)) {
                throw new IllegalStateException("the script answers 0, and not " + done);
            }
        }
    }

    private static List<String> part(List<String> all, int from) {
        return from >= all.size() ? List.of() : all.subList(from, Math.min(all.size(), from + AT_ONCE));
    }

    /** Who is online in a tenant on other nodes. From any thread. */
    Set<Member> onlineElsewhere(UnifiedJedis redis, TenantId tenant) {
        List<?> entries = (List<?>) ONLINE_READ.run(redis, List.of(keyOf(tenant)), List.of(now.get()));
        return PresenceEntry.members(
                entries.stream().filter(entry -> !isOwn(entry)).toList());
    }

    private boolean isOwn(Object entry) {
        return entry.toString().startsWith(node + "|");
    }
}
