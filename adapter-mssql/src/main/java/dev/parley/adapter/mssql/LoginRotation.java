package dev.parley.adapter.mssql;

import dev.parley.application.port.out.LoginStore.Login;
import dev.parley.application.port.out.LoginStore.Rotation;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/**
 * The exchange of a secret. Each step is decided by its own WHERE clause: of many at once one finds the secret it brings,
 * and the next one ends the login. That ending is committed like any other change.
 */
final class LoginRotation {

    private static final String LIVING =
            " WHERE tenant = :tenant AND login_id = :login AND ended_at IS NULL AND expires_at > :now";

    private static final String ROTATE =
            "UPDATE ${schema}.chat_logins SET secret = :next, previous_secret = :given, rotated_at = :now, used_at = :now,"
                    + " expires_at = :expires" + LIVING
                    + " AND secret = :given";

    private static final String REPEATED = "SELECT " + LoginRow.COLUMNS + " FROM ${schema}.chat_logins" + LIVING
            + " AND secret = :next AND previous_secret = :given AND rotated_at >= :from";

    private static final String END =
            "UPDATE ${schema}.chat_logins SET ended_at = :now" + LIVING + " AND secret <> :given";

    private static final String SELECT =
            "SELECT " + LoginRow.COLUMNS + " FROM ${schema}.chat_logins WHERE tenant = :tenant AND login_id = :login";

    private final Handle handle;
    private final TenantId tenant;
    private final LoginId login;

    LoginRotation(Handle handle, TenantId tenant, LoginId login) {
        this.handle = handle;
        this.tenant = tenant;
        this.login = login;
    }

    Rotation run(SecretDigest given, SecretDigest next, Instant now, Instant expiresAt, Instant repeatableFrom) {
        if (rotate(given, next, now, expiresAt)) {
            return new Rotation.Rotated(read());
        }
        // Whoever was faster has committed by now: the update waited for it.
        Optional<Login> repeated = repeated(given, next, now, repeatableFrom);
        if (repeated.isPresent()) {
            return new Rotation.Repeated(repeated.get());
        }
        return end(given, now) ? new Rotation.Reused(read()) : new Rotation.Missing();
    }

    private boolean rotate(SecretDigest given, SecretDigest next, Instant now, Instant expiresAt) {
        try (Update update = handle.createUpdate(ROTATE)) {
            return bound(update)
                            .bind("given", given.value())
                            .bind("next", next.value())
                            .bind("now", now)
                            .bind("expires", expiresAt)
                            .execute()
                    == 1;
        }
    }

    private Optional<Login> repeated(SecretDigest given, SecretDigest next, Instant now, Instant from) {
        try (Query query = handle.createQuery(REPEATED)) {
            return bound(query)
                    .bind("given", given.value())
                    .bind("next", next.value())
                    .bind("now", now)
                    .bind("from", from)
                    .map((row, context) -> LoginRow.read(row))
                    .findOne();
        }
    }

    private boolean end(SecretDigest given, Instant now) {
        try (Update update = handle.createUpdate(END)) {
            return bound(update).bind("given", given.value()).bind("now", now).execute() == 1;
        }
    }

    private Login read() {
        try (Query query = handle.createQuery(SELECT)) {
            return bound(query).map((row, context) -> LoginRow.read(row)).one();
        }
    }

    private <S extends SqlStatement<S>> S bound(S statement) {
        return statement.bind("tenant", tenant.value()).bind("login", login.value());
    }
}
