package dev.parley.adapter.mssql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.parley.adapter.mssql.MssqlAdapter.Examination;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/** Looks at a database and changes nothing; a file that is not there is not made. */
final class Examiner {

    private static final int H2_HAS_NO_SUCH_FILE = 90146;
    private static final int H2_FILE_IS_TAKEN = 90020;
    private static final int ENOUGH_FOR_FLYWAY = 3;

    private Examiner() {}

    static Examination examine(MssqlConfig config) {
        Dialect dialect = Dialect.of(config.url());
        try (HikariDataSource pool = Connections.pool(looking(config, dialect))) {
            return examine(pool, dialect, config.schema());
        } catch (PoolInitializationException | FlywayException | SQLException failure) {
            return switch (vendorCode(failure)) {
                case H2_HAS_NO_SUCH_FILE -> new Examination.Missing();
                case H2_FILE_IS_TAKEN -> new Examination.Taken();
                default -> throw SqlFailures.translated("looking at the database", failure);
            };
        }
    }

    private static MssqlConfig looking(MssqlConfig config, Dialect dialect) {
        boolean file = dialect == Dialect.H2
                && !H2Url.isRemote(config.url())
                && !config.url().contains(":mem:");
        return new MssqlConfig(
                file ? config.url() + ";IFEXISTS=TRUE" : config.url(),
                config.user(),
                config.password(),
                config.schema(),
                ENOUGH_FOR_FLYWAY,
                config.connectTimeout(),
                config.lockTimeout(),
                config.queryTimeout());
    }

    private static Examination examine(HikariDataSource pool, Dialect dialect, String schema) throws SQLException {
        MigrationInfoService migrations = Migrations.look(pool, dialect, schema);
        MigrationInfo current = migrations.current();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet now = statement.executeQuery("SELECT " + dialect.now())) {
            now.next();
            Instant time = Objects.requireNonNull(now.getObject(1, LocalDateTime.class), "the database's time")
                    .toInstant(ZoneOffset.UTC);
            DatabaseMetaData about = connection.getMetaData();
            return new Examination.Reached(
                    new MssqlAdapter.Database(about.getDatabaseProductName(), about.getDatabaseProductVersion()),
                    current == null || current.getVersion() == null
                            ? null
                            : current.getVersion().getVersion(),
                    migrations.pending().length,
                    time);
        }
    }

    private static int vendorCode(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql.getErrorCode();
            }
        }
        return 0;
    }
}
