package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.session.SessionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final Principal ADA = Principal.user("ada");

    private TestServer server;
    private SessionId session;

    @BeforeEach
    void start() {
        server = TestServer.start();
        session = server.session("ada");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_connection_is_greeted_with_its_session() throws Exception {
        try (ChatClient client = server.open("ada", session, "", 0)) {
            JsonNode greeting = client.next("system");

            assertThat(greeting.path("message").asText()).isEqualTo("connected");
            JsonNode info = greeting.path("session_info");
            assertThat(info.path("session_id").asText()).isEqualTo(session.toString());
            assertThat(info.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(info.path("last_seq").asLong()).isEqualTo(1);
            assertThat(info.path("title").isNull()).isTrue();
        }
    }

    @Test
    void a_question_is_accepted_answered_and_ended() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello", "c-1");
            JsonNode accepted = client.next("message_accepted");
            server.model().asked().say("Hi", " there").end();
            List<JsonNode> frames = client.readUntil("ai_complete");

            assertThat(accepted.path("client_message_id").asText()).isEqualTo("c-1");
            assertThat(accepted.path("durability").asText()).isEqualTo("db");
            assertThat(accepted.path("duplicate").asBoolean(true)).isFalse();
            assertThat(accepted.path("seq").asLong()).isEqualTo(2);
            assertThat(accepted.path("position").asLong()).isEqualTo(1);
            assertThat(frames.getFirst().path("type").asText()).isEqualTo("ai_started");
            assertThat(frames.getFirst().path("reply_to")).isEqualTo(accepted.path("message_id"));
            JsonNode complete = frames.getLast();
            assertThat(complete.path("message_id")).isEqualTo(accepted.path("reply_id"));
            assertThat(complete.path("full_response").asText()).isEqualTo("Hi there");
            assertThat(complete.path("text_sha256").asText()).isEqualTo(TextDigest.sha256("Hi there"));
            assertThat(complete.path("token_count").asInt()).isEqualTo(5);
            assertThat(complete.path("finish_reason").asText()).isEqualTo("stop");
            assertThat(complete.path("usage").path("prompt_tokens").asInt()).isEqualTo(3);
            assertThat(complete.path("attempt").asInt()).isEqualTo(1);
            assertThat(complete.path("seq").asLong()).isEqualTo(3);
        }
    }

    @Test
    void the_chunks_of_an_attempt_joined_are_the_answer() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("tell me");
            HandModel.Talk talk = server.model().asked();
            var text = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                talk.say("piece " + i + " \uD83D\uDE00 ");
            }
            talk.end();

            int index = 0;
            JsonNode frame = client.await("ai_started");
            for (frame = client.next(); frame.path("type").asText().equals("ai_chunk"); frame = client.next()) {
                assertThat(frame.path("chunk_index").asInt()).isEqualTo(++index);
                assertThat(frame.path("offset").asInt()).isEqualTo(text.length());
                assertThat(frame.path("is_complete").asBoolean(true)).isFalse();
                text.append(frame.path("content").asText());
            }

            assertThat(frame.path("type").asText()).isEqualTo("ai_complete");
            assertThat(text).hasToString(frame.path("full_response").asText());
        }
    }

    @Test
    void both_devices_see_one_order_and_the_sender_no_echo() throws Exception {
        try (ChatClient phone = server.connect("ada", session);
                ChatClient desk = server.connect("ada", session)) {
            for (int i = 0; i < 20; i++) {
                phone.say("from the phone " + i, "p-" + i);
                desk.say("from the desk " + i, "d-" + i);
            }

            List<JsonNode> onPhone = messages(phone, 40);
            List<JsonNode> onDesk = messages(desk, 40);

            assertThat(onPhone).extracting(ConversationTest::seq).isSorted().doesNotHaveDuplicates();
            assertThat(onPhone)
                    .extracting(ConversationTest::clientMessageId)
                    .isEqualTo(onDesk.stream()
                            .map(ConversationTest::clientMessageId)
                            .toList());
            assertThat(onPhone)
                    .allSatisfy(frame -> assertThat(frame.path("type").asText())
                            .isEqualTo(clientMessageId(frame).startsWith("p") ? "message_accepted" : "message"));
            assertThat(onDesk)
                    .allSatisfy(frame -> assertThat(frame.path("type").asText())
                            .isEqualTo(clientMessageId(frame).startsWith("d") ? "message_accepted" : "message"));
        }
    }

    private static List<JsonNode> messages(ChatClient client, int count) throws Exception {
        var messages = new ArrayList<JsonNode>();
        while (messages.size() < count) {
            JsonNode frame = client.next();
            if (!clientMessageId(frame).isEmpty()) {
                messages.add(frame);
            }
        }
        return messages;
    }

    private static long seq(JsonNode frame) {
        return frame.path("seq").asLong();
    }

    private static String clientMessageId(JsonNode frame) {
        String own = frame.path("client_message_id").asText();
        return own.isEmpty() ? frame.path("message").path("client_message_id").asText() : own;
    }

    @Test
    void a_message_of_another_device_comes_whole() throws Exception {
        try (ChatClient phone = server.connect("ada", session);
                ChatClient desk = server.connect("ada", session)) {
            phone.send(
                    "user_message",
                    Map.of("message", " h\u00e9llo\r\n", "client_message_id", "c-1", "metadata", Map.of("page", 7)));
            JsonNode accepted = phone.next("message_accepted");

            JsonNode message = desk.next("message");

            assertThat(message.path("seq")).isEqualTo(accepted.path("seq"));
            assertThat(message.path("message").path("message_id")).isEqualTo(accepted.path("message_id"));
            assertThat(message.path("message").path("content").asText()).isEqualTo(" h\u00e9llo\r\n");
            assertThat(message.path("message").path("type").asText()).isEqualTo("user");
            assertThat(message.path("message").path("author").asText()).isEqualTo("ada");
            assertThat(message.path("message").path("metadata").path("page").asInt())
                    .isEqualTo(7);
            assertThat(message.path("message").path("version").asInt()).isEqualTo(1);
        }
    }

    @Test
    void the_same_message_again_gets_the_same_ids() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello", "c-1");
            JsonNode first = client.next("message_accepted");
            client.say("hello", "c-1");
            JsonNode again = client.await("message_accepted");

            assertThat(again.path("duplicate").asBoolean()).isTrue();
            for (String field : List.of("message_id", "reply_id", "seq", "position", "client_message_id")) {
                assertThat(again.path(field)).isEqualTo(first.path(field));
            }
        }
    }

    @Test
    void a_message_resent_over_a_new_connection_is_a_duplicate() throws Exception {
        JsonNode first;
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello", "c-1");
            first = client.next("message_accepted");
        }

        try (ChatClient client = server.connect("ada", session, "?after_seq=0")) {
            client.say("hello", "c-1");
            JsonNode again = client.await("message_accepted");

            assertThat(again.path("duplicate").asBoolean()).isTrue();
            assertThat(again.path("message_id")).isEqualTo(first.path("message_id"));
        }
    }

    @Test
    void many_resends_at_once_are_answered_once_each_with_one_id() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            for (int i = 0; i < 10; i++) {
                client.say("hello", "c-1");
            }
            var ids = new HashSet<String>();
            int fresh = 0;
            for (int i = 0; i < 10; i++) {
                JsonNode accepted = client.await("message_accepted");
                ids.add(accepted.path("message_id").asText());
                fresh += accepted.path("duplicate").asBoolean() ? 0 : 1;
            }

            assertThat(ids).hasSize(1);
            assertThat(fresh).isEqualTo(1);
        }
    }

    @Test
    void the_same_id_with_another_text_is_a_conflict() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello", "c-1");
            client.say("something else", "c-1");
            JsonNode error = client.await("error");

            assertThat(error.path("error_code").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
            assertThat(error.path("client_message_id").asText()).isEqualTo("c-1");
        }
    }

    @Test
    void a_message_without_an_id_is_given_one() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello");
            JsonNode accepted = client.next("message_accepted");

            assertThat(accepted.path("client_message_id").asText()).isNotEmpty();
        }
    }

    @Test
    void further_messages_are_accepted_at_once_and_answered_in_turn() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("one", "c-1");
            JsonNode one = client.next("message_accepted");
            HandModel.Talk first = server.model().asked().say("first");
            client.await("ai_chunk");
            client.say("two", "c-2");
            JsonNode two = client.await("message_accepted");
            first.end();
            JsonNode firstEnd = client.await("ai_complete");
            server.model().asked().say("second").end();
            JsonNode secondEnd = client.await("ai_complete");

            assertThat(firstEnd.path("message_id")).isEqualTo(one.path("reply_id"));
            assertThat(secondEnd.path("message_id")).isEqualTo(two.path("reply_id"));
        }
    }

    @Test
    void a_late_joiner_gets_the_text_so_far_as_its_first_chunk() throws Exception {
        try (ChatClient early = server.connect("ada", session)) {
            early.say("hello");
            HandModel.Talk talk = server.model().asked().say("So far");
            early.await("ai_chunk");
            try (ChatClient late = server.connect("ada", session)) {
                late.await("ai_started");
                JsonNode chunk = late.next("ai_chunk");
                talk.say(", and on").end();
                JsonNode complete = late.await("ai_complete");

                assertThat(chunk.path("chunk_index").asInt()).isEqualTo(1);
                assertThat(chunk.path("offset").asInt()).isZero();
                assertThat(chunk.path("content").asText()).isEqualTo("So far");
                assertThat(complete.path("full_response").asText()).isEqualTo("So far, and on");
            }
        }
    }

    @Test
    void a_reply_is_cancelled_by_another_device_and_keeps_its_text() throws Exception {
        try (ChatClient phone = server.connect("ada", session);
                ChatClient desk = server.connect("ada", session)) {
            phone.say("hello");
            HandModel.Talk talk = server.model().asked().say("Well");
            String reply = desk.await("ai_chunk").path("message_id").asText();
            desk.send("cancel", Map.of("reply_id", reply));

            assertThat(talk.awaitClosed()).isTrue();
            for (ChatClient client : List.of(phone, desk)) {
                JsonNode cancelled = client.await("ai_cancelled");
                assertThat(cancelled.path("message_id").asText()).isEqualTo(reply);
                assertThat(cancelled.path("full_response").asText()).isEqualTo("Well");
            }
        }
    }

    @Test
    void a_reply_is_cancelled_before_its_first_token() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello");
            JsonNode accepted = client.next("message_accepted");
            HandModel.Talk talk = server.model().asked();
            client.send(
                    "cancel", Map.of("message_id", accepted.path("message_id").asText()));
            JsonNode cancelled = client.await("ai_cancelled");

            assertThat(talk.awaitClosed()).isTrue();
            assertThat(cancelled.path("full_response").asText()).isEmpty();
        }
    }

    @Test
    void a_cancel_with_nothing_to_stop_is_refused_by_its_name() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.send("cancel", Map.of("client_command_id", "stop-1"));
            JsonNode error = client.next("error");

            assertThat(error.path("error_code").asText()).isEqualTo("MESSAGE_NOT_FOUND");
            assertThat(error.path("client_command_id").asText()).isEqualTo("stop-1");
        }
    }

    @Test
    void a_reply_that_fails_says_so_in_both_shapes() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello");
            server.model().asked().say("Half").fail(ModelFailure.Kind.UNAVAILABLE);
            JsonNode failed = client.await("ai_failed");
            JsonNode error = client.next("error");

            assertThat(failed.path("error_code").asText()).isEqualTo("AI_UNAVAILABLE");
            assertThat(failed.path("retryable").asBoolean()).isTrue();
            assertThat(failed.path("full_response").asText()).isEqualTo("Half");
            assertThat(error.path("error_code").asText()).isEqualTo("AI_UNAVAILABLE");
            assertThat(error.path("message_id")).isEqualTo(failed.path("message_id"));
        }
    }

    @Test
    void a_ping_is_answered_with_the_last_seq() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.send("ping", Map.of());

            assertThat(client.next("pong").path("last_seq").asLong()).isEqualTo(1);
        }
    }

    @Test
    void cursors_move_and_are_told() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            client.say("hello");
            server.model().asked().say("Hi").end();
            client.await("ai_complete");
            client.send("delivered", Map.of("up_to_position", 2));
            JsonNode delivered = client.next("receipt");
            client.send("read", Map.of("up_to_position", 1));
            JsonNode read = client.next("receipt");

            assertThat(delivered.path("delivered_up_to").asLong()).isEqualTo(2);
            assertThat(read.path("read_up_to").asLong()).isEqualTo(1);
        }
    }

    @Test
    void a_new_title_is_told_to_every_device() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            server.engine()
                    .useCases()
                    .changeSession()
                    .change(new ChangeSession.Command(ADA, session, "Trains", null, null));
            JsonNode updated = client.next("session_updated");

            assertThat(updated.path("change").asText()).isEqualTo("renamed");
            assertThat(updated.path("session").path("title").asText()).isEqualTo("Trains");
            assertThat(updated.path("seq").asLong()).isEqualTo(2);
        }
    }

    @Test
    void a_session_that_is_deleted_is_closed_with_4404() throws Exception {
        try (ChatClient client = server.connect("ada", session)) {
            server.engine().useCases().changeSession().delete(ADA, session);

            assertThat(client.next("session_updated").path("change").asText()).isEqualTo("deleted");
            assertThat(client.socket().readCloseCode()).isEqualTo(4404);
        }
    }

    @Test
    void a_guests_socket_ends_with_4404_when_its_session_is_a_users() throws Exception {
        try (ChatClient guest = server.connect("ada", session)) {
            guest.say("Hello");
            HandModel.Talk talk = server.model().asked().say("half");
            guest.await("ai_chunk");

            server.handOver("ada", "grace");

            JsonNode last = guest.next("session_updated");
            assertThat(last.path("change").asText()).isEqualTo("owner_changed");
            assertThat(last.has("session")).isFalse();
            assertThat(guest.socket().readCloseCode()).isEqualTo(4404);
            try (ChatClient user = server.connect("grace", session, "?after_seq=0")) {
                talk.say(" and whole").end();
                JsonNode complete = user.await("ai_complete");
                assertThat(complete.path("full_response").asText()).isEqualTo("half and whole");
                assertThat(complete.path("seq").asLong()).isEqualTo(4);
            }
        }
    }

    @Test
    void a_store_that_breaks_is_an_error_and_the_connection_lives() throws Exception {
        try (TestServer broken = TestServer.start(
                        WebSocketConfig.STANDARD,
                        System::nanoTime,
                        ports -> new WebSocketAdapter.Ports(
                                ports.authentication(),
                                ports.followSession(),
                                ports.sendMessage(),
                                (caller, where, which) -> {
                                    throw new IllegalArgumentException("secret details");
                                },
                                ports.markRead()));
                ChatClient client = broken.connect("ada", broken.session("ada"))) {
            client.send("cancel", Map.of("client_command_id", "stop-1"));
            JsonNode error = client.next("error");
            client.send("ping", Map.of());

            assertThat(error.path("error_code").asText()).isEqualTo("PROCESSING_ERROR");
            assertThat(error.path("client_command_id").asText()).isEqualTo("stop-1");
            assertThat(error.toString()).doesNotContain("secret");
            client.next("pong");
        }
    }
}
