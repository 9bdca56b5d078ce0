package dev.parley.adapter.mssql;

import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.identity.TenantId;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What people wrote and got, on its way into columns and out of them. */
record Words(Vault vault) {

    /** The columns that hold it. Their names are bound to what is sealed in them, and are never changed. */
    enum Column {
        TITLE("chat_sessions.session_title"),
        CONTEXT("chat_sessions.context"),
        SESSION_METADATA("chat_sessions.metadata"),
        SUMMARY("chat_sessions.summary"),
        PREVIEW("chat_sessions.preview"),
        COMMAND("chat_sessions.command_digest"),
        CONTENT("chat_messages.content"),
        MESSAGE_METADATA("chat_messages.metadata"),
        ERROR_DETAIL("chat_messages.error_detail"),
        PARTIAL_TEXT("chat_replies.partial_text");

        private final String bound;

        Column(String bound) {
            this.bound = bound;
        }
    }

    static Words of(Handle handle) {
        return new Words(handle.getConfig(VaultConfig.class).vault());
    }

    /** Whether the database sees nothing of them, and so can't sort by them. */
    boolean areSealed() {
        return vault.isOn();
    }

    String seal(Column column, SessionKey key, UUID row, String text) {
        return vault.seal(cell(column, key.tenant(), key.session().value(), row), text);
    }

    @Nullable
    String sealOrNull(Column column, SessionKey key, UUID row, @Nullable String text) {
        return text == null ? null : seal(column, key, row, text);
    }

    String open(Column column, TenantId tenant, UUID session, UUID row, String stored) {
        return vault.open(cell(column, tenant, session, row), stored);
    }

    private static Vault.Cell cell(Column column, TenantId tenant, UUID session, UUID row) {
        return new Vault.Cell(tenant, column.bound, session, row);
    }
}
