package dev.parley.adapter.redis;

import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.message.MessageId;

/** Seals the texts of running replies before Redis sees them, under the keys of the store. */
final class ReplySeal {

    private static final String COLUMN = "redis.reply";

    private final Vault vault;

    ReplySeal(Vault vault) {
        this.vault = vault;
    }

    /** Does not block, unless the tenant's key is not at hand; then throws what the vault throws. */
    String seal(RunningReply reply, String text) {
        Vault.Cell cell = cell(reply.key(), reply.reply());
        try {
            return vault.seal(cell, text);
        } catch (Vault.KeyNotAtHand e) {
            vault.fetch(e.tenant());
            return vault.seal(cell, text);
        }
    }

    /**
     * Opens a text. Does not block.
     *
     * @throws Vault.KeyNotAtHand if {@link #fetch} is to be called first
     */
    String open(SessionKey key, MessageId reply, String sealed) {
        return vault.open(cell(key, reply), sealed);
    }

    /** Has the key of a session's tenant at hand from now on. Blocks; throws what the vault throws. */
    void fetch(SessionKey key) {
        vault.fetch(key.tenant());
    }

    private static Vault.Cell cell(SessionKey key, MessageId reply) {
        return new Vault.Cell(key.tenant(), COLUMN, key.session().value(), reply.value());
    }
}
