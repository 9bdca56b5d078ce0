package dev.parley.adapter.mssql;

import dev.parley.application.contract.StoreBackend;
import dev.parley.domain.canary.Canaries;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A schema of its own on the SQL Server that the environment names, for one test class. Nothing else is touched. */
final class SqlServerSchema implements AfterAllCallback {

    static final String URL = "PARLEY_TEST_MSSQL_URL";

    private static final Duration SHORT_LEASE = Duration.ofSeconds(2);

    /** In an order in which they can be emptied and dropped. */
    private static final List<String> TABLES = List.of(
            "chat_readers",
            "chat_events",
            "chat_messages",
            "chat_replies",
            "chat_session_heads",
            "chat_sessions",
            "chat_session_tombstones",
            "chat_node_leases",
            "chat_accounts",
            "chat_logins",
            "chat_api_keys",
            "chat_audit",
            "chat_audit_heads");

    private final String name =
            "parley_test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    MssqlConfig config() {
        return MssqlConfig.of(
                        System.getenv(URL),
                        environment("PARLEY_TEST_MSSQL_USER"),
                        Canaries.secret(environment("PARLEY_TEST_MSSQL_PASSWORD")))
                .withSchema(name);
    }

    StoreBackend backend() {
        return new AdapterBackend(config(), SHORT_LEASE, () -> execute("DELETE FROM "));
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        execute("DROP TABLE ");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE " + name + ".chat_schema_history");
            statement.execute("DROP SCHEMA " + name);
        }
    }

    private void execute(String what) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(what + name + "." + table);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Connection connect() throws SQLException {
        MssqlConfig config = config();
        return DriverManager.getConnection(
                config.url(), config.user(), config.password().value());
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value;
    }
}
