package dev.parley.adapter.mssql;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals the texts of one row anew where that is needed, and remembers whether it was. For one thread. */
final class Resealing {

    private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);

    private final Words words;
    private final SessionKey key;
    private final UUID row;
    private boolean changed;
    private boolean damaged;

    Resealing(Words words, SessionKey key, UUID row) {
        this.words = words;
        this.key = key;
        this.row = row;
    }

    /** A column's beginning, as much of it as tells whether a text is current. */
    static String beginning(String column) {
        return "SUBSTRING(" + column + ", 1, " + Vault.BEGINNING + ")";
    }

    boolean changed() {
        return changed;
    }

    boolean damaged() {
        return damaged;
    }

    /** What is to be stored instead; the same if it is current, or can't be opened. */
    @Nullable
    String text(Column column, @Nullable String stored) {
        if (stored == null || words.vault().isCurrent(key.tenant(), stored)) {
            return stored;
        }
        try {
            String text = words.open(column, key.tenant(), key.session().value(), row, stored);
            String sealed = words.seal(column, key, row, text);
            changed = true;
            return sealed;
        } catch (StoreException.Broken unreadable) {
            LOG.warn("A text is left as it is: {}", unreadable.getMessage());
            damaged = true;
            return stored;
        }
    }
}
