package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import java.util.Set;
import java.util.UUID;

/**
 * Seals what people write and get before a store keeps it, and opens it again. Stores call {@link #seal} and {@link #open}
 * in the middle of their work, on any thread: these two never block. All other methods but {@link #isOn} and {@link
 * #isCurrent} ask the data keys, and throw {@link StoreException} if those can't be had. Thread-safe.
 *
 * <ol>
 *   <li>G1: what was sealed for a cell is opened for it unchanged, whatever it holds, by every vault over the same data
 *       keys and master keys.
 *   <li>G2: what a vault stored that was off is opened as it was, whatever it holds. {@code {}} and the empty text say
 *       nothing, and stay as they are.
 *   <li>G3: what a vault that is on stored shows nothing of the text, never looks the same twice, and opens for no other
 *       cell: not for another tenant, column, session or row. Whatever can't be opened is {@link StoreException.Broken},
 *       which quotes neither text nor key.
 *   <li>G4: where a tenant's key is not at hand, sealing and opening throw {@link KeyNotAtHand}; after {@link #fetch} of that
 *       tenant they do not. Of many that fetch at once all seal under the same key.
 *   <li>G5: a renewed tenant's texts are sealed under a new key from then on, those of before open as ever, and no other
 *       tenant's change. Other vaults follow when they have looked.
 *   <li>G6: a stored text is current if sealing it now would use the same key.
 *   <li>G7: a tenant is outdated as long as one of its keys is wrapped by an old master key; rewrapping ends that, can be cut
 *       short and begun again, and all that was sealed opens as before, without the old master key, too.
 * </ol>
 */
public interface Vault {

    /** How much of a stored text tells whether it is current. */
    int BEGINNING = 64;

    /** Whether it seals. One that does not opens what was stored plain, and nothing else. */
    boolean isOn();

    /**
     * Makes of a text what is to be stored: up to twice as long in bytes, and then some.
     *
     * @throws KeyNotAtHand if the tenant's key must be fetched first
     */
    String seal(Cell cell, String text);

    /**
     * Makes a text of what was stored.
     *
     * @throws KeyNotAtHand if the key must be fetched first
     * @throws StoreException.Broken if it was damaged, comes from another cell, or its key is unknown
     */
    String open(Cell cell, String stored);

    /**
     * Whether a stored text is as it would be sealed now.
     *
     * @param beginning its first {@value #BEGINNING} characters at least
     * @throws KeyNotAtHand if the tenant's key must be fetched first
     */
    boolean isCurrent(TenantId tenant, String beginning);

    /** Has a tenant's keys at hand from now on; makes the first if there is none. */
    void fetch(TenantId tenant);

    /** Learns which keys other nodes have made. To be called every few seconds. */
    void look();

    /** Which tenants have keys. */
    Set<TenantId> tenants();

    /** Which tenants have keys that an old master key wraps. */
    Set<TenantId> outdated();

    /**
     * Makes a new key for a tenant, which seals from now on.
     *
     * @return its number
     * @throws IllegalStateException if the vault is off
     */
    int renew(TenantId tenant);

    /**
     * Wraps all keys of a tenant by the present master key.
     *
     * @throws IllegalStateException if the vault is off
     */
    void rewrap(TenantId tenant);

    /**
     * Where a text is kept; what is sealed for one cell opens for no other.
     *
     * @param tenant whose
     * @param column which of the texts of a row, by table and column
     * @param session in which session
     * @param row which message or reply; the session itself where it is the session's
     */
    record Cell(TenantId tenant, String column, UUID session, UUID row) {

        /** Refuses nulls. */
        public Cell {
            requireNonNull(tenant, "tenant");
            requireNonNull(column, "column");
            requireNonNull(session, "session");
            requireNonNull(row, "row");
        }
    }

    /** A key must be fetched, which blocks: whoever holds a connection gives it back first, and begins again. */
    final class KeyNotAtHand extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient TenantId tenant;

        /** @param tenant whose key it is */
        public KeyNotAtHand(TenantId tenant) {
            super("the data key of tenant " + tenant + " must be fetched first", null, false, false);
            this.tenant = requireNonNull(tenant, "tenant");
        }

        /** Whose key it is. */
        public TenantId tenant() {
            return tenant;
        }
    }
}
