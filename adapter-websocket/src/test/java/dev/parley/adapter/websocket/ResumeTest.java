package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResumeTest {

    private static final Principal ADA = Principal.user("ada");

    private final ManualTime time = new ManualTime();
    private TestServer server;
    private SessionId session;

    @BeforeEach
    void start() {
        server = TestServer.start(WebSocketConfig.STANDARD, time);
        session = server.session("ada");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void talk(int turns) throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            for (int i = 1; i <= turns; i++) {
                client.say("question " + i, "c-" + i);
                server.model().asked().say("answer " + i).end();
                client.await("ai_complete");
            }
        }
    }

    @Test
    void a_deletion_that_was_undone_closes_nobody() throws Exception {
        server.engine().useCases().changeSession().delete(ADA, session);
        server.engine().useCases().changeSession().restore(ADA, session);
        try (ChatClient client = server.connect("ada", session, "?after_seq=1")) {
            client.next("resumed");

            assertThat(client.next("session_updated").path("change").asText()).isEqualTo("deleted");
            assertThat(client.next("session_updated").path("change").asText()).isEqualTo("restored");
            client.say("still here", "c-1");
            assertThat(client.await("message_accepted").path("seq").asLong()).isEqualTo(4);
        }
    }

    @Test
    void what_was_missed_comes_in_order_and_once() throws Exception {
        talk(3);
        try (ChatClient client = server.connect("ada", session, "?after_seq=3")) {
            JsonNode resumed = client.next("resumed");
            assertThat(resumed.path("last_seq").asLong()).isEqualTo(7);
            assertThat(resumed.path("complete").asBoolean()).isTrue();
            assertThat(resumed.has("reload")).isFalse();

            List<JsonNode> missed = List.of(
                    client.next("message"),
                    client.await("ai_complete"),
                    client.next("message"),
                    client.await("ai_complete"));

            assertThat(missed).extracting(frame -> frame.path("seq").asLong()).containsExactly(4L, 5L, 6L, 7L);
            assertThat(missed.getFirst().path("message").path("content").asText())
                    .isEqualTo("question 2");
            assertThat(missed.getLast().path("full_response").asText()).isEqualTo("answer 3");
        }
    }

    @Test
    void a_resume_frame_does_the_same() throws Exception {
        talk(1);
        try (ChatClient client = server.connect("ada", session)) {
            client.send("resume", Map.of("after_seq", 1));

            assertThat(client.next("resumed").path("complete").asBoolean()).isTrue();
            assertThat(client.next("message").path("seq").asLong()).isEqualTo(2);
        }
    }

    @Test
    void a_running_reply_goes_on_from_the_offset_the_client_has() throws Exception {
        try (ChatClient before = server.connect("ada", session)) {
            before.say("hello");
            HandModel.Talk talk = server.model().asked().say("One two");
            JsonNode chunk = before.await("ai_chunk");
            try (ChatClient after = server.connect("ada", session)) {
                after.send(
                        "resume",
                        Map.of(
                                "after_seq", 2,
                                "message_id", chunk.path("message_id").asText(),
                                "attempt", 1,
                                "offset", 4));
                after.next("resumed");
                JsonNode rest = after.await("ai_chunk");
                talk.say(" three").end();
                JsonNode complete = after.await("ai_complete");

                assertThat(rest.path("offset").asInt()).isEqualTo(4);
                assertThat(rest.path("content").asText()).isEqualTo("two");
                assertThat(complete.path("full_response").asText()).isEqualTo("One two three");
            }
        }
    }

    @Test
    void a_client_with_nothing_of_the_running_reply_gets_a_snapshot() throws Exception {
        try (ChatClient before = server.connect("ada", session)) {
            before.say("hello");
            HandModel.Talk talk = server.model().asked().say("One two");
            before.await("ai_chunk");
            try (ChatClient after = server.connect("ada", session, "?after_seq=2")) {
                after.next("resumed");
                JsonNode snapshot = after.next("ai_snapshot");
                talk.say(" three").end();
                JsonNode chunk = after.next("ai_chunk");

                assertThat(snapshot.path("content").asText()).isEqualTo("One two");
                assertThat(snapshot.path("attempt").asInt()).isEqualTo(1);
                assertThat(chunk.path("offset").asInt()).isEqualTo(7);
                assertThat(chunk.path("chunk_index").asInt()).isEqualTo(1);
            }
        }
    }

    @Test
    void a_position_beyond_the_end_means_reload() throws Exception {
        try (ChatClient client = server.connect("ada", session, "?after_seq=99")) {
            JsonNode resumed = client.next("resumed");

            assertThat(resumed.path("complete").asBoolean(true)).isFalse();
            assertThat(resumed.path("reload").asBoolean()).isTrue();
            assertThat(resumed.path("last_seq").asLong()).isEqualTo(1);
        }
    }

    @Test
    void too_many_missed_events_mean_reload_and_then_live() throws Exception {
        for (int i = 0; i < 501; i++) {
            server.engine().send(ADA, session, "message " + i);
        }
        try (ChatClient client = server.connect("ada", session, "?after_seq=1")) {
            assertThat(client.next("resumed").path("reload").asBoolean()).isTrue();
            client.say("now", "c-1");

            assertThat(client.await("message_accepted").path("seq").asLong()).isEqualTo(503);
        }
    }

    @Test
    void no_event_leaves_before_it_is_known_where_the_client_stands() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            server.engine().send(ADA, session, "meanwhile");
            client.send("ping", Map.of());
            client.next("pong");
            client.send("resume", Map.of("after_seq", 0));

            // The pong came and the event did not: it had been there before.
            client.next("resumed");
            assertThat(client.next("session_updated").path("seq").asLong()).isEqualTo(1);
            assertThat(client.next("message").path("seq").asLong()).isEqualTo(2);
        }
    }

    @Test
    void who_does_not_say_goes_on_from_when_it_came() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            server.engine().send(ADA, session, "meanwhile");
            time.pass(Duration.ofSeconds(3));

            JsonNode message = client.next("message");
            assertThat(message.path("message").path("content").asText()).isEqualTo("meanwhile");
        }
    }

    @Test
    void a_resume_that_comes_too_late_is_refused() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello");
            client.next("message_accepted");
            client.send("resume", Map.of("after_seq", 0));

            JsonNode error = client.await("error");
            assertThat(error.path("error_code").asText()).isEqualTo("INVALID_MESSAGE");
            assertThat(error.path("details").asText()).startsWith("type: ");
        }
    }

    @Test
    void a_second_resume_is_refused() throws Exception {
        try (ChatClient client = server.connect("ada", session, "?after_seq=1")) {
            client.send("resume", Map.of("after_seq", 0));

            assertThat(client.await("error").path("error_code").asText()).isEqualTo("INVALID_MESSAGE");
        }
    }

    @Test
    void an_own_message_of_earlier_is_told_like_any_other() throws Exception {
        talk(1);
        try (ChatClient client = server.connect("ada", session)) {
            client.send("resume", Map.of("after_seq", 1));
            client.say("question 1", "c-1");
            List<JsonNode> frames = List.of(client.next(), client.next(), client.next(), client.next());

            assertThat(frames)
                    .filteredOn(frame -> frame.path("type").asText().equals("message_accepted"))
                    .singleElement()
                    .satisfies(accepted ->
                            assertThat(accepted.path("duplicate").asBoolean()).isTrue());
            assertThat(frames)
                    .filteredOn(frame -> frame.path("type").asText().equals("message"))
                    .hasSize(1);
        }
    }
}
