package dev.parley.adapter.mssql;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the schema up to date, under Flyway's lock: of several nodes that start at once one does it. */
final class Migrations {

    private static final String ROOT = "classpath:db/parley/";

    private Migrations() {}

    /** @throws org.flywaydb.core.api.FlywayException if the schema can't be brought up to date */
    static void run(DataSource database, Dialect dialect, String schema) {
        FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations(ROOT + "common", ROOT + dialect.folder())
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .defaultSchema(schema)
                .table("chat_schema_history")
                .placeholders(dialect.placeholders(schema))
                // Others may have tables in this schema, too.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .loggers("slf4j")
                .connectRetries(0)
                .cleanDisabled(true);
        configuration.load().migrate();
    }
}
