package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who is where, and who is typing there, over all nodes. Nothing of it is kept: it is true only while it lasts.
 * Thread-safe.
 *
 * <ol>
 *   <li>G1: whoever watches a session is told who is in it soon after the watching began, and again after each change,
 *       on whatever node people come and go, while the backend is there.
 *   <li>G2: a person is one member, however many connections and nodes they are on, with the highest role they have on
 *       any of them, until the last of their stays there ends.
 *   <li>G3: of other sessions a watcher is told nothing, and nobody is online in a tenant but its own people.
 *   <li>G4: whoever is in a session, or came to the tenant alone, is online in the tenant until the last stay ends.
 *   <li>G5: that somebody types reaches every watcher of the session, also those of the node it is said on, in the order
 *       one thread says it, while the backend is there.
 *   <li>G6: coming, leaving, watching and typing neither wait for a lost backend nor throw because of it; this node's own
 *       people are there all the same.
 *   <li>G7: a watcher that throws harms no other and stays.
 *   <li>G8: who stopped watching is told nothing any more; ending a stay twice is ending it once.
 * </ol>
 *
 * <p>The people of a node that died are gone within 30 seconds, by the clock of the backend. What was lost with the
 * backend comes back by itself.
 */
public interface Presence extends AutoCloseable {

    /** Somebody came into a session, with one more connection. Does not block. */
    Stay enter(SessionKey session, Member member);

    /** Somebody came with one more connection that is in no session. Does not block. */
    Stay enter(TenantId tenant, Member member);

    /**
     * Watches a session. The watcher is called on whatever thread, one call after the other, and must not block.
     *
     * @param watcher is told the whole membership each time, so the last word counts
     */
    Listening watch(SessionKey session, Consumer<Sighting> watcher);

    /** Somebody types in a session, or does not any more. Does not block. It is told as it is said, and forgotten. */
    void typing(SessionKey session, UserId user, boolean isTyping);

    /** Who is online in a tenant. Blocks no longer than the backend may take; without it, the people of this node. */
    Set<Member> online(TenantId tenant);

    /** Ends it. Idempotent. */
    @Override
    void close();

    /** One connection of somebody, until this is closed. */
    @FunctionalInterface
    interface Stay extends AutoCloseable {

        /** It is gone. Idempotent; does not block. */
        @Override
        void close();
    }

    /**
     * Somebody who is there.
     *
     * @param user who
     * @param role as what
     */
    record Member(UserId user, Role role) {

        /** Refuses nulls. */
        public Member {
            requireNonNull(user, "user");
            requireNonNull(role, "role");
        }

        /** Each user once, with the highest of their roles. */
        public static Set<Member> oncePerUser(Collection<Member> members) {
            Map<UserId, Role> roles = new HashMap<>();
            members.forEach(member ->
                    roles.merge(member.user, member.role, (one, other) -> one.compareTo(other) >= 0 ? one : other));
            return roles.entrySet().stream()
                    .map(entry -> new Member(entry.getKey(), entry.getValue()))
                    .collect(toUnmodifiableSet());
        }
    }

    /** What a watcher is told. */
    sealed interface Sighting {

        /**
         * All who are there now.
         *
         * @param members each user once
         */
        record Present(Set<Member> members) implements Sighting {

            /** Copies. */
            public Present {
                members = Set.copyOf(members);
            }
        }

        /**
         * Somebody types, or does not any more.
         *
         * @param user who
         * @param isTyping whether they do
         */
        record Typing(UserId user, boolean isTyping) implements Sighting {

            /** Refuses null. */
            public Typing {
                requireNonNull(user, "user");
            }
        }
    }
}
