package dev.parley.bootstrap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The search through all logs finds what is there, in whatever shape; otherwise its silence would mean nothing. */
class LogScanTest {

    private static final String SECRET = "wX9-canary/of+the=scan_itself.7Qz";
    private static final String PASSWORD = "an owl's own pass phrase";
    private static final String TEXT = "What nobody but the two of us may ever read, anywhere";

    private final LogScan scan = new LogScan();

    @BeforeEach
    void add() {
        scan.addSecret(SECRET);
        scan.addSecret(PASSWORD);
        scan.addText(TEXT);
    }

    static Stream<String> shapes() {
        var all = new ArrayList<String>();
        for (String value : List.of(SECRET, PASSWORD, TEXT)) {
            all.add(value);
            all.add(value.toUpperCase(java.util.Locale.ROOT));
            all.add(URLEncoder.encode(value, UTF_8));
            all.add(value.replace("-", "\\u002D").replace("'", "\\\""));
            all.add(HexFormat.of().formatHex(value.getBytes(UTF_8)));
            all.add(HexFormat.ofDelimiter(":").withUpperCase().formatHex(value.getBytes(UTF_8)));
            for (String before : List.of("", "a", "bc", "Basic user:")) {
                byte[] longer = (before + value + "z").getBytes(UTF_8);
                all.add(Base64.getEncoder().encodeToString(longer));
                all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(longer));
                all.add(Base64.getMimeEncoder(20, "\n".getBytes(UTF_8)).encodeToString(longer));
            }
            all.add(String.join(" ", value.split("", -1)));
            all.add(value.substring(0, value.length() / 2) + "\",\n\t\"" + value.substring(value.length() / 2));
        }
        all.add(SECRET.substring(0, 31));
        all.add(SECRET.substring(SECRET.length() - 24));
        all.add(TEXT + " and more");
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void it_is_found_in_any_shape(String shape) {
        String log = "08:00:00 INFO  Somebody - said " + shape + " to somebody\n";

        assertThat(scan.find("a line before\n" + log + "a line after\n")).hasSize(1);
        assertThat(scan.find(log).toString()).doesNotContain(SECRET, PASSWORD);
    }

    @Test
    void what_is_not_there_is_not_found() {
        String log = "08:00:00 INFO  Owl - a pass phrase of one's own was changed by canary 7 of the scan\n";

        assertThat(scan.find(log.repeat(1_000))).isEmpty();
        assertThat(scan.find("")).isEmpty();
    }

    @Test
    void what_a_test_logs_by_mistake_is_found_in_its_file(@TempDir Path module) throws IOException {
        Path logs = Files.createDirectories(module.resolve("target").resolve("test-logs"));
        Path canaries = Files.createDirectories(module.resolve(Canaries.FOLDER));
        Files.writeString(
                canaries.resolve("1.txt"),
                Canaries.SECRET + Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)) + "\n");
        Files.writeString(logs.resolve("1.log"), "DEBUG a request with Authorization: Bearer " + SECRET + "\n");

        assertThat(WholeRunLogs.of(List.of(module)).found())
                .singleElement()
                .asString()
                .contains("1.log", "a secret that begins with wX9-")
                .doesNotContain(SECRET);
    }

    @Test
    void what_a_test_prints_is_found_in_its_report(@TempDir Path module) throws IOException {
        Path reports = Files.createDirectories(module.resolve("target").resolve("surefire-reports"));
        Path canaries = Files.createDirectories(module.resolve(Canaries.FOLDER));
        Files.writeString(
                canaries.resolve("1.txt"),
                Canaries.SECRET + Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)) + "\n");
        Files.writeString(
                reports.resolve("TEST-a.xml"),
                "<testsuite><testcase name=\"" + SECRET + "\"/><system-out><![CDATA[" + PASSWORD
                        + "]]></system-out></testsuite>");
        assertThat(WholeRunLogs.of(List.of(module)).found()).isEmpty();

        Files.writeString(reports.resolve("TEST-b.xml"), "<system-err><![CDATA[WARN " + SECRET + "]]></system-err>");
        assertThat(WholeRunLogs.of(List.of(module)).found()).hasSize(1);
    }

    /** The file of this very process holds what is logged, so that an empty search means something. */
    @Test
    void the_log_of_tests_is_kept() throws IOException {
        Logger log = LoggerFactory.getLogger("dev.parley.tests");

        log.debug("a line of LogScanTest");

        try (Stream<Path> files = Files.list(WholeRunLogs.LOGS)) {
            assertThat(files)
                    .anySatisfy(file -> assertThat(Files.readString(file)).contains("a line of LogScanTest"));
        }
    }

    @Test
    void every_secret_of_a_test_is_written_down() throws IOException {
        List<Path> forgetful = new ArrayList<>();
        for (Path module : WholeRunLogs.modules()) {
            Path tests = module.resolve(Path.of("src", "test", "java"));
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        if (Files.readString(file).contains("new " + "Secret(")) {
                            forgetful.add(file.getFileName());
                        }
                    }
                }
            }
        }

        assertThat(forgetful)
                .as("use Canaries.secret")
                .containsExactlyInAnyOrder(Path.of("Canaries.java"), Path.of("SecretTest.java"));
    }
}
