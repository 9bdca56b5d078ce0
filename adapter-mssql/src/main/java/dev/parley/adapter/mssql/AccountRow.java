package dev.parley.adapter.mssql;

import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.AccountStore.Stored;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Accounts as rows of {@code chat_accounts}. */
final class AccountRow {

    /** What a select lists to have accounts read from its rows. */
    static final String COLUMNS = "tenant, user_id, username, email, display_name, locale, account_role, avatar,"
            + " password_hash, created_at, updated_at, locked_at";

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_accounts (tenant, user_id, username, username_key, email, email_key,
                display_name, locale, account_role, avatar, password_hash, created_at, updated_at, locked_at)
            VALUES (:tenant, :user, :username, :usernameKey, :email, :emailKey, :name, :locale, :role, :avatar,
                :password, :created, :updated, :locked)""";

    private AccountRow() {}

    static void insert(Handle handle, Account account, PasswordHash password) {
        try (Update update = handle.createUpdate(INSERT)) {
            update.bind("tenant", account.tenant().value())
                    .bind("user", account.id().value())
                    .bind("username", account.username().value())
                    .bind("usernameKey", account.username().key())
                    .bind("email", account.email().value())
                    .bind("emailKey", account.email().key())
                    .bind("name", account.name())
                    .bind("locale", account.locale())
                    .bind("role", Columns.word(account.role()))
                    .bind("avatar", account.avatar())
                    .bind("password", password.value())
                    .bind("created", Columns.time(account.createdAt()))
                    .bind("updated", Columns.time(account.updatedAt()))
                    .bindByType("locked", account.lockedAt(), Instant.class)
                    .execute();
        }
    }

    static Stored read(ResultSet row) throws SQLException {
        return new Stored(account(row), new PasswordHash(row.getString("password_hash")));
    }

    static Account account(ResultSet row) throws SQLException {
        return new Account(
                new TenantId(row.getString("tenant")),
                new UserId(row.getString("user_id")),
                new Username(row.getString("username")),
                new EmailAddress(row.getString("email")),
                row.getString("display_name"),
                row.getString("locale"),
                Columns.named(Role.class, row, "account_role"),
                row.getString("avatar"),
                Columns.time(row, "created_at"),
                Columns.time(row, "updated_at"),
                Columns.timeOrNull(row, "locked_at"));
    }
}
