package dev.parley.application.port.out;

import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was done, a chain a tenant. Thread-safe; every method blocks and throws {@link StoreException} if the
 * backend broke.
 *
 * <ol>
 *   <li>G1: an appended entry is read with every field unchanged, numbered on by one within its tenant without a hole,
 *       also when many append at once; no other tenant reads it.
 *   <li>G2: entries are read newest first, each once over all pages.
 *   <li>G3: an untouched chain is found sound, with the number of its last entry; also while others append.
 *   <li>G4: a chain with an entry changed, removed, put in or exchanged behind the port's back is found broken, at the
 *       first entry where that shows.
 *   <li>G5: of the entries that are looked for exactly those are found that fit all of what the filter names, newest
 *       first, each once over all pages.
 *   <li>G6: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 * </ol>
 */
public interface AuditLog {

    /** Writes an entry down. It is durable when this returns. */
    void append(AuditEntry entry);

    /**
     * One page of a tenant's entries, newest first.
     *
     * @param before only entries with a lower number; null for the newest
     * @param limit 1 to 100
     */
    List<Recorded> read(TenantId tenant, @Nullable Long before, int limit);

    /**
     * One page of those of a tenant's entries that fit, newest first.
     *
     * @param before only entries with a lower number; null for the newest
     * @param limit 1 to 100
     */
    List<Recorded> find(TenantId tenant, Filter filter, @Nullable Long before, int limit);

    /** Goes through a tenant's whole chain. May take long; in many small transactions. */
    Verification verify(TenantId tenant);

    /** Which tenants have a chain. */
    List<TenantId> tenants();

    /**
     * What entries are looked for. Null means: any.
     *
     * @param actor who did it
     * @param action what was done
     * @param subject to whom or what, exactly
     * @param from at this time or later; to the millisecond
     * @param to before this time; to the millisecond
     */
    record Filter(
            @Nullable UserId actor,
            @Nullable AuditAction action,
            @Nullable String subject,
            @Nullable Instant from,
            @Nullable Instant to) {

        /** Everything. */
        public static final Filter NONE = new Filter(null, null, null, null, null);

        /** Whether an entry fits. */
        public boolean fits(AuditEntry entry) {
            return (actor == null || actor.equals(entry.actor()))
                    && (action == null || action == entry.action())
                    && (subject == null || subject.equals(entry.subject()))
                    && (from == null || !entry.at().isBefore(from))
                    && (to == null || entry.at().isBefore(to));
        }
    }

    /**
     * An entry in its place.
     *
     * @param number from 1
     * @param link what binds it to the entry before it
     */
    record Recorded(long number, AuditEntry entry, String link) {}

    /** What the chain looks like. */
    sealed interface Verification {

        /**
         * Nothing was changed.
         *
         * @param entries how many there are
         * @param lastLink the link of the last; {@code AuditChain.BEGINNING} if there is none
         */
        record Sound(long entries, String lastLink) implements Verification {}

        /**
         * Something was changed.
         *
         * @param number the first entry that does not fit
         */
        record Broken(long number) implements Verification {}
    }
}
