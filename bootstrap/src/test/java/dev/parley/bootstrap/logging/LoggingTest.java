package dev.parley.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.bootstrap.settings.LogFormat;
import dev.parley.bootstrap.settings.LogLevel;
import dev.parley.bootstrap.settings.LogSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

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
        Logging.configure(new LogSettings(LogLevel.INFO, LogFormat.PLAIN));

        ours.info("it {}", "happened");
        MDC.put("session_id", "s-1");
        ours.warn("again");

        assertThat(lines().getFirst()).endsWith(" INFO  tests - it happened");
        assertThat(lines().getLast()).endsWith(" WARN  tests - again [session_id=s-1]");
    }

    @Test
    void a_line_for_machines_is_one_object() throws IOException {
        Logging.configure(new LogSettings(LogLevel.INFO, LogFormat.JSON));

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

    @Test
    void others_are_quieter_than_we_are() {
        Logging.configure(new LogSettings(LogLevel.INFO, LogFormat.PLAIN));
        assertThat(ours.isInfoEnabled()).isTrue();
        assertThat(theirs.isInfoEnabled()).isFalse();
        assertThat(theirs.isWarnEnabled()).isTrue();
    }

    @Test
    void nobody_can_ask_for_what_may_hold_tokens() {
        Logging.configure(new LogSettings(LogLevel.DEBUG, LogFormat.PLAIN));

        assertThat(ours.isDebugEnabled()).isTrue();
        assertThat(theirs.isInfoEnabled()).isTrue();
        assertThat(theirs.isDebugEnabled()).isFalse();
    }

    @Test
    void the_platforms_own_log_goes_the_same_way() {
        Logging.configure(new LogSettings(LogLevel.INFO, LogFormat.PLAIN));

        java.util.logging.Logger.getLogger("org.glassfish.grizzly").warning("through the bridge");
        java.util.logging.Logger.getLogger("org.glassfish.tyrus").fine("a token");

        assertThat(lines()).singleElement().asString().endsWith("WARN  grizzly - through the bridge");
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
