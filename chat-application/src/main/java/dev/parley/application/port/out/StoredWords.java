package dev.parley.application.port.out;

import dev.parley.domain.identity.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all that people wrote and got, as a store keeps it, and seals anew what is not sealed as it would be now:
 * texts from before there was a vault, and those under an older key. Others read and write meanwhile. Thread-safe; every
 * method blocks, for as long as its limit lets it, and throws {@link StoreException} if the backend broke.
 *
 * <ol>
 *   <li>G1: once it was gone through to the end, and nobody wrote meanwhile, every text of the tenant is current, also of
 *       deleted sessions and of replies that are still being written, and reads as before.
 *   <li>G2: other tenants' texts stay as they are.
 *   <li>G3: it works in many small transactions. Wherever it is cut short, every text reads as before, and going on from
 *       any place that was given, or from the beginning, finishes it.
 *   <li>G4: what others write meanwhile stays, the newest of it; two that go through at once do no harm.
 *   <li>G5: what can't be opened stays as it is, is counted, and stops nothing.
 *   <li>G6: a lost backend is reported as {@link StoreException.Unavailable}.
 * </ol>
 */
public interface StoredWords {

    /** Whose texts there are. */
    List<TenantId> tenants();

    /**
     * Goes some way through a tenant's texts.
     *
     * @param after where to go on; null for the beginning
     * @param limit how many rows to look at; a session is finished that was begun
     */
    Step reseal(TenantId tenant, @Nullable String after, int limit);

    /**
     * How far it came.
     *
     * @param sealed how many rows hold newly sealed texts
     * @param damaged how many rows hold a text that can't be opened
     * @param next where to go on; null at the end
     */
    record Step(int sealed, int damaged, @Nullable String next) {}
}
