package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    private static final List<String> VERSIONS =
            List.of("1", "2", "3", "4", "5", "8", "9", "12", "13", "15", "16", "17", "20", "21", "22");

    private static final int STARTERS = 4;

    @TempDir
    Path folder;

    @RepeatedTest(10)
    void several_that_start_at_once_migrate_once() throws Exception {
        MssqlConfig config = MssqlConfig.embedded(folder).withPoolSize(2);
        CyclicBarrier start = new CyclicBarrier(STARTERS);
        List<Future<MssqlAdapter>> opening = new ArrayList<>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STARTERS; i++) {
                opening.add(threads.submit(() -> {
                    start.await();
                    return MssqlAdapter.open(config, PlainVault::over);
                }));
            }
        }

        for (Future<MssqlAdapter> opened : opening) {
            try (MssqlAdapter adapter = opened.get()) {
                assertThat(adapter.ready()).isTrue();
            }
        }
        assertThat(versions(config)).isEqualTo(VERSIONS);
    }

    /** H2 checks a table's rules in the session that made it, and a pool's connections do not live for long. */
    @Test
    void tables_outlive_the_connection_that_made_them() {
        MssqlConfig config = MssqlConfig.embedded(folder);
        MssqlAdapter maker = MssqlAdapter.open(config, PlainVault::over);
        try (MssqlAdapter later = MssqlAdapter.open(config, PlainVault::over)) {
            maker.close();

            assertThat(later.sessions().create(Talk.session())).isInstanceOf(SessionStore.Creation.Created.class);
            assertThat(later.conversations().accept(Talk.question(1)))
                    .isInstanceOf(ConversationStore.Acceptance.Accepted.class);
        }
    }

    @Test
    void starting_again_migrates_nothing() throws SQLException {
        MssqlConfig config = MssqlConfig.embedded(folder);
        MssqlAdapter.open(config, PlainVault::over).close();

        MssqlAdapter.open(config, PlainVault::over).close();

        assertThat(versions(config)).isEqualTo(VERSIONS);
    }

    @Test
    void a_schema_of_another_name_is_made_and_used() throws SQLException {
        MssqlConfig config = MssqlConfig.embedded(folder).withSchema("Support_1");

        try (MssqlAdapter adapter = MssqlAdapter.open(config, PlainVault::over);
                Connection connection = connect(config)) {
            assertThat(adapter.ready()).isTrue();
            assertThat(adapter.replies().startable(1)).isEmpty();
            assertThat(tables(connection, "Support_1")).contains("chat_sessions", "chat_schema_history");
        }
    }

    @Test
    void other_tables_in_the_schema_do_not_matter() throws SQLException {
        MssqlConfig config = MssqlConfig.embedded(folder);
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA dbo");
            statement.execute("CREATE TABLE dbo.invoices (id INT)");
        }

        try (MssqlAdapter adapter = MssqlAdapter.open(config, PlainVault::over)) {
            assertThat(adapter.ready()).isTrue();
        }
    }

    /** H2 commits each statement of a migration at once. */
    @Test
    void a_first_start_that_was_cut_short_is_made_good() throws SQLException {
        MssqlConfig config = MssqlConfig.embedded(folder);
        MssqlAdapter.open(config, PlainVault::over).close();
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM dbo.\"chat_schema_history\" WHERE \"version\" IS NOT NULL");
            statement.execute("DROP TABLE dbo.chat_replies");
            statement.execute("DROP INDEX dbo.chat_sessions_by_title");
        }

        MssqlAdapter.open(config, PlainVault::over).close();

        assertThat(versions(config)).isEqualTo(VERSIONS);
        try (Connection connection = connect(config)) {
            assertThat(tables(connection, "dbo")).contains("chat_replies");
        }
    }

    @Test
    void tables_of_our_names_that_are_not_ours_are_refused() throws SQLException {
        MssqlConfig config = MssqlConfig.embedded(folder);
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA dbo");
            statement.execute("CREATE TABLE dbo.chat_sessions (id INT)");
        }

        assertThatExceptionOfType(StoreException.Broken.class)
                .isThrownBy(() -> MssqlAdapter.open(config, PlainVault::over));
    }

    @Test
    void the_tenant_leads_every_key_and_index() throws SQLException {
        MssqlConfig config = MssqlConfig.embedded(folder);
        MssqlAdapter.open(config, PlainVault::over).close();
        Set<String> others = new HashSet<>();

        try (Connection connection = connect(config)) {
            for (String table : tables(connection, "dbo")) {
                others.addAll(indexesWithoutTenant(connection.getMetaData(), table));
            }
        }

        // An id of a session is unique over all tenants, nodes are nobody's, and logins, revocations, keys and tickets
        // are swept in all tenants at once.
        assertThat(others)
                .containsExactlyInAnyOrder(
                        "chat_sessions(session_id)",
                        "chat_session_tombstones(session_id)",
                        "chat_node_leases(node)",
                        "chat_logins(expires_at)",
                        "chat_logins(ended_at)",
                        "chat_revocations(revoked_at)",
                        "chat_revocations(expires_at)",
                        "chat_api_keys(changed_at)",
                        "chat_api_keys(expires_at)",
                        "chat_tickets(expires_at)",
                        "chat_data_keys(made_at)",
                        "chat_schema_history(installed_rank)",
                        "chat_schema_history(success)");
    }

    @Test
    void no_index_is_there_twice() throws SQLException {
        MssqlConfig config = MssqlConfig.embedded(folder);
        MssqlAdapter.open(config, PlainVault::over).close();
        List<String> prefixes = new ArrayList<>();

        try (Connection connection = connect(config)) {
            for (String table : tables(connection, "dbo")) {
                List<String> indexes = indexes(connection.getMetaData(), table);
                for (String index : indexes) {
                    indexes.stream()
                            .filter(other -> other.startsWith(index.replace(")", ","))
                                    || (other.equals(index) && indexes.indexOf(other) != indexes.lastIndexOf(other)))
                            .forEach(other -> prefixes.add(table + index));
                }
            }
        }

        assertThat(prefixes).isEmpty();
    }

    /** Flyway takes placeholders of both; a vendor's file must have its like for the other. */
    @Test
    void each_vendor_has_the_same_versions() throws Exception {
        assertThat(files("h2")).isEqualTo(files("sqlserver")).isNotEmpty();
    }

    private static List<String> files(String vendor) throws Exception {
        Path folder =
                Path.of(MigrationsTest.class.getResource("/db/parley/" + vendor).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> versions(MssqlConfig config) throws SQLException {
        List<String> versions = new ArrayList<>();
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT \"version\" FROM dbo.\"chat_schema_history\""
                        + " WHERE \"version\" IS NOT NULL ORDER BY \"installed_rank\"")) {
            while (rows.next()) {
                versions.add(rows.getString(1));
            }
        }
        return versions;
    }

    private static List<String> tables(Connection connection, String schema) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getTables(null, schema, "chat%", null)) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    private static Set<String> indexesWithoutTenant(DatabaseMetaData metaData, String table) throws SQLException {
        Set<String> others = new HashSet<>();
        for (String index : indexes(metaData, table)) {
            if (!index.matches("\\((open_|deleted_)?tenant[,)].*")) {
                others.add(table + index);
            }
        }
        return others;
    }

    /** Each as its columns in parentheses. */
    private static List<String> indexes(DatabaseMetaData metaData, String table) throws SQLException {
        List<String> indexes = new ArrayList<>();
        StringBuilder columns = new StringBuilder();
        try (ResultSet rows = metaData.getIndexInfo(null, "dbo", table, false, false)) {
            while (rows.next()) {
                if (rows.getInt("ORDINAL_POSITION") == 1 && !columns.isEmpty()) {
                    indexes.add("(" + columns + ")");
                    columns.setLength(0);
                }
                columns.append(columns.isEmpty() ? "" : ",").append(rows.getString("COLUMN_NAME"));
            }
        }
        indexes.add("(" + columns + ")");
        return indexes;
    }

    private static Connection connect(MssqlConfig config) throws SQLException {
        return DriverManager.getConnection(
                config.url(), config.user(), config.password().value());
    }
}
