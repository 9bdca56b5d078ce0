package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.application.usecase.MessageTexts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a whole server tells in its log of what is slow, and of what is said. */
class ServerLogTest {

    private static final String MESSAGES = "/api/chat/messages/";
    private static final Duration SLOW = Duration.ofMillis(150);

    @TempDir
    Path data;

    private final Lines lines = new Lines();
    private final Logger texts = (Logger) LoggerFactory.getLogger(MessageTexts.LOGGER);
    private ChatServer server;
    private Caller api;
    private String token;
    private String session;

    @BeforeEach
    void start() {
        server = TestServers.start(data, Map.of("PARLEY_DEMO_SPEED", "5"));
        api = new Caller(server);
        token = api.guest();
        session = api.session(token);
        lines.begin();
    }

    @AfterEach
    void stop() {
        lines.close();
        texts.setLevel(null);
        api.close();
        server.close();
    }

    @Test
    void a_slow_database_shows_in_statements_requests_and_frames() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var socket = RawFrames.open(server.port(), session, token);
                Connection other = holdingSessions()) {
            socket.text(message("by socket"));
            var answer = threads.submit(() -> api.post(MESSAGES, token, message("by request")));
            await().pollDelay(SLOW).until(() -> true);
            other.commit();

            assertThat(answer.get().status()).isEqualTo(202);
            socket.readUntil("message_accepted");
            await().until(() -> lines.slow("CommandLoop") && lines.slow("RestHandler"));
        }

        assertThat(lines.slow("SlowStatements")).isTrue();
        assertThat(lines.all())
                .anyMatch(line -> line.contains("RestHandler") && line.contains("type=\"POST /api/chat/messages/\""))
                .anyMatch(line -> line.contains("CommandLoop") && line.contains("type=\"UserMessage\""))
                .anyMatch(line -> line.contains("SlowStatements") && line.contains("chat_session"))
                .noneMatch(line -> line.contains("by socket") || line.contains("by request"));
    }

    @Test
    void a_model_that_is_slow_to_begin_is_told_of_and_what_it_took_in_all() {
        lines.listenClosely();

        api.post(MESSAGES + "?wait=true", token, message("count to 2")).with(200);

        await().until(() -> lines.slow("ModelTalk"));
        await().until(() -> lines.all().stream().anyMatch(line -> line.contains("model-call")));
    }

    @Test
    void what_is_said_is_shown_to_who_asks_for_it() {
        api.post(MESSAGES + "?wait=true", token, message("echo secretly")).with(200);
        assertThat(lines.all()).noneMatch(line -> line.contains("secretly"));

        texts.setLevel(Level.TRACE);
        api.post(MESSAGES + "?wait=true", token, message("echo openly")).with(200);

        await().untilAsserted(() -> assertThat(lines.all())
                .anyMatch(line -> line.endsWith("was accepted: echo openly"))
                .anyMatch(line -> line.endsWith("has ended: openly")));
    }

    private String message(String text) {
        return Caller.object("type", "user_message", "session_id", session, "message", text);
    }

    /** Somebody else who holds what every new message needs, until the end of a transaction. */
    private Connection holdingSessions() throws SQLException {
        MssqlConfig config = MssqlConfig.embedded(data);
        Connection other = DriverManager.getConnection(config.url(), config.user(), "");
        other.setAutoCommit(false);
        try (var statement = other.createStatement()) {
            statement.execute("SELECT * FROM dbo.chat_session_heads FOR UPDATE");
        }
        return other;
    }

    /** What is logged meanwhile: logger, markers, values, text. */
    private static final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

        private final Queue<String> all = new ConcurrentLinkedQueue<>();
        private final Logger parley = (Logger) LoggerFactory.getLogger("dev.parley");
        private final Level usual = parley.getLevel();

        void begin() {
            setContext(parley.getLoggerContext());
            start();
            parley.addAppender(this);
        }

        void listenClosely() {
            parley.setLevel(Level.DEBUG);
        }

        List<String> all() {
            return List.copyOf(all);
        }

        boolean slow(String logger) {
            return all.stream().anyMatch(line -> line.contains(logger) && line.contains("[performance]"));
        }

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getLoggerName() + " " + event.getMarkerList() + " " + event.getKeyValuePairs() + " "
                    + event.getFormattedMessage());
        }

        @Override
        public void close() {
            parley.detachAppender(this);
            parley.setLevel(usual);
        }
    }
}
