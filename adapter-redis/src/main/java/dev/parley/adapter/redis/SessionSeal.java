package dev.parley.adapter.redis;

import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.Vault;

/** Seals what Redis remembers of sessions, under the keys of the store. Blocks where a tenant's key must be fetched first. */
final class SessionSeal {

    private static final String COLUMN = "redis.session";

    private final Vault vault;

    SessionSeal(Vault vault) {
        this.vault = vault;
    }

    /** Throws what the vault throws. */
    String seal(SessionKey key, String text) {
        try {
            return vault.seal(cell(key), text);
        } catch (Vault.KeyNotAtHand e) {
            vault.fetch(e.tenant());
            return vault.seal(cell(key), text);
        }
    }

    /** Throws what the vault throws. */
    String open(SessionKey key, String sealed) {
        try {
            return vault.open(cell(key), sealed);
        } catch (Vault.KeyNotAtHand e) {
            vault.fetch(e.tenant());
            return vault.open(cell(key), sealed);
        }
    }

    private static Vault.Cell cell(SessionKey key) {
        return new Vault.Cell(
                key.tenant(), COLUMN, key.session().value(), key.session().value());
    }
}
