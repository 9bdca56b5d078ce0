package dev.parley.adapter.mssql;

import dev.parley.application.port.out.LoginStore.Login;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Logins as rows of {@code chat_logins}. */
final class LoginRow {

    /** What a select lists to have logins read from its rows. */
    static final String COLUMNS = "tenant, login_id, user_id, device, address, begun_at, used_at, expires_at";

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_logins (tenant, login_id, user_id, secret, device, address, begun_at, used_at,
                expires_at)
            VALUES (:tenant, :login, :user, :secret, :device, :address, :begun, :used, :expires)""";

    private LoginRow() {}

    static int insert(Handle handle, Login login, SecretDigest secret) {
        try (Update update = handle.createUpdate(INSERT)) {
            return update.bind("tenant", login.tenant().value())
                    .bind("login", login.id().value())
                    .bind("user", login.user().value())
                    .bind("secret", secret.value())
                    .bind("device", login.device())
                    .bind("address", login.address())
                    .bind("begun", Columns.time(login.begunAt()))
                    .bind("used", Columns.time(login.usedAt()))
                    .bind("expires", Columns.time(login.expiresAt()))
                    .execute();
        }
    }

    static Login read(ResultSet row) throws SQLException {
        return new Login(
                new TenantId(row.getString("tenant")),
                id(row),
                new UserId(row.getString("user_id")),
                row.getString("device"),
                row.getString("address"),
                Columns.time(row, "begun_at"),
                Columns.time(row, "used_at"),
                Columns.time(row, "expires_at"));
    }

    static LoginId id(ResultSet row) throws SQLException {
        return new LoginId(Columns.id(row, "login_id"));
    }
}
