package dev.parley.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.ContextInitializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.application.usecase.MessageTexts;
import dev.parley.bootstrap.settings.LogFormat;
import dev.parley.bootstrap.settings.LogLevel;
import dev.parley.bootstrap.settings.LogSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

@Isolated
class LoggingTest {

    private final Logger ours = LoggerFactory.getLogger("dev.parley.adapter.tests");
    private final Logger theirs = LoggerFactory.getLogger("org.glassfish.tyrus.core");
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream usual = System.out;

    @BeforeEach
    void catchOutput() {
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void undo() throws Exception {
        System.setOut(usual);
        MDC.clear();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void a_line_for_people_tells_what_and_about_whom() {
        Logging.configure(LogSettings.console(LogLevel.INFO, LogFormat.PLAIN));

        ours.info("it {}", "happened");
        MDC.put("session_id", "s-1");
        ours.warn("again");

        assertThat(lines().getFirst()).endsWith(" INFO  tests - it happened");
        assertThat(lines().getLast()).endsWith(" WARN  tests - again [session_id=s-1]");
    }

    @Test
    void a_line_for_machines_is_one_object() throws IOException {
        Logging.configure(LogSettings.console(LogLevel.INFO, LogFormat.JSON));

        MDC.put("request_id", "r-1");
        ours.error("two\nlines \"quoted\" 🥣", new IllegalStateException("deep", new IOException("deeper")));

        assertThat(lines()).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(lines().getFirst());
        assertThat(line.get("level").asText()).isEqualTo("ERROR");
        assertThat(line.get("logger").asText()).isEqualTo("dev.parley.adapter.tests");
        assertThat(line.get("message").asText()).isEqualTo("two\nlines \"quoted\" 🥣");
        assertThat(line.get("request_id").asText()).isEqualTo("r-1");
        assertThat(line.get("error").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.get("stack").asText()).contains("deeper", "LoggingTest");
        assertThat(line.get("time").asText()).endsWith("Z");
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void nothing_logged_can_forge_hide_or_colour_a_line(LogFormat format) {
        Logging.configure(LogSettings.console(LogLevel.INFO, format));
        String trick = "a\r\n2026-01-01T00:00:00.000 INFO  Audit - b\u001B[2J\u009B31m\u0000\u202Ec\u2066\u2028\u200B"
                + "\u007F\uD83D\uDB40\uDC41";

        MDC.put("user_id", trick);
        MDC.put(trick, "key");
        ours.warn("{}", trick, new IllegalStateException(trick, new IOException(trick)));

        assertThat(lines()).noneMatch(line -> line.startsWith("2026-01-01T"));
        assertThat(written.toString(StandardCharsets.UTF_8).codePoints())
                .noneMatch(LoggingTest::wouldBeObeyed)
                .contains((int) '\n');
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains(
                        "\\u001B[2J", "\\u009B31m", "\\u0000", "\\u202Ec", "\\u2066", "\\u2028", "\\u007F", "\\uD83D");
    }

    private static boolean wouldBeObeyed(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character != '\n' && character != '\t';
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void what_is_missing_harms_no_line(LogFormat format) {
        Logging.configure(LogSettings.console(LogLevel.INFO, format));

        MDC.put("user_id", null);
        ours.info((String) null);
        ours.info("again", new IllegalStateException());

        assertThat(lines().getFirst()).contains("null");
        assertThat(lines().get(1)).contains("again");
    }

    @Test
    void what_is_logged_before_the_configuration_is_read_is_as_harmless() throws Exception {
        PrintStream usualErrors = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            context.reset();
            var configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(getClass().getResource("/logback.xml"));

            ours.warn("a\u001B[2J\nb");
        } finally {
            System.setErr(usualErrors);
        }

        assertThat(lines()).singleElement().asString().endsWith(" WARN  tests - a\\u001B[2J\\u000Ab");
    }

    @Test
    void a_failure_for_people_is_told_step_by_step() {
        Logging.configure(LogSettings.console(LogLevel.INFO, LogFormat.PLAIN));
        var failure = new IllegalStateException("one\ntwo", new IOException("deeper"));
        failure.addSuppressed(new IOException("beside\rit"));

        ours.error("it failed", failure);

        assertThat(lines().getFirst()).endsWith("it failed");
        assertThat(lines().get(1)).isEqualTo("java.lang.IllegalStateException: one\\u000Atwo");
        assertThat(lines().get(2)).startsWith("\tat dev.parley.bootstrap.logging.LoggingTest");
        assertThat(lines())
                .contains("Caused by: java.io.IOException: deeper")
                .anyMatch(line -> line.endsWith("java.io.IOException: beside\\u000Dit"));
    }

    @Test
    void others_are_quieter_than_we_are() {
        Logging.configure(LogSettings.console(LogLevel.INFO, LogFormat.PLAIN));
        assertThat(ours.isInfoEnabled()).isTrue();
        assertThat(theirs.isInfoEnabled()).isFalse();
        assertThat(theirs.isWarnEnabled()).isTrue();
    }

    @Test
    void nobody_can_ask_for_what_may_hold_tokens() {
        Logging.configure(LogSettings.console(LogLevel.DEBUG, LogFormat.PLAIN));

        assertThat(ours.isDebugEnabled()).isTrue();
        assertThat(theirs.isInfoEnabled()).isTrue();
        assertThat(theirs.isDebugEnabled()).isFalse();
    }

    @Test
    void the_platforms_own_log_goes_the_same_way() {
        Logging.configure(LogSettings.console(LogLevel.INFO, LogFormat.PLAIN));

        java.util.logging.Logger.getLogger("org.glassfish.grizzly").warning("through the bridge");
        java.util.logging.Logger.getLogger("org.glassfish.tyrus").fine("a token");

        assertThat(lines()).singleElement().asString().endsWith("WARN  grizzly - through the bridge");
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @ParameterizedTest
    @CsvSource({"99, false", "500, true"})
    void slow_is_what_takes_as_long_as_configured(long millis, boolean told) {
        Logging.configure(new LogSettings(
                LogLevel.INFO, LogFormat.PLAIN, Duration.ofMillis(500), null, LogSettings.Rotation.STANDARD, false));

        ours.atWarn()
                .addMarker(MarkerFactory.getMarker("performance"))
                .addKeyValue("duration_ms", millis)
                .log("slow");

        assertThat(written.toString(StandardCharsets.UTF_8).contains("category=performance, duration_ms=500"))
                .isEqualTo(told);
    }

    @Test
    void a_line_for_machines_has_its_category_and_times() throws IOException {
        Logging.configure(LogSettings.console(LogLevel.DEBUG, LogFormat.JSON));

        ours.atDebug()
                .addMarker(MarkerFactory.getMarker("action"))
                .addKeyValue("duration_ms", 7L)
                .addKeyValue("type", "GET /version")
                .log("answered");

        JsonNode line = new ObjectMapper().readTree(lines().getFirst());
        assertThat(line.get("category").asText()).isEqualTo("action");
        assertThat(line.get("duration_ms").asLong()).isEqualTo(7);
        assertThat(line.get("type").asText()).isEqualTo("GET /version");
    }

    @Test
    void a_log_can_go_to_a_file(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("parley.log");
        Logging.configure(new LogSettings(
                LogLevel.INFO, LogFormat.PLAIN, Duration.ZERO, file, new LogSettings.Rotation(1, 2, 10), false));

        ours.info("first line");

        assertThat(Files.readString(file)).endsWith(" INFO  tests - first line" + System.lineSeparator());
        assertThat(written.size()).isZero();
    }

    /** A megabyte is the least a file may have. */
    @Test
    void a_file_that_is_full_is_put_away_compressed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("parley.log");
        Logging.configure(new LogSettings(
                LogLevel.INFO, LogFormat.PLAIN, Duration.ZERO, file, new LogSettings.Rotation(1, 2, 10), false));
        String line = "x".repeat(10_000);

        // How large it is, is not looked at with every line.
        await().until(() -> {
            for (int i = 0; i < 50; i++) {
                ours.info(line);
            }
            return Files.size(file) < 1 << 20 && !putAway(folder).isEmpty();
        });

        Path old = putAway(folder).getFirst();
        assertThat(old.getFileName().toString()).matches("parley[.]log[.]\\d{4}-\\d\\d-\\d\\d[.]\\d+[.]gz");
        try (var lines = new GZIPInputStream(Files.newInputStream(old))) {
            assertThat(new String(lines.readAllBytes(), StandardCharsets.UTF_8)).contains(" INFO  tests - " + line);
        }
    }

    private static List<Path> putAway(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".gz"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"ERROR, false, false", "DEBUG, false, false", "DEBUG, true, true", "WARN, true, true"})
    void texts_of_messages_are_shown_to_who_asks_for_them_alone(LogLevel level, boolean asked, boolean shown) {
        Logging.configure(
                new LogSettings(level, LogFormat.PLAIN, Duration.ZERO, null, LogSettings.Rotation.STANDARD, asked));

        LoggerFactory.getLogger(MessageTexts.LOGGER).trace("they said: {}", "hello\nthere");

        assertThat(written.toString(StandardCharsets.UTF_8).contains("they said: hello\\u000Athere"))
                .isEqualTo(shown);
    }
}
