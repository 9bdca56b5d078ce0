package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the keys that tenants' texts are sealed under, wrapped by a master key that is kept elsewhere. None is ever
 * removed. Thread-safe; every method blocks, is one transaction, and throws {@link StoreException} if the backend broke.
 *
 * <ol>
 *   <li>G1: an added key is listed with every field unchanged, by number within its tenant, and for no other tenant.
 *   <li>G2: of many that add a key of the same tenant and number one does; the others change nothing.
 *   <li>G3: a key is wrapped anew only by whoever knows which master key wraps it now; nothing else of it changes.
 *   <li>G4: {@code madeSince} names every key that was made at that time or later, of all tenants.
 *   <li>G5: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 * </ol>
 */
public interface DataKeys {

    /** All keys of all tenants. */
    List<DataKey> all();

    /** A tenant's keys, the oldest first. */
    List<DataKey> of(TenantId tenant);

    /** Which keys were made at a time or later. */
    List<DataKey> madeSince(Instant since);

    /**
     * Keeps a new key.
     *
     * @return false if its tenant has a key of this number already
     */
    boolean add(DataKey key);

    /**
     * Keeps a key under another master key.
     *
     * @param expected the key as it was read
     * @param master the id of the other master key
     * @param wrapped the key as that one wraps it
     * @return false if it is wrapped by another than expected by now
     */
    boolean rewrap(DataKey expected, String master, String wrapped);

    /**
     * A key, wrapped.
     *
     * @param tenant whose
     * @param number from 1, on by one within its tenant; the highest seals
     * @param master the id of the master key that wraps it, 1 to 64 characters
     * @param wrapped the key itself, for whoever has that master key; 1 to 400 characters
     * @param madeAt when, to the millisecond
     */
    record DataKey(TenantId tenant, int number, String master, String wrapped, Instant madeAt) {

        private static final int LONGEST_ID = 64;
        private static final int LONGEST_KEY = 400;

        /** Refuses what can't be stored. */
        public DataKey {
            requireNonNull(tenant, "tenant");
            requireNonNull(madeAt, "madeAt");
            if (number < 1) {
                throw new IllegalArgumentException("number must be at least 1, was " + number);
            }
            if (master.isEmpty() || master.length() > LONGEST_ID) {
                throw new IllegalArgumentException("master must have 1 to " + LONGEST_ID + " characters");
            }
            if (wrapped.isEmpty() || wrapped.length() > LONGEST_KEY) {
                throw new IllegalArgumentException("wrapped must have 1 to " + LONGEST_KEY + " characters");
            }
        }

        @Override
        public String toString() {
            return "DataKey[" + tenant + " " + number + "]";
        }
    }
}
