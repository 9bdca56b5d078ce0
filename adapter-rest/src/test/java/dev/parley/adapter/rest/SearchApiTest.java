package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchApiTest {

    @RegisterExtension
    final RestServer server = new RestServer();

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void what_was_said_is_found_with_the_place_to_be_highlighted(String slash) {
        Api mei = server.as("mei");
        String session =
                mei.post("/api/chat/session/create/", "{\"title\":\"Trains\"}").text("session_id");
        String message = mei.say(session, "When does the night train to <b>Oslo</b> leave?")
                .path("message_id")
                .asText();

        var answer = mei.get("/api/chat/search" + slash + "?q=oslo+%22night+train%22");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode result = answer.json().path("results").path(0);
        assertThat(result.path("session_id").asText()).isEqualTo(session);
        assertThat(result.path("session_title").asText()).isEqualTo("Trains");
        assertThat(result.path("message_id").asText()).isEqualTo(message);
        assertThat(result.path("type").asText()).isEqualTo("user");
        assertThat(result.path("position").asLong()).isEqualTo(1);
        assertThat(result.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(result.path("snippet").asText()).isEqualTo("When does the night train to <b>Oslo</b> leave?");
        assertThat(result.path("highlights").toString())
                .isEqualTo("[{\"start\":14,\"end\":25},{\"start\":32,\"end\":36}]");
        assertThat(answer.json().path("has_more").asBoolean()).isFalse();
        assertThat(answer.json().path("after").isNull()).isTrue();
        assertThat(answer.json().path("complete").asBoolean()).isTrue();
    }

    @Test
    void pages_are_asked_for_by_what_the_one_before_gave() {
        Api mei = server.as("mei");
        String session = mei.session();
        mei.say(session, "needle one");
        mei.say(session, "needle two");

        JsonNode first = mei.get("/api/chat/search/?q=needle&limit=1").json();
        JsonNode second = mei.get("/api/chat/search/?q=needle&limit=1&after="
                        + first.path("after").asText())
                .json();

        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(first.path("results").path(0).path("snippet").asText()).isEqualTo("needle two");
        assertThat(second.path("results").path(0).path("snippet").asText()).isEqualTo("needle one");
        assertThat(second.path("has_more").asBoolean()).isFalse();
    }

    @Test
    void nobody_finds_what_others_said() {
        Api mei = server.as("mei");
        mei.say(mei.session(), "secret");

        assertThat(server.as("ben").get("/api/chat/search/?q=secret").json().path("results"))
                .isEmpty();
        assertThat(server.asNobody().get("/api/chat/search/?q=secret").status()).isEqualTo(401);
    }

    @Test
    void what_was_deleted_is_not_found() {
        Api mei = server.as("mei");
        String session = mei.session();
        mei.say(session, "secret");
        mei.method("DELETE", "/api/chat/session/" + session + "/");

        assertThat(mei.get("/api/chat/search/?q=secret").json().path("results")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', q, must have 1 to 200 characters",
        "?q=, q, must have 1 to 200 characters",
        "?q=%22%22, q, must have 1 to 8 words",
        "?q=1+2+3+4+5+6+7+8+9, q, must have 1 to 8 words",
        "?q=a%00b, q, must not hold control characters",
        "?q=a&limit=0, limit, must be 1 to 100",
        "?q=a&limit=x, limit, must be a number",
        "?q=a&after=x, after, must be what a page of this search gave",
        "?q=a&after=1_0_00000000-0000-4000-8000-000000000001, after, must be what a page of this search gave",
        "?q=a&after=99999999999999999_1_00000000-0000-4000-8000-000000000001, after, must be what a page"
    })
    void a_bad_question_is_told_with_field_and_rule(String query, String field, String rule) {
        var answer = server.as("mei").get("/api/chat/search/" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error_code")).isEqualTo("INVALID_MESSAGE");
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("detail")).contains(rule);
    }
}
