package dev.parley.application.local;

import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.identity.TenantId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The vault of who does not encrypt: texts are stored as they are. */
public final class PlainVault implements Vault {

    /** For stores that never held anything sealed. */
    public static final PlainVault INSTANCE = new PlainVault();

    private PlainVault() {}

    /**
     * The vault for a store that holds nothing sealed. Blocks.
     *
     * @throws MasterKeyException if it does
     */
    public static Vault over(DataKeys keys) {
        List<DataKeys.DataKey> present = keys.all();
        if (!present.isEmpty()) {
            Set<String> masters = new TreeSet<>();
            present.forEach(key -> masters.add(key.master()));
            throw new MasterKeyException("The database holds sealed texts, and no key is configured to open them."
                    + " Their master key is " + String.join(", ", masters)
                    + ": set it by encryption.key or encryption.key_file.");
        }
        return INSTANCE;
    }

    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public String seal(Cell cell, String text) {
        return Sealed.hasMark(text) ? Sealed.asPlain(text) : text;
    }

    @Override
    public String open(Cell cell, String stored) {
        return Sealed.hasMark(stored) ? opened(cell, stored) : stored;
    }

    private static String opened(Cell cell, String stored) {
        if (Sealed.isPlain(stored)) {
            return Sealed.plain(stored);
        }
        throw new StoreException.Broken(
                Sealed.name(cell) + " is sealed, and no key is configured", new IllegalStateException("no key"));
    }

    @Override
    public boolean isCurrent(TenantId tenant, String beginning) {
        return !Sealed.hasMark(beginning) || Sealed.isPlain(beginning);
    }

    @Override
    public void fetch(TenantId tenant) {
        // There is nothing to be had.
    }

    @Override
    public void look() {
        // There is nothing to be learned.
    }

    @Override
    public Set<TenantId> tenants() {
        return Set.of();
    }

    @Override
    public Set<TenantId> outdated() {
        return Set.of();
    }

    @Override
    public int renew(TenantId tenant) {
        throw new IllegalStateException("the vault is off");
    }

    @Override
    public void rewrap(TenantId tenant) {
        throw new IllegalStateException("the vault is off");
    }
}
