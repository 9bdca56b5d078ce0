package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When Flyway is done without, and that it still finds what is wrong. */
class SchemaHistoryTest {

    private static final List<Migration> SHIPPED = Migrations.shipped(Dialect.H2);

    @TempDir
    Path folder;

    private MssqlConfig config;

    @BeforeEach
    void migrate() {
        config = MssqlConfig.embedded(folder);
        open();
    }

    @Test
    void what_flyway_did_is_what_is_shipped() throws SQLException {
        assertThat(isCurrent()).isTrue();
    }

    /** Whoever finds one thinks that something is wrong. */
    @Test
    void a_new_database_has_no_file_about_failures() {
        assertThat(folder).isDirectoryNotContaining("glob:**.trace.db");
    }

    @Test
    void a_schema_that_had_tables_of_others_is_current_too() throws SQLException {
        config = MssqlConfig.embedded(folder.resolve("shared"));
        change("CREATE SCHEMA dbo");
        change("CREATE TABLE dbo.invoices (id INT)");
        open();

        assertThat(isCurrent()).isTrue();
    }

    @Test
    void another_schema_is_not_known_by_this_one() throws SQLException {
        assertThat(new SchemaHistory(database(), "other").tellsOf(SHIPPED)).isFalse();
    }

    @Test
    void what_is_to_be_done_is_done() throws SQLException {
        change("DELETE FROM dbo.\"chat_schema_history\" WHERE \"version\" = '22'");
        change("ALTER TABLE dbo.chat_preferences DROP COLUMN model");

        assertThat(isCurrent()).isFalse();
        open();
        assertThat(isCurrent()).isTrue();
    }

    @Test
    void a_file_that_was_changed_is_refused() throws SQLException {
        change("UPDATE dbo.\"chat_schema_history\" SET \"checksum\" = 1 WHERE \"version\" = '5'");

        assertThat(isCurrent()).isFalse();
        assertThatExceptionOfType(StoreException.Broken.class).isThrownBy(this::open);
    }

    @Test
    void a_file_of_another_name_is_refused() throws SQLException {
        change("UPDATE dbo.\"chat_schema_history\" SET \"description\" = 'others' WHERE \"version\" = '5'");

        assertThat(isCurrent()).isFalse();
        assertThatExceptionOfType(StoreException.Broken.class).isThrownBy(this::open);
    }

    @Test
    void a_migration_that_failed_is_refused() throws SQLException {
        change("UPDATE dbo.\"chat_schema_history\" SET \"success\" = FALSE WHERE \"version\" = '22'");

        assertThat(isCurrent()).isFalse();
        assertThatExceptionOfType(StoreException.Broken.class).isThrownBy(this::open);
    }

    @Test
    void a_beginning_that_failed_is_not_passed_over() throws SQLException {
        change("UPDATE dbo.\"chat_schema_history\" SET \"success\" = FALSE WHERE \"version\" IS NULL");

        assertThat(isCurrent()).isFalse();
    }

    @Test
    void what_was_no_file_is_left_to_flyway() throws SQLException {
        change("UPDATE dbo.\"chat_schema_history\" SET \"type\" = 'JDBC' WHERE \"version\" = '22'");

        assertThat(isCurrent()).isFalse();
    }

    /** A node of the next version may run beside this one. */
    @Test
    void a_newer_schema_is_left_to_flyway_and_used() throws SQLException {
        change(
                "INSERT INTO dbo.\"chat_schema_history\" SELECT 1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1,"
                        + " \"installed_by\", \"installed_on\", 1, TRUE FROM dbo.\"chat_schema_history\" WHERE \"version\" = '22'");

        assertThat(isCurrent()).isFalse();
        open();
    }

    private void open() {
        MssqlAdapter.open(config, PlainVault::over).close();
    }

    private boolean isCurrent() throws SQLException {
        return new SchemaHistory(database(), config.schema()).tellsOf(SHIPPED);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(config.url());
        database.setUser(config.user());
        database.setPassword(config.password().value());
        return database;
    }
}
