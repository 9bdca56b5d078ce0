package dev.parley.bootstrap.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often the nodes had the database do what, from one moment to another. It decides nothing; people read it. */
final class Statements implements AutoCloseable {

    private static final String MOST = """
        SELECT SQL_STATEMENT, EXECUTION_COUNT FROM INFORMATION_SCHEMA.QUERY_STATISTICS
        ORDER BY EXECUTION_COUNT DESC\
        """;

    private final Connection connection;

    private Statements(Connection connection) {
        this.connection = connection;
    }

    /** Begins to count. */
    static Statements counted(int database) throws SQLException {
        Connection connection =
                DriverManager.getConnection("jdbc:h2:tcp://127.0.0.1:" + database + "/./parley", "sa", "");
        var statements = new Statements(connection);
        statements.execute("SET QUERY_STATISTICS_MAX_ENTRIES 1000");
        statements.execute("SET QUERY_STATISTICS TRUE");
        return statements;
    }

    /** By how often they were executed, the most frequent ones first. */
    Map<String, Long> soFar() throws SQLException {
        var counts = new LinkedHashMap<String, Long>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(MOST)) {
            while (rows.next()) {
                counts.put(rows.getString(1).replaceAll("\\s+", " "), rows.getLong(2));
            }
        }
        return counts;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Counts no more. */
    @Override
    public void close() throws SQLException {
        execute("SET QUERY_STATISTICS FALSE");
        connection.close();
    }
}
