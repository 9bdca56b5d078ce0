package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.reply.ModelFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HistoryApiTest {

    @RegisterExtension
    final RestServer server = new RestServer();

    private Api mei;
    private String session;

    @BeforeEach
    void begin() {
        mei = server.as("mei");
        session = mei.session();
    }

    @Test
    void an_empty_history_is_empty() {
        var history = mei.get(path()).json();

        assertThat(history.get("session_id").asText()).isEqualTo(session);
        assertThat(history.get("messages").isEmpty()).isTrue();
        assertThat(history.get("total_count").asLong()).isZero();
        assertThat(history.get("last_seq").asLong()).isEqualTo(1);
        assertThat(history.get("has_more").asBoolean()).isFalse();
        assertThat(history.get("before").isNull()).isTrue();
        assertThat(history.get("after").isNull()).isTrue();
    }

    @Test
    void a_message_and_its_reply_are_told_in_full() {
        converse("Hi", "Hello ✓");

        var messages = mei.get(path()).json().get("messages");

        JsonNode question = messages.get(0);
        JsonNode reply = messages.get(1);
        assertThat(question.get("type").asText()).isEqualTo("user");
        assertThat(question.get("content").asText()).isEqualTo("Hi");
        assertThat(question.get("author").asText()).isEqualTo("mei");
        assertThat(question.get("position").asLong()).isEqualTo(1);
        assertThat(question.get("state").isNull()).isTrue();
        assertThat(question.get("metadata").isObject()).isTrue();
        assertThat(reply.get("type").asText()).isEqualTo("ai");
        assertThat(reply.get("content").asText()).isEqualTo("Hello ✓");
        assertThat(reply.get("position").asLong()).isEqualTo(2);
        assertThat(reply.get("version").asInt()).isEqualTo(1);
        assertThat(reply.get("reply_to")).isEqualTo(question.get("message_id"));
        assertThat(reply.get("parent_id")).isEqualTo(question.get("message_id"));
        assertThat(reply.get("state").asText()).isEqualTo("complete");
        assertThat(reply.get("finish_reason").asText()).isEqualTo("stop");
        assertThat(reply.get("error_code").isNull()).isTrue();
        assertThat(reply.get("model").asText()).isEqualTo("told");
        assertThat(reply.get("attempt").asInt()).isEqualTo(1);
        assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(3);
        assertThat(reply.get("text_sha256").asText()).isEqualTo(TextDigest.sha256("Hello ✓"));
        assertThat(reply.get("status").asText()).isEqualTo("sent");
        assertThat(reply.get("created_at").asText()).endsWith("Z");
    }

    @Test
    void a_failed_reply_tells_its_code_and_keeps_its_text() {
        server.model.says("Half").fails(ModelFailure.Kind.UNAVAILABLE);
        mei.post("/api/chat/messages/?wait=true", Api.message(session, "Hi"));

        var reply = mei.get(path()).json().at("/messages/1");

        assertThat(reply.get("content").asText()).isEqualTo("Half");
        assertThat(reply.get("state").asText()).isEqualTo("failed");
        assertThat(reply.get("error_code").asText()).isEqualTo("AI_UNAVAILABLE");
        assertThat(reply.get("retryable").asBoolean()).isTrue();
    }

    @Test
    void a_reply_that_runs_is_told_as_open() {
        server.model.says("Hel");
        var receipt = mei.say(session, "Hi");

        var open = mei.get(path()).json().get("open_replies");

        assertThat(open).hasSize(1);
        assertThat(open.get(0).get("message_id")).isEqualTo(receipt.get("reply_id"));
        assertThat(open.get(0).get("reply_to")).isEqualTo(receipt.get("message_id"));
        assertThat(open.get(0).get("state").asText()).isIn("pending", "streaming");
    }

    @Test
    void pages_backwards_joined_are_the_whole() {
        for (int i = 0; i < 4; i++) {
            converse("question " + i, "answer " + i);
        }

        var positions = new ArrayList<Long>();
        String query = "?limit=3";
        JsonNode page;
        do {
            page = mei.get(path() + query).json();
            List<Long> some = positions(page);
            positions.addAll(0, some);
            query = "?limit=3&before=" + page.get("before").asText();
        } while (!page.get("before").isNull());

        assertThat(positions).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(page.get("has_more").asBoolean()).isFalse();
        assertThat(page.get("total_count").asLong()).isEqualTo(8);
    }

    @Test
    void pages_forwards_go_on_where_the_last_one_ended() {
        converse("one", "two");
        converse("three", "four");

        var first = mei.get(path() + "?after=1&limit=2").json();
        var second = mei.get(path() + "?after=" + first.get("after").asText()).json();
        var third = mei.get(path() + "?after=" + second.get("after").asText()).json();

        assertThat(positions(first)).containsExactly(2L, 3L);
        assertThat(first.get("has_more").asBoolean()).isTrue();
        assertThat(first.get("before").asLong()).isEqualTo(2);
        assertThat(positions(second)).containsExactly(4L);
        assertThat(positions(third)).isEmpty();
        assertThat(third.get("after").asLong()).isEqualTo(4);
    }

    @Test
    void cursors_move_forward_and_show_in_the_status() {
        converse("Hi", "Hello");

        var delivered = mei.post("/api/chat/session/" + session + "/delivered/", "{\"up_to_position\": 2}")
                .json();
        String afterDelivery = mei.get(path()).json().at("/messages/1/status").asText();
        var read = mei.post("/api/chat/session/" + session + "/read/", "{\"up_to_position\": 99}")
                .json();
        var history = mei.get(path()).json();

        assertThat(delivered.get("delivered_up_to").asLong()).isEqualTo(2);
        assertThat(delivered.get("read_up_to").asLong()).isZero();
        assertThat(afterDelivery).isEqualTo("delivered");
        assertThat(read.get("read_up_to").asLong()).isEqualTo(2);
        assertThat(history.at("/messages/1/status").asText()).isEqualTo("read");
        assertThat(history.get("read_up_to").asLong()).isEqualTo(2);
    }

    private void converse(String question, String answer) {
        server.model.says(answer).ends();
        var reply = mei.post("/api/chat/messages/?wait=true", Api.message(session, question));
        assertThat(reply.status()).isEqualTo(200);
    }

    private static List<Long> positions(JsonNode page) {
        var positions = new ArrayList<Long>();
        page.get("messages")
                .forEach(message -> positions.add(message.get("position").asLong()));
        return positions;
    }

    private String path() {
        return "/api/chat/session/" + session + "/history/";
    }
}
