package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.domain.reply.ModelFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesApiTest {

    private static final String PATH = "/api/chat/messages/";

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
    void a_message_is_answered_by_its_receipt() {
        var answer = mei.post(PATH, Api.message(session, "Hi"));

        JsonNode receipt = answer.json();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(receipt.get("session_id").asText()).isEqualTo(session);
        assertThat(receipt.get("message_id").asText()).hasSize(36);
        assertThat(receipt.get("reply_id").asText()).hasSize(36);
        assertThat(receipt.get("client_message_id").asText()).isNotEmpty();
        assertThat(receipt.get("seq").asLong()).isEqualTo(2);
        assertThat(receipt.get("position").asLong()).isEqualTo(1);
        assertThat(receipt.get("durability").asText()).isEqualTo("db");
        assertThat(receipt.get("duplicate").asBoolean()).isFalse();
        assertThat(receipt.get("reply").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"content", "message"})
    void the_text_goes_by_either_name(String name) {
        var answer = mei.post(PATH, "{\"session_id\": \"" + session + "\", \"" + name + "\": \"Hi\"}");

        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void a_resend_gets_the_same_receipt() {
        String message = named("m-1", "Hi");

        var first = mei.post(PATH, message).json();
        var second = mei.post(PATH, message);

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json().get("duplicate").asBoolean()).isTrue();
        assertThat(second.json().get("message_id")).isEqualTo(first.get("message_id"));
        assertThat(second.json().get("reply_id")).isEqualTo(first.get("reply_id"));
        assertThat(second.json().get("seq")).isEqualTo(first.get("seq"));
    }

    @Test
    void the_same_id_with_another_text_is_a_conflict() {
        mei.post(PATH, named("m-1", "Hi"));

        var answer = mei.post(PATH, named("m-1", "Bye"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("error_code")).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(answer.text("field")).isEqualTo("client_message_id");
    }

    @Test
    void waiting_gets_the_whole_reply() {
        server.model.says("Hel", "lo").ends();

        var answer = mei.post(PATH + "?wait=true", Api.message(session, "Hi"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/reply/content").asText()).isEqualTo("Hello");
        assertThat(answer.json().at("/reply/state").asText()).isEqualTo("complete");
        assertThat(answer.json().at("/reply/message_id"))
                .isEqualTo(answer.json().get("reply_id"));
    }

    @Test
    void waiting_gets_a_failed_reply_as_it_is() {
        server.model.says("Hel").fails(ModelFailure.Kind.TIMEOUT);

        var answer = mei.post(PATH + "?wait=true", Api.message(session, "Hi"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/reply/state").asText()).isEqualTo("failed");
        assertThat(answer.json().at("/reply/error_code").asText()).isEqualTo("AI_TIMEOUT");
        assertThat(answer.json().at("/reply/content").asText()).isEqualTo("Hel");
    }

    @Test
    void a_resend_of_what_was_answered_gets_the_reply_at_once() {
        server.model.says("Hello").ends();
        var first = mei.post(PATH + "?wait=true", named("m-1", "Hi")).json();

        var second = mei.post(PATH + "?wait=true", named("m-1", "Hi")).json();

        assertThat(second.get("duplicate").asBoolean()).isTrue();
        assertThat(second.get("reply")).isEqualTo(first.get("reply"));
    }

    @Test
    void a_resend_in_the_middle_waits_for_the_same_reply() throws Exception {
        server.model.says("Hel");
        mei.post(PATH, named("m-1", "Hi"));

        var waiting = CompletableFuture.supplyAsync(() -> mei.post(PATH + "?wait=true", named("m-1", "Hi")));
        server.model.says("lo").ends();

        assertThat(waiting.get().json().at("/reply/content").asText()).isEqualTo("Hello");
    }

    @Test
    void a_reply_is_stopped_by_its_id() {
        server.model.says("Hel");
        var receipt = mei.say(session, "Hi");
        String path = PATH + receipt.get("reply_id").asText() + "/cancel/";

        var answer = mei.post(path, "{\"session_id\": \"" + session + "\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("outcome")).isEqualTo("stopping");
        assertThat(answer.json().get("reply_id")).isEqualTo(receipt.get("reply_id"));
        await().until(() -> lastState(), "cancelled"::equals);
        assertThat(mei.post(path, "{\"session_id\": \"" + session + "\"}").text("outcome"))
                .isEqualTo("already_ended");
    }

    @Test
    void a_reply_is_stopped_by_its_question() {
        server.model.says("Hel");
        var receipt = mei.say(session, "Hi");

        var answer = mei.post(
                PATH + receipt.get("message_id").asText() + "/cancel", "{\"session_id\": \"" + session + "\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("reply_id")).isEqualTo(receipt.get("reply_id"));
    }

    @Test
    void what_has_ended_is_not_stopped() {
        server.model.says("Hello").ends();
        var whole = mei.post(PATH + "?wait=true", Api.message(session, "Hi")).json();

        var answer =
                mei.post(PATH + whole.get("reply_id").asText() + "/cancel/", "{\"session_id\": \"" + session + "\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("outcome")).isEqualTo("already_ended");
        assertThat(answer.text("state")).isEqualTo("complete");
    }

    @Test
    void metadata_comes_back_in_the_history() {
        mei.post(
                PATH,
                "{\"session_id\": \"%s\", \"content\": \"Hi\", \"metadata\": {\"page\": [1, null]}}"
                        .formatted(session));

        var message =
                mei.get("/api/chat/session/" + session + "/history/").json().at("/messages/0");

        assertThat(message.get("metadata").toString()).isEqualTo("{\"page\":[1,null]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"𝄞 ü é\u0301 👩‍👩‍👧", " spaces around ", "line\r\nand\ttab", "\"quotes\" \\ and </script>"})
    void texts_survive_unchanged(String text) {
        mei.say(session, text);

        var history = mei.get("/api/chat/session/" + session + "/history/").json();

        assertThat(history.at("/messages/0/content").asText()).isEqualTo(text);
    }

    private String lastState() {
        var messages =
                mei.get("/api/chat/session/" + session + "/history/").json().get("messages");
        return messages.get(messages.size() - 1).path("state").asText();
    }

    private String named(String id, String text) {
        return "{\"session_id\": \"%s\", \"content\": \"%s\", \"client_message_id\": \"%s\"}"
                .formatted(session, text, id);
    }

    @Nested
    class WithLittlePatience {

        @RegisterExtension
        final RestServer impatient =
                new RestServer().with(RestServer.config(Duration.ofSeconds(15), Duration.ofMillis(50)));

        @Test
        void waiting_ends_with_the_receipt_if_the_reply_takes_too_long() {
            Api ben = impatient.as("ben");
            String session = ben.session();

            var answer = ben.post(PATH + "?wait=true", Api.message(session, "Hi"));

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.json().get("reply").isNull()).isTrue();
            assertThat(answer.json().get("reply_id").asText()).hasSize(36);
        }
    }
}
