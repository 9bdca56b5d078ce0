package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.adapter.rest.RestAdapter.Condition;
import dev.parley.adapter.rest.RestAdapter.Dependency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthTest {

    private volatile Condition store = Condition.UP;
    private volatile Condition model = Condition.UP;

    @RegisterExtension
    final RestServer server = new RestServer()
            .with(new Dependency("store", true, () -> store))
            .with(new Dependency("model", false, () -> model))
            .with(new Dependency("broken", false, () -> {
                throw new IllegalStateException("a secret");
            }));

    @Test
    void a_node_lives_as_long_as_it_answers() {
        store = Condition.DOWN;

        var answer = server.asNobody().get("/health/live/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("status")).isEqualTo("live");
    }

    @Test
    void a_node_is_ready_with_all_that_it_needs() {
        model = Condition.DOWN;

        var answer = server.asNobody().get("/health/ready");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("status")).isEqualTo("ready");
        assertThat(answer.json().path("roles")).extracting(JsonNode::asText).containsExactly("gateway", "worker");
        assertThat(answer.json().at("/dependencies/store/status").asText()).isEqualTo("up");
        assertThat(answer.json().at("/dependencies/store/needed").asBoolean()).isTrue();
        assertThat(answer.json().at("/dependencies/model/status").asText()).isEqualTo("down");
        assertThat(answer.json().at("/dependencies/broken/status").asText()).isEqualTo("down");
        assertThat(answer.text()).doesNotContain("secret");
    }

    @Test
    void a_degraded_dependency_keeps_a_node_ready() {
        store = Condition.DEGRADED;

        assertThat(server.asNobody().get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void a_node_without_what_it_needs_is_not_ready() {
        store = Condition.DOWN;

        var answer = server.asNobody().get("/health/ready");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("status")).isEqualTo("not_ready");
    }
}
