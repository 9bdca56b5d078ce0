package dev.parley.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.adapter.mssql.MssqlConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From where on the doctor warns of disks and clocks, and what it says then. */
class ThresholdsTest {

    private static final long MEGABYTE = 1 << 20;
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, FAIL, make room",
        "99, FAIL, data_dir",
        "100, WARN, make room soon",
        "1023, WARN, 1023 MB free",
        "1024, OK, 1024 MB free"
    })
    void a_full_disk_is_told_before_it_is_full(long megabytes, Finding.Level level, String text) {
        Finding finding = new FolderCheck(folder).room(folder, megabytes * MEGABYTE);

        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.text()).contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T12:00:05Z, OK, agree",
        "2026-06-01T11:59:55Z, OK, agree",
        "2026-06-01T12:00:07Z, WARN, 7 s",
        "2026-06-01T11:00:00Z, WARN, time server"
    })
    void a_clock_that_differs_from_the_databases_is_told(Instant database, Finding.Level level, String text) {
        Finding finding = DatabaseCheck.clocks(database, NOON, NOON);

        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.text()).contains(text);
    }

    @Test
    void a_clock_that_was_never_set_is_told_with_or_without_a_database() {
        Instant never = Instant.EPOCH.plusSeconds(60);
        var server = new RunningServer("127.0.0.1", 1, false);

        List<Finding> alone = new DatabaseCheck(MssqlConfig.embedded(folder), server, () -> never).run();

        assertThat(alone.getLast().level()).isEqualTo(Finding.Level.FAIL);
        assertThat(alone.getLast().text()).contains("1970", "set it");
        assertThat(DatabaseCheck.clocks(never, never, never).level()).isEqualTo(Finding.Level.FAIL);
    }
}
