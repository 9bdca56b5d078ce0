package dev.parley.application.port.in;

import dev.parley.domain.identity.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * What operators do about the keys that texts are sealed under, in all tenants at once: so no role may, only commands on
 * the server's own machine. People chat on meanwhile. Thread-safe; every method blocks.
 */
public interface KeepKeys {

    /**
     * Wraps all data keys by the present master key and, if asked, makes each tenant that has data keys a new one. Written
     * down in each tenant's log before it is done. Cut short, it is to be called again.
     */
    KeysOutcome rotate(Principal caller, boolean newKeys, Source source);

    /**
     * Seals some of what is stored plain or under an older data key. To be called with the place it gives until it gives
     * none; cut short, it is gone on with from any place, or from the beginning.
     *
     * @param from where to go on; null for the beginning
     */
    WordsOutcome seal(Principal caller, @Nullable Place from);

    /**
     * A place among all that is stored.
     *
     * @param tenant in which tenant
     * @param after behind what of it; null for its beginning
     */
    record Place(TenantId tenant, @Nullable String after) {}

    /** What came of a rotation. */
    sealed interface KeysOutcome {

        /**
         * It is done.
         *
         * @param rewrapped how many tenants' keys another master key wraps now
         * @param renewed how many tenants have a new data key
         */
        record Rotated(int rewrapped, int renewed) implements KeysOutcome {}

        /** Not for the caller, or there is nothing to be done without a master key. */
        record Refused(Refusal refusal) implements KeysOutcome {}
    }

    /** What came of some sealing. */
    sealed interface WordsOutcome {

        /**
         * Some is done.
         *
         * @param sealed how many rows hold newly sealed texts
         * @param damaged how many rows hold a text that can't be opened; they are left as they are
         * @param next where to go on; null at the end
         */
        record Sealed(int sealed, int damaged, @Nullable Place next) implements WordsOutcome {}

        /** Not for the caller, or there is nothing to be done without a master key. */
        record Refused(Refusal refusal) implements WordsOutcome {}
    }
}
