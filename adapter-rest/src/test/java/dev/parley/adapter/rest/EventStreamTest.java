package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.reply.ModelFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventStreamTest {

    @RegisterExtension
    final RestServer server = new RestServer().with(RestServer.config(Duration.ofMillis(100), Duration.ofMinutes(1)));

    private Api mei;
    private String session;

    @BeforeEach
    void begin() {
        mei = server.as("mei");
        session = mei.session();
    }

    @Test
    void a_reply_comes_piece_by_piece() throws Exception {
        try (var events = open("Hi")) {
            var accepted = events.next("message_accepted");
            server.model.says("Hel");
            var started = events.next("ai_started");
            var first = events.next("ai_chunk");
            server.model.says("lo");
            var second = events.next("ai_chunk");
            server.model.ends();
            var complete = events.next("ai_complete");

            assertThat(accepted.data().get("durability").asText()).isEqualTo("db");
            String reply = accepted.text("reply_id");
            assertThat(started.text("message_id")).isEqualTo(reply);
            assertThat(started.text("reply_to")).isEqualTo(accepted.text("message_id"));
            assertThat(started.text("model")).isEqualTo("told");
            assertThat(started.data().get("base_offset").asInt()).isZero();
            assertThat(first.text("content")).isEqualTo("Hel");
            assertThat(first.data().get("chunk_index").asInt()).isEqualTo(1);
            assertThat(first.data().get("offset").asInt()).isZero();
            assertThat(first.data().get("is_complete").asBoolean()).isFalse();
            assertThat(first.data().get("attempt").asInt()).isEqualTo(1);
            assertThat(second.text("content")).isEqualTo("lo");
            assertThat(second.data().get("chunk_index").asInt()).isEqualTo(2);
            assertThat(second.data().get("offset").asInt()).isEqualTo(3);
            assertThat(complete.text("message_id")).isEqualTo(reply);
            assertThat(complete.text("full_response")).isEqualTo("Hello");
            assertThat(complete.text("text_sha256")).isEqualTo(TextDigest.sha256("Hello"));
            assertThat(complete.text("finish_reason")).isEqualTo("stop");
            assertThat(complete.data().get("token_count").asInt()).isEqualTo(3);
            assertThat(complete.data().at("/usage/prompt_tokens").asInt()).isEqualTo(7);
            assertThat(complete.data().has("error_code")).isFalse();
            events.end();
        }
    }

    @Test
    void every_event_carries_the_session_and_its_name() throws Exception {
        server.model.says("Hello").ends();

        for (EventReader.Event event : open("Hi").all()) {
            assertThat(event.text("session_id")).isEqualTo(session);
            assertThat(event.text("type")).isEqualTo(event.name());
        }
    }

    @Test
    void an_id_says_where_the_reader_stands() throws Exception {
        server.model.says("Hello").ends();

        List<EventReader.Event> events = open("Hi").all();

        long seq = events.getFirst().data().get("seq").asLong();
        assertThat(events.getFirst().id()).isEqualTo(seq + ".0.0");
        assertThat(events.get(1).id()).isEqualTo(seq + ".1.0");
        assertThat(events.get(events.size() - 2).id()).isEqualTo(seq + ".1.5");
        assertThat(events.getLast().id())
                .isEqualTo(events.getLast().data().get("seq").asLong() + ".1.5");
    }

    @Test
    void the_stream_is_not_kept_by_anybody_on_the_way() throws Exception {
        server.model.ends();

        var response = mei.stream(Api.message(session, "Hi"));
        response.body().close();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void silence_is_filled_with_comments() throws Exception {
        try (var events = open("Hi")) {
            assertThat(events.comment()).isNotEmpty();
            assertThat(events.comment()).isNotEmpty();
            server.model.says("Hello").ends();
            assertThat(events.all().getLast().name()).isEqualTo("ai_complete");
        }
    }

    @Test
    void line_breaks_and_odd_characters_arrive_unchanged() throws Exception {
        String text = "a\nb\r\nc\u2028d \uD834\uDD1E \"quoted\" data: x\n\nevent: y";
        server.model.says(text).ends();

        List<EventReader.Event> events = open("Hi").all();

        assertThat(events.getLast().text("full_response")).isEqualTo(text);
        assertThat(joined(events)).isEqualTo(text);
    }

    @Test
    void a_failure_is_told_as_error_and_as_the_replys_end() throws Exception {
        server.model.says("Half").fails(ModelFailure.Kind.OVERLOADED);

        List<EventReader.Event> events = open("Hi").all();

        EventReader.Event error = events.get(events.size() - 2);
        EventReader.Event failed = events.getLast();
        assertThat(error.name()).isEqualTo("error");
        assertThat(error.text("error_code")).isEqualTo("AI_OVERLOADED");
        assertThat(error.text("message")).isNotEmpty();
        assertThat(error.data().has("details")).isTrue();
        assertThat(error.text("message_id"))
                .isEqualTo(failed.text("message_id"))
                .isNotEmpty();
        assertThat(failed.name()).isEqualTo("ai_failed");
        assertThat(failed.text("error_code")).isEqualTo("AI_OVERLOADED");
        assertThat(failed.data().get("retryable").asBoolean()).isTrue();
        assertThat(failed.text("full_response")).isEqualTo("Half");
    }

    @Test
    void a_stopped_reply_ends_the_stream_with_what_was_kept() throws Exception {
        server.model.says("Half");
        try (var events = open("Hi")) {
            String reply = events.next("message_accepted").text("reply_id");
            events.next("ai_started");
            events.next("ai_chunk");

            mei.post("/api/chat/messages/" + reply + "/cancel/", "{\"session_id\": \"" + session + "\"}");

            assertThat(events.next("ai_cancelled").text("full_response")).isEqualTo("Half");
            events.end();
        }
    }

    @Test
    void an_answered_message_sent_again_is_answered_from_the_history() throws Exception {
        server.model.says("Hel", "lo").ends();
        List<EventReader.Event> first = EventReader.of(mei.stream(named("m-1"))).all();

        List<EventReader.Event> second =
                EventReader.of(mei.stream(named("m-1"))).all();

        assertThat(second.getFirst().data().get("duplicate").asBoolean()).isTrue();
        assertThat(names(second)).containsExactly("message_accepted", "ai_started", "ai_chunk", "ai_complete");
        assertThat(joined(second)).isEqualTo("Hello");
        assertThat(second.getLast().data()).isEqualTo(first.getLast().data());
    }

    @Test
    void a_message_sent_again_in_the_middle_gets_the_whole_reply() throws Exception {
        server.model.says("Hel");
        try (var first = EventReader.of(mei.stream(named("m-1")))) {
            first.next("message_accepted");
            first.next("ai_started");
            first.next("ai_chunk");

            try (var second = EventReader.of(mei.stream(named("m-1")))) {
                assertThat(second.next("message_accepted")
                                .data()
                                .get("duplicate")
                                .asBoolean())
                        .isTrue();
                server.model.says("lo").ends();

                assertThat(joined(second.all())).isEqualTo("Hello");
                assertThat(joined(first.all())).isEqualTo("lo");
            }
        }
    }

    @Test
    void other_messages_of_the_session_do_not_show() throws Exception {
        try (var events = open("first")) {
            events.next("message_accepted");
            mei.say(session, "second");
            server.model.says("one").ends().says("two").ends();

            assertThat(names(events.all())).containsExactly("ai_started", "ai_chunk", "ai_complete");
        }
    }

    @Test
    void a_client_that_leaves_ends_the_stream_and_not_the_reply() throws Exception {
        server.model.says("Hel");
        try (var events = open("Hi")) {
            events.next("message_accepted");
            events.next("ai_started");
            events.next("ai_chunk");
        }

        await().until(() -> server.openFeeds() == 0);
        server.model.says("lo").ends();

        await().until(() -> history().at("/messages/1/content").asText(), "Hello"::equals);
    }

    @Test
    void a_deleted_session_ends_the_stream() throws Exception {
        try (var events = open("Hi")) {
            events.next("message_accepted");

            mei.method("DELETE", "/api/chat/session/" + session + "/");

            assertThat(names(events.all())).isNotEmpty().last().isIn("error", "ai_cancelled");
        }
    }

    @Test
    void a_server_that_stops_says_so() throws Exception {
        try (var events = open("Hi")) {
            events.next("message_accepted");
            events.next("ai_started");

            server.adapter().close();

            var draining = events.next("draining");
            assertThat(draining.data().get("reconnect_after_ms").asLong()).isPositive();
            events.end();
        }
    }

    @Test
    void what_is_refused_is_a_problem_and_no_stream() throws Exception {
        var response = mei.stream(Api.message(session, "  "));

        try (var body = response.body()) {
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("INVALID_MESSAGE");
        }
    }

    private EventReader open(String text) throws Exception {
        return EventReader.of(mei.stream(Api.message(session, text)));
    }

    private String named(String id) {
        return "{\"session_id\": \"%s\", \"content\": \"Hi\", \"client_message_id\": \"%s\"}".formatted(session, id);
    }

    private JsonNode history() {
        return mei.get("/api/chat/session/" + session + "/history/").json();
    }

    private static List<String> names(List<EventReader.Event> events) {
        return events.stream().map(EventReader.Event::name).toList();
    }

    private static String joined(List<EventReader.Event> events) {
        var pieces = new ArrayList<String>();
        for (EventReader.Event event : events) {
            if (event.name().equals("ai_chunk")) {
                pieces.add(event.text("content"));
            }
        }
        return String.join("", pieces);
    }
}
