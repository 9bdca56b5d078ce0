package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bootstrap.metrics.Figures;
import dev.parley.domain.canary.Canaries;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read {@code /metrics}, and who may not. */
class MetricsAccessTest {

    private static final String TOKEN = Canaries.noteSecret("a-token-for-those-who-look");
    private static final String ELSEWHERE = "10.99.0.0/16";

    @TempDir
    private Path data;

    private TestHttp.Answer answer(Map<String, String> settings, String token, String... headers) {
        try (var server = TestServers.start(data, settings);
                var http = new TestHttp(server)) {
            return http.get("/metrics", token, headers);
        }
    }

    @Test
    void from_this_machine_without_anything_configured() {
        TestHttp.Answer answer = answer(Map.of(), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(Figures.read(answer.text()).families()).containsKey("parley_sockets_open");
    }

    /** A proxy on the same machine has the address of this machine, whoever asks it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"X-Forwarded-For", "Forwarded", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Via"})
    void not_through_a_proxy(String header) {
        TestHttp.Answer answer = answer(Map.of(), "", header, "203.0.113.9");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).doesNotContain("parley_");
    }

    @Test
    void not_from_other_networks() {
        assertThat(answer(Map.of("PARLEY_METRICS_NETWORKS", ELSEWHERE), "").status())
                .isEqualTo(403);
    }

    @Test
    void from_anywhere_with_the_token() {
        TestHttp.Answer answer = answer(
                Map.of("PARLEY_METRICS_NETWORKS", ELSEWHERE, "PARLEY_METRICS_TOKEN", TOKEN),
                TOKEN,
                "X-Forwarded-For",
                "203.0.113.9");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("parley_sockets_open").doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-token-for-those-who-loo", "another-token-for-nobody"})
    void not_with_another_token(String other) {
        TestHttp.Answer answer =
                answer(Map.of("PARLEY_METRICS_NETWORKS", ELSEWHERE, "PARLEY_METRICS_TOKEN", TOKEN), other);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.text()).doesNotContain("parley_");
    }

    @Test
    void not_as_somebody_who_is_known_here() {
        try (var server = TestServers.start(data, Map.of("PARLEY_METRICS_NETWORKS", ELSEWHERE));
                var http = new TestHttp(server)) {
            String guest = http.post("/api/auth/guest/", "").text("token");

            assertThat(http.get("/metrics", guest).status()).isEqualTo(403);
        }
    }

    @Test
    void by_nobody_where_nothing_is_measured() {
        assertThat(answer(Map.of("PARLEY_METRICS_ENABLED", "false"), "").status())
                .isEqualTo(404);
    }

    @Test
    void by_reading_only() {
        try (var server = TestServers.start(data);
                var http = new TestHttp(server)) {
            assertThat(http.post("/metrics", "").status()).isEqualTo(405);
            assertThat(http.get("/metrics/", "").status()).isEqualTo(404);
            assertThat(http.get("/", "").status()).isNotEqualTo(403);
        }
    }
}
