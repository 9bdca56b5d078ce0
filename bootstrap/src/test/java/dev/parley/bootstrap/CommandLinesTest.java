package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLinesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    @Test
    void the_version_is_the_builds() {
        assertThat(run("--version")).isZero();
        assertThat(text(out)).startsWith("parley " + Version.number()).contains("on Java");
        assertThat(Version.number()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    @Test
    void without_a_command_the_usage_is_shown() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("Usage: parley", "serve", "chat", "--print-config");
    }

    @Test
    void an_unknown_command_gets_a_hint() {
        assertThat(run("srve")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("'srve'", "Did you mean");
    }

    @Test
    void what_is_configured_can_be_shown_before_and_after_serve() {
        environment.put("PARLEY_HTTP_PORT", "9000");
        environment.put("PARLEY_LLM_API_KEY", "hunter2");

        assertThat(run("serve", "--print-config")).isZero();
        String shown = text(out);
        assertThat(shown)
                .contains("http.port: 9000  # environment variable PARLEY_HTTP_PORT")
                .contains("http.host: 127.0.0.1  # default")
                .contains("llm.api_key: ***")
                .doesNotContain("hunter2");
        out.reset();
        assertThat(run("--print-config")).isZero();
        assertThat(text(out)).isEqualTo(shown);
    }

    @Test
    void the_file_may_be_named() throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), "http: {port: 9001}");

        assertThat(run("serve", "--config", "mine.yaml", "--print-config")).isZero();
        assertThat(text(out)).contains("http.port: 9001  # " + folder.resolve("mine.yaml"));
    }

    @Test
    void a_wrong_configuration_is_told_and_starts_nothing() {
        environment.put("PARLEY_HTTP_PORT", "many");
        environment.put("PARLEY_COLOUR", "blue");

        assertThat(run("serve")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(text(err))
                .contains("http.port 'many'", "PARLEY_COLOUR: is not known")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_data_folder_that_is_taken_is_told() {
        environment.put("PARLEY_DATA_DIR", folder.toString());

        try (DataFolder taken = DataFolder.open(folder)) {
            assertThat(taken.path()).isEqualTo(folder);
            assertThat(run("serve")).isEqualTo(ExitCode.FAILED);
        }
        assertThat(text(err)).contains("Another server uses the data folder").doesNotContain("\tat ");
    }

    @Test
    void a_database_that_refuses_is_told() {
        environment.put("PARLEY_DATA_DIR", folder.toString());
        environment.put("PARLEY_DB_URL", "jdbc:h2:" + folder.resolve("db") + ";WRITE_DELAY=500");

        assertThat(run("serve")).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(text(err)).contains("db.url").doesNotContain("\tat ");
    }

    @Test
    void a_chat_without_a_server_says_so() {
        environment.put("XDG_CONFIG_HOME", folder.toString());

        assertThat(run("chat", "--url", "http://127.0.0.1:1")).isEqualTo(ExitCode.FAILED);
        assertThat(text(err)).contains("can't talk to http://127.0.0.1:1", "Is the server running?");
    }

    @Test
    void a_chat_with_an_odd_address_or_session_is_refused() {
        assertThat(run("chat", "--url", "ftp://x")).isEqualTo(ExitCode.FAILED);
        assertThat(run("chat", "--session", "../etc")).isEqualTo(ExitCode.FAILED);
        assertThat(text(err)).contains("http://127.0.0.1:8000", "UUID").doesNotContain("\tat ");
    }

    private int run(String... args) {
        Surroundings surroundings = new Surroundings(
                environment,
                folder,
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return CommandLines.run(surroundings, args);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
