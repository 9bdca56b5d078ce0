package dev.parley.adapter.mssql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.application.port.out.Vault;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** Sets up the pool, and how values are bound. */
final class Connections {

    private Connections() {}

    /** Opens the pool with one connection at least, or fails. */
    static HikariDataSource pool(MssqlConfig config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("parley-database");
        pool.setMaximumPoolSize(config.poolSize());
        pool.setConnectionTimeout(config.connectTimeout().toMillis());
        pool.setValidationTimeout(Math.min(config.connectTimeout().toMillis(), 5_000));
        pool.setAutoCommit(false);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setExceptionOverride(new Eviction());
        if (config.isEmbedded() && config.isFile()) {
            return over(EmbeddedDatabase.of(config), pool);
        }
        pool.setJdbcUrl(config.url());
        pool.setUsername(config.user());
        pool.setPassword(config.password().value());
        if (Dialect.of(config.url()) == Dialect.SQL_SERVER) {
            tuneSqlServer(pool, config);
        }
        return new HikariDataSource(pool);
    }

    private static HikariDataSource over(EmbeddedDatabase database, HikariConfig pool) {
        pool.setDataSource(database);
        try {
            return new EmbeddedPool(pool, database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Lets go of its database when the last connection is closed. */
    private static final class EmbeddedPool extends HikariDataSource {

        private final EmbeddedDatabase database;

        private EmbeddedPool(HikariConfig config, EmbeddedDatabase database) {
            super(config);
            this.database = database;
        }

        @Override
        public void close() {
            super.close();
            database.close();
        }
    }

    /** For what holds texts. */
    static Jdbi jdbi(ConnectionFactory connections, Dialect dialect, String schema, Vault vault) {
        Jdbi jdbi = jdbi(connections, dialect, schema);
        jdbi.getConfig(VaultConfig.class).set(vault);
        return jdbi;
    }

    /** For what holds none. */
    static Jdbi jdbi(ConnectionFactory connections, Dialect dialect, String schema) {
        Jdbi jdbi = Jdbi.create(connections);
        jdbi.registerArgument(new InstantArguments());
        jdbi.registerArgument(new UuidArguments());
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(new SqlTemplate(dialect, schema));
        jdbi.getConfig(SqlStatements.class).setSqlLogger(new SlowStatements());
        // Its messages would quote what was bound, and so what people wrote.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        return jdbi;
    }

    private static void tuneSqlServer(HikariConfig pool, MssqlConfig config) {
        Duration answer = config.queryTimeout().plusSeconds(5);
        unlessGiven(pool, "applicationName", "Parley");
        unlessGiven(pool, "disableStatementPooling", "false");
        unlessGiven(pool, "statementPoolingCacheSize", "128");
        unlessGiven(pool, "lockTimeout", Long.toString(config.lockTimeout().toMillis()));
        unlessGiven(pool, "queryTimeout", Long.toString(config.queryTimeout().toSeconds()));
        unlessGiven(pool, "socketTimeout", Long.toString(answer.toMillis()));
        unlessGiven(
                pool,
                "loginTimeout",
                Long.toString(Math.max(1, config.connectTimeout().toSeconds())));
    }

    private static void unlessGiven(HikariConfig pool, String key, String value) {
        if (!pool.getJdbcUrl().toLowerCase(Locale.ROOT).contains(";" + key.toLowerCase(Locale.ROOT) + "=")) {
            pool.addDataSourceProperty(key, value);
        }
    }

    /** Times go out as UTC without a zone, so that no session's or machine's time zone has a say. */
    private static final class InstantArguments extends AbstractArgumentFactory<Instant> {

        InstantArguments() {
            super(java.sql.Types.TIMESTAMP);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            LocalDateTime utc = LocalDateTime.ofInstant(value, ZoneOffset.UTC);
            return (position, statement, context) -> statement.setObject(position, utc);
        }
    }

    /** Both drivers know what to do with a UUID; a null is sent as text, which both take for one. */
    private static final class UuidArguments extends AbstractArgumentFactory<UUID> {

        UuidArguments() {
            super(java.sql.Types.CHAR);
        }

        @Override
        protected Argument build(UUID value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, value);
        }
    }
}
