package dev.parley.adapter.mssql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was done to a schema, read without the tool that did it. Changes nothing. */
final class SchemaHistory {

    /** Where it is kept. */
    static final String TABLE = "chat_schema_history";

    private static final Logger LOG = LoggerFactory.getLogger(SchemaHistory.class);

    private final DataSource database;
    private final String schema;

    SchemaHistory(DataSource database, String schema) {
        this.database = database;
        this.schema = schema;
    }

    /**
     * Whether these migrations were done, all of them with success, and nothing else. Blocks. A history that is not there or
     * can't be read says no.
     *
     * @param shipped in the order of their versions
     * @throws SQLException if there is no connection
     */
    boolean tellsOf(List<Migration> shipped) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return tells(connection, shipped);
        }
    }

    private boolean tells(Connection connection, List<Migration> shipped) {
        List<Migration> done = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT \"type\", \"version\", \"description\", \"checksum\", \"success\" FROM \"" + schema
                                + "\".\"" + TABLE + "\" ORDER BY \"installed_rank\"")) {
            while (rows.next()) {
                if (!isOfBeginning(rows)) {
                    if (!"SQL".equals(rows.getString("type")) || !rows.getBoolean("success")) {
                        return false;
                    }
                    done.add(migration(rows));
                }
            }
        } catch (SQLException failure) {
            LOG.debug("The history of the schema {} can't be read", schema, failure);
            return false;
        }
        return done.equals(shipped);
    }

    /** That the history or the schema was made, or that the schema had tables of others before. */
    private static boolean isOfBeginning(ResultSet row) throws SQLException {
        return row.getBoolean("success")
                && switch (String.valueOf(row.getString("type"))) {
                    case "TABLE", "SCHEMA" -> row.getString("version") == null;
                    case "BASELINE" -> Migrations.BEFORE_ALL.equals(row.getString("version"));
                    default -> false;
                };
    }

    private static Migration migration(ResultSet row) throws SQLException {
        return new Migration(
                String.valueOf(row.getString("version")),
                String.valueOf(row.getString("description")),
                row.getInt("checksum"));
    }
}
