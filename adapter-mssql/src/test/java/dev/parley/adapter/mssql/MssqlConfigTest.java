package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.domain.canary.Canaries;
import dev.parley.domain.text.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MssqlConfigTest {

    private static final Secret PASSWORD = Canaries.secret("p4ss-word of nobody");

    @Test
    void defaults_are_as_documented() {
        MssqlConfig config = MssqlConfig.of("jdbc:sqlserver://db;databaseName=parley", "parley", PASSWORD);

        assertThat(config)
                .isEqualTo(new MssqlConfig(
                        "jdbc:sqlserver://db;databaseName=parley",
                        "parley",
                        PASSWORD,
                        "dbo",
                        10,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15)));
    }

    @Test
    void the_password_is_never_shown() {
        MssqlConfig config = MssqlConfig.of("jdbc:sqlserver://db;password=p4ss-word;user=parley", "parley", PASSWORD);

        assertThat(config.toString()).contains("SQL_SERVER", "parley").doesNotContain("p4ss");
        assertThat(PASSWORD.toString()).isEqualTo("***");
    }

    @Test
    void an_embedded_database_is_complete() {
        MssqlConfig config = MssqlConfig.embedded(Path.of("data"));

        assertThat(config.url())
                .isEqualTo("jdbc:h2:async:" + Path.of("data").toAbsolutePath().resolve("parley")
                        + ";MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;WRITE_DELAY=0"
                        + ";LOCK_TIMEOUT=5000;QUERY_CACHE_SIZE=128;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0");
        assertThat(config.isEmbedded()).isTrue();
    }

    @Test
    void a_url_of_h2_that_says_nothing_of_durability_is_made_durable() {
        assertThat(url("jdbc:h2:./data/parley;LOCK_TIMEOUT=7"))
                .startsWith("jdbc:h2:async:./data/parley;LOCK_TIMEOUT=7;")
                .contains(";WRITE_DELAY=0;", ";MODE=MSSQLServer;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:./parley;WRITE_DELAY=500",
                "jdbc:h2:./parley;write_delay=10",
                "jdbc:h2:./parley;MODE=PostgreSQL",
                "jdbc:h2:./parley;DATABASE_TO_UPPER=TRUE"
            })
    void a_url_of_h2_that_asks_for_the_opposite_is_refused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> url(url)).withMessageContaining("or leave it out");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:/var/lib/parley, jdbc:h2:async:/var/lib/parley",
        "jdbc:h2:file:/var/lib/parley, jdbc:h2:async:/var/lib/parley",
        "jdbc:h2:~/parley, jdbc:h2:async:~/parley",
        "jdbc:h2:C:/parley, jdbc:h2:async:C:/parley",
        "jdbc:h2:async:/var/lib/parley, jdbc:h2:async:/var/lib/parley",
        "jdbc:h2:mem:test, jdbc:h2:mem:test",
        "jdbc:h2:tcp://db/parley, jdbc:h2:tcp://db/parley"
    })
    void plain_files_of_h2_stand_interrupts(String given, String completed) {
        assertThat(url(given)).startsWith(completed + ";");
    }

    @Test
    void what_is_complete_stays_as_it_is() {
        String once = url("jdbc:h2:./parley;INIT=SET SCHEMA a\\;SET SCHEMA b;TRACE_LEVEL_FILE=0");

        assertThat(url(once)).isEqualTo(once).contains(";INIT=SET SCHEMA a\\;SET SCHEMA b;");
    }

    @Test
    void a_server_of_h2_is_not_embedded() {
        assertThat(MssqlConfig.of("jdbc:h2:tcp://db/parley", "sa", Secret.NONE).isEmbedded())
                .isFalse();
        assertThat(MssqlConfig.of("jdbc:sqlserver://db", "sa", Secret.NONE).isEmbedded())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jdbc:postgresql://db/parley", "sqlserver://db", "jdbc:h2:", "jdbc:h2:./a;MODE"})
    void a_url_of_nothing_we_know_is_refused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> url(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "a;DROP", "a]", "\u00E4", "a.b"})
    void a_schema_that_is_no_plain_name_is_refused(String schema) {
        MssqlConfig config = MssqlConfig.embedded(Path.of("data"));

        assertThatIllegalArgumentException().isThrownBy(() -> config.withSchema(schema));
    }

    @Test
    void limits_that_can_not_work_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> limited(0, 1_000, 1, 1_000));
        assertThatIllegalArgumentException().isThrownBy(() -> limited(1, 249, 1, 1_000));
        assertThatIllegalArgumentException().isThrownBy(() -> limited(1, 250, 0, 1_000));
        assertThatIllegalArgumentException().isThrownBy(() -> limited(1, 250, 1, 999));
        assertThat(limited(1, 250, 1, 1_000).poolSize()).isEqualTo(1);
    }

    private static String url(String url) {
        return MssqlConfig.of(url, "sa", Secret.NONE).url();
    }

    private static MssqlConfig limited(int poolSize, int connect, int lock, int query) {
        return new MssqlConfig(
                "jdbc:sqlserver://db",
                "sa",
                PASSWORD,
                "dbo",
                poolSize,
                Duration.ofMillis(connect),
                Duration.ofMillis(lock),
                Duration.ofMillis(query));
    }
}
