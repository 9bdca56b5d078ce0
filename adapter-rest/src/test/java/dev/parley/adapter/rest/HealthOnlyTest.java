package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.adapter.rest.RestAdapter.Condition;
import dev.parley.adapter.rest.RestAdapter.Dependency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nobody comes to, all there is to be asked is how the node is. */
class HealthOnlyTest {

    private volatile Condition store = Condition.UP;

    @RegisterExtension
    final RestServer server = new RestServer().ofHealth().with(new Dependency("store", true, () -> store));

    @Test
    void it_tells_of_its_health() {
        assertThat(server.asNobody().get("/health/live").status()).isEqualTo(200);
        assertThat(server.asNobody().get("/health/ready").text("status")).isEqualTo("ready");

        store = Condition.DOWN;

        assertThat(server.asNobody().get("/health/ready").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/health/other",
                "/version",
                "/api/chat/sessions/",
                "/api/auth/guest/",
                "/.well-known/jwks.json"
            })
    void there_is_nothing_else(String path) {
        assertThat(server.asNobody().get(path).status()).isEqualTo(404);
        assertThat(server.asNobody().post(path, "{}").status()).isEqualTo(404);
    }

    @Test
    void what_it_does_not_know_it_says_as_the_api_does() {
        var answer = server.asNobody().get("/health/other");

        assertThat(answer.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
        assertThat(answer.json().path("status").asInt()).isEqualTo(404);
    }
}
