package dev.parley.adapter.mssql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings the schema up to date, under Flyway's lock: of several nodes that start at once one does it. Flyway is a third of a
 * start, so one whose history is the one we expect does without it.
 */
final class Migrations {

    /** The version of a schema that has tables of others only. */
    static final String BEFORE_ALL = "0";

    private static final String ROOT = "db/parley/";

    private static final int TRIES = 6;

    private static final long PAUSE_MILLIS = 100;

    private Migrations() {}

    /**
     * @return whether there was anything to do
     * @throws org.flywaydb.core.api.FlywayException if the schema can't be brought up to date
     * @throws SQLException if there is no connection
     */
    static boolean run(DataSource database, Dialect dialect, String schema) throws SQLException {
        if (new SchemaHistory(database, schema).tellsOf(shipped(dialect))) {
            return false;
        }
        return migrate(configuration(database, dialect, schema));
    }

    /** Those for a database of this kind. */
    static List<Migration> shipped(Dialect dialect) {
        try {
            return ShippedMigrations.in(Migrations.class.getClassLoader(), folders(dialect));
        } catch (IOException e) {
            throw new UncheckedIOException("the migrations of this program can't be read", e);
        }
    }

    private static List<String> folders(Dialect dialect) {
        return List.of(ROOT + "common", ROOT + dialect.folder());
    }

    /** What was done and what is to be done. Changes nothing. */
    static MigrationInfoService look(DataSource database, Dialect dialect, String schema) {
        return configuration(database, dialect, schema).load().info();
    }

    private static FluentConfiguration configuration(DataSource database, Dialect dialect, String schema) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations(folders(dialect).stream().map("classpath:"::concat).toArray(String[]::new))
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .defaultSchema(schema)
                .table(SchemaHistory.TABLE)
                .placeholders(dialect.placeholders(schema))
                // Others may have tables in this schema, too.
                .baselineOnMigrate(true)
                .baselineVersion(BEFORE_ALL)
                .loggers("slf4j")
                .connectRetries(0)
                .cleanDisabled(true);
    }

    /** Another node that begins at the same moment can make Flyway stumble before it has its lock; then we look again. */
    private static boolean migrate(FluentConfiguration configuration) {
        for (int tries = 1; ; tries++) {
            try {
                return configuration.load().migrate().migrationsExecuted > 0;
            } catch (FlywayException failure) {
                if (tries == TRIES || !mayBeTriedAgain(failure) || !pause(tries)) {
                    throw failure;
                }
            }
        }
    }

    /** A statement that was refused will be refused again. */
    private static boolean mayBeTriedAgain(FlywayException failure) {
        return !SqlFailures.isOfSql(failure)
                || switch (SqlFailures.kindOf(failure)) {
                    case CONTENTION, CONSTRAINT -> true;
                    case UNAVAILABLE, BROKEN -> false;
                };
    }

    private static boolean pause(int tries) {
        try {
            Thread.sleep(PAUSE_MILLIS * tries);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
