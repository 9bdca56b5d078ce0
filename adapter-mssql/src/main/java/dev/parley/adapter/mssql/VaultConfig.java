package dev.parley.adapter.mssql;

import dev.parley.application.port.out.Vault;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jspecify.annotations.Nullable;

/** Where statements find the vault. Public for JDBI, which makes it. */
public final class VaultConfig implements JdbiConfig<VaultConfig> {

    private @Nullable Vault vault;

    /** For JDBI. */
    public VaultConfig() {}

    void set(Vault given) {
        this.vault = given;
    }

    /** @throws IllegalStateException if these connections were made for what holds no texts */
    Vault vault() {
        if (vault == null) {
            throw new IllegalStateException("these connections have no vault");
        }
        return vault;
    }

    /** The same: it is never changed once it is set. */
    @Override
    public VaultConfig createCopy() {
        return this;
    }
}
