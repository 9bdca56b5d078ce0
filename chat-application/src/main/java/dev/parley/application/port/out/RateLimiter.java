package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether somebody may do something just now. Thread-safe; an implementation within the process does not block.
 *
 * <ol>
 *   <li>G1: of each action no more are let through than its limits allow, counted by user, by address and by tenant,
 *       also when many ask at once.
 *   <li>G2: who is let through takes one from each of them; who is not takes from none.
 *   <li>G3: who is not let through is told a time after which one is there again, if nobody else takes it.
 *   <li>G4: actions, users, addresses and tenants do not count for each other; a user or an address that is refused in one
 *       tenant is let through in another.
 *   <li>G5: however many subjects ask, what is remembered stays bounded.
 *   <li>G6: looking tells what taking would have told, and takes nothing.
 * </ol>
 */
@FunctionalInterface
public interface RateLimiter {

    /**
     * Asks, and takes if the answer is yes.
     *
     * @return how long to wait; empty if let through
     */
    Optional<Duration> take(Action action, Subject subject);

    /**
     * Looks whether the answer would be yes.
     *
     * @return how long to wait; empty if it would be let through, as it always is by who limits nothing
     */
    default Optional<Duration> peek(Action action, Subject subject) {
        return Optional.empty();
    }

    /** What is limited. */
    enum Action {
        MESSAGE,
        CONNECTION,
        LOGIN,
        REGISTRATION,
        GUEST
    }

    /**
     * Who asks.
     *
     * @param tenant where
     * @param user who; null if not known yet
     * @param address from where on the network; null if not known
     */
    record Subject(
            TenantId tenant,
            @Nullable UserId user,
            @Nullable String address) {

        /** Refuses null. */
        public Subject {
            requireNonNull(tenant, "tenant");
        }
    }
}
