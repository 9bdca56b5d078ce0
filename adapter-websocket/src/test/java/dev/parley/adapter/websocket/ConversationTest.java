package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.session.SessionId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_question_is_accepted_answered_and_ended() throws Exception {
        SessionId session = server.session("ada");
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello", "c-1");
            JsonNode accepted = client.next("message_accepted");
            server.model().asked().say("Hi", " there").end();
            List<JsonNode> frames = client.readUntil("ai_complete");

            assertThat(accepted.path("client_message_id").asText()).isEqualTo("c-1");
            assertThat(accepted.path("durability").asText()).isEqualTo("db");
            assertThat(accepted.path("duplicate").asBoolean(true)).isFalse();
            assertThat(frames.getFirst().path("type").asText()).isEqualTo("ai_started");
            JsonNode complete = frames.getLast();
            assertThat(complete.path("message_id")).isEqualTo(accepted.path("reply_id"));
            assertThat(complete.path("full_response").asText()).isEqualTo("Hi there");
            assertThat(complete.path("text_sha256").asText()).isEqualTo(TextDigest.sha256("Hi there"));
        }
    }
}
