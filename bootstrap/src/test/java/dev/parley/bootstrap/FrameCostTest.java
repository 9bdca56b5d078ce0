package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.adapter.mssql.MssqlConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a frame on an open socket may be obeyed is known without the store: the database counts what it is asked. */
class FrameCostTest {

    /** Fewer than a socket may send within ten seconds. */
    private static final int FRAMES = 400;

    private static final int REQUESTS = 40;

    @TempDir
    Path data;

    @Test
    void who_sends_a_frame_is_looked_up_nowhere() throws Exception {
        try (var server = TestServers.start(data, Map.of());
                var api = new Caller(server);
                Connection database = counting()) {
            String token = api.registered("ada", "a long pass phrase").text("access_token");
            String session = api.session(token);
            try (var socket = RawFrames.open(server.port(), session, token)) {
                reset(database);
                for (int i = 0; i < FRAMES; i++) {
                    socket.text("{\"type\":\"ping\"}");
                }
                for (int i = 0; i < FRAMES; i++) {
                    socket.readUntil("\"pong\"");
                }
            }

            // What the server asks by itself, every second or so, is there as well.
            assertThat(mostAsked(database)).isLessThan(FRAMES);
            for (int i = 0; i < REQUESTS; i++) {
                api.get("/api/chat/session/" + session + "/", token).with(200);
            }
            assertThat(mostAsked(database)).as("the count counts").isGreaterThanOrEqualTo(REQUESTS);
        }
    }

    private Connection counting() throws SQLException {
        MssqlConfig config = MssqlConfig.embedded(data);
        return DriverManager.getConnection(config.url(), config.user(), "");
    }

    private static void reset(Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("SET QUERY_STATISTICS FALSE");
            statement.execute("SET QUERY_STATISTICS TRUE");
        }
    }

    /** How often the statement was executed that was executed most often. */
    private static int mostAsked(Connection database) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(
                        "SELECT COALESCE(MAX(EXECUTION_COUNT), 0) FROM INFORMATION_SCHEMA.QUERY_STATISTICS"
                                + " WHERE SQL_STATEMENT LIKE '%chat_%'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
