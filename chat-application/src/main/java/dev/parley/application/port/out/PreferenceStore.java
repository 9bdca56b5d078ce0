package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.preference.Preferences;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps what people prefer. Thread-safe; every method blocks, is one transaction, and throws {@link StoreException} if
 * the backend broke.
 *
 * <ol>
 *   <li>G1: what was put is found with every field unchanged, by its user and by nobody else, in this tenant or another.
 *   <li>G2: preferences are replaced only at the version they were read at, which then counts on by one; of many that put
 *       at one version exactly one succeeds.
 *   <li>G3: what was removed is not found, and is put again as if it had never been there; removing what is not there does
 *       nothing.
 *   <li>G4: handing over gives them to a user who has none, unchanged; one who has some keeps those. In either case they
 *       are found by the one before no more. Done again, also by many at once, it does nothing.
 *   <li>G5: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 * </ol>
 */
public interface PreferenceStore {

    /** Somebody's preferences; empty if nothing was ever put. */
    Optional<Stored> find(UserKey user);

    /**
     * Replaces somebody's preferences.
     *
     * @param version the version that is replaced; 0 if there was nothing
     * @return false if they have another version by now; nothing was changed then
     */
    boolean put(UserKey user, Preferences preferences, int version, Instant at);

    /** Forgets somebody's preferences. */
    void remove(UserKey user);

    /**
     * Makes somebody's preferences another's, if that one has none.
     *
     * @param from whose they are; a guest, say
     * @param to whose they become; if it is the same, nothing happens
     * @return whether they are that one's now
     */
    boolean handOver(UserKey from, UserKey to);

    /**
     * Preferences as they are kept.
     *
     * @param preferences what is preferred
     * @param version counts the times they were put, from 1
     * @param updatedAt when they were last put
     */
    record Stored(Preferences preferences, int version, Instant updatedAt) {

        /** Refuses nulls, and versions below 1. */
        public Stored {
            requireNonNull(preferences, "preferences");
            requireNonNull(updatedAt, "updatedAt");
            if (version < 1) {
                throw new IllegalArgumentException("version must be at least 1, was " + version);
            }
        }
    }
}
