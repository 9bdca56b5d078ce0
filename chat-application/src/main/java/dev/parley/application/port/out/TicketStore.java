package dev.parley.application.port.out;

import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.domain.identity.TenantId;
import java.time.Instant;

/**
 * Remembers which one-time tickets were spent, so that each is good once, on whatever node it is brought. What a ticket
 * is good for is in the ticket; only a digest of it is kept. Thread-safe; every method blocks, is one transaction, and
 * throws {@link StoreException} if the backend broke.
 *
 * <ol>
 *   <li>G1: of all who spend one ticket one is told to be the first, also when many try at once.
 *   <li>G2: a ticket of one tenant is not a ticket of another, even if their digests are equal.
 *   <li>G3: purging forgets tickets that ran out before the given time, and no others.
 *   <li>G4: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 * </ol>
 */
public interface TicketStore {

    /**
     * Spends a ticket.
     *
     * @param tenant whose
     * @param ticket the digest of it
     * @param end when it runs out: it is remembered at least as long. The caller has made sure that it has not yet.
     * @return false if it was spent before
     */
    boolean spend(TenantId tenant, SecretDigest ticket, Instant end);

    /**
     * Forgets tickets that ran out before a time.
     *
     * @return how many, at most {@code limit}
     */
    int purge(Instant before, int limit);
}
