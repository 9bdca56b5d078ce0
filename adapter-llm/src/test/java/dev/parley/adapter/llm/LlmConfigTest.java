package dev.parley.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.domain.canary.Canaries;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlmConfigTest {

    private static final URI URL = URI.create("https://models.example/v1");

    @Test
    void defaults_are_as_documented() {
        LlmConfig config = LlmConfig.of(URL, null, "m");

        assertThat(config.headers()).isEmpty();
        assertThat(config.limits())
                .isEqualTo(new LlmConfig.Limits(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(600),
                        1_048_576,
                        67_108_864));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models.example/v1",
                "ftp://models.example",
                "https:/v1",
                "https://user:pw@models.example",
                "https://a/#x",
                "https://a:99999",
                "mailto:a@b.example"
            })
    void a_base_url_that_cant_be_called_is_refused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LlmConfig.of(URI.create(url), null, "m"))
                .withMessageContaining("base URL")
                .withMessageNotContaining("pw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://model_server:8000/v1", "HTTPS://a", "http://[::1]:11434/v1", "http://10.0.0.1/?k=v"})
    void a_base_url_that_can_be_called_is_taken(String url) {
        assertThat(LlmConfig.of(URI.create(url), null, "m").baseUrl()).hasToString(url);
    }

    @Test
    void a_blank_model_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LlmConfig.of(URL, null, " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " k", "k\n", "k\u00e9y", "k\r\nX-Other: 1", "k\u0000"})
    void a_secret_that_cant_stand_in_a_header_is_refused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LlmConfig.of(URL, Canaries.secret(value), "m"))
                .withMessage("a secret must be visible ASCII, not empty, without spaces or line ends around it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api key", "x:y", "x\r\ny"})
    void a_header_name_that_is_none_is_refused(String name) {
        LlmConfig config = LlmConfig.of(URL, null, "m");

        assertThatIllegalArgumentException().isThrownBy(() -> config.withHeaders(Map.of(name, Canaries.secret("v"))));
    }

    @Test
    void times_out_of_range_are_refused() {
        Duration fine = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LlmConfig.Limits(Duration.ZERO, fine, fine, fine, 1024, 1024))
                .withMessageStartingWith("connect");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LlmConfig.Limits(fine, Duration.ofNanos(1), fine, fine, 1024, 1024))
                .withMessageStartingWith("first token");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LlmConfig.Limits(fine, fine, Duration.ofSeconds(-1), fine, 1024, 1024))
                .withMessageStartingWith("between tokens");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LlmConfig.Limits(fine, fine, fine, Duration.ofDays(2), 1024, 1024))
                .withMessageStartingWith("total");
    }

    @Test
    void sizes_out_of_range_are_refused() {
        Duration fine = Duration.ofSeconds(1);

        assertThatIllegalArgumentException().isThrownBy(() -> new LlmConfig.Limits(fine, fine, fine, fine, 1023, 1024));
        assertThatIllegalArgumentException().isThrownBy(() -> new LlmConfig.Limits(fine, fine, fine, fine, 2048, 2047));
    }

    @Test
    void nothing_secret_shows() {
        var secret = Canaries.secret("sk-very-secret");
        LlmConfig config =
                LlmConfig.of(URI.create(URL + "?key=query-secret"), secret, "m").withHeaders(Map.of("api-key", secret));

        assertThat(config.toString())
                .contains("https://models.example/v1?***", "apiKey=***", "{api-key=***}", "model=m")
                .doesNotContain("very-secret", "query-secret");
        try (var adapter = LlmAdapter.open(config)) {
            assertThat(adapter.description()).isEqualTo("m at https://models.example/v1?***");
            assertThat(adapter.modelName()).isEqualTo("m");
        }
    }
}
