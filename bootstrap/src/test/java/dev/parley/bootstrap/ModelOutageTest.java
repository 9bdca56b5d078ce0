package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever models do, the server serves, and what people see is what docs/operations.md says. */
class ModelOutageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String STREAM = "text/event-stream";

    @TempDir
    Path data;

    private ScriptedModelServer first;
    private ScriptedModelServer second;
    private HttpClient http;

    @BeforeEach
    void open() throws IOException {
        first = ScriptedModelServer.start();
        second = ScriptedModelServer.start().answering("from the second");
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void close() throws IOException {
        http.shutdownNow();
        first.close();
        second.close();
    }

    @Test
    void a_dead_model_stops_neither_the_start_nor_the_reading() throws Exception {
        first.answering("It was fine once.");
        String session;
        try (var server = one(Map.of());
                var caller = new Caller(server)) {
            var person = new Person(server, caller);
            session = person.session;
            assertThat(person.say("Hello?").pieces()).isEqualTo("It was fine once.");
        }
        first.close();

        try (var server = one(Map.of("PARLEY_LLM_RETRIES", "0"));
                var caller = new Caller(server)) {
            var person = new Person(server, caller);
            JsonNode failed = person.say("Still there?").event("ai_failed");

            assertThat(failed.path("error_code").asText()).isEqualTo("AI_UNAVAILABLE");
            assertThat(failed.path("retryable").asBoolean()).isTrue();
            assertThat(caller.get("/api/chat/session/" + person.session + "/history/", person.token)
                            .good()
                            .path("messages"))
                    .hasSize(2);
            assertThat(caller.get("/health/ready", Caller.NOBODY)
                            .with(200)
                            .json()
                            .at("/dependencies/model/status"))
                    .hasToString("\"degraded\"");
        }
        assertThat(session).isNotEmpty();
    }

    @Test
    void the_next_provider_answers_and_is_named() throws Exception {
        first.playing(ModelScript.status(401));
        try (var server = two(Map.of());
                var caller = new Caller(server)) {
            var person = new Person(server, caller);

            Answer answer = person.say("Who are you?");

            assertThat(answer.pieces()).isEqualTo("from the second");
            JsonNode complete = answer.event("ai_complete");
            assertThat(complete.path("model").asText()).isEqualTo("small");
            assertThat(complete.path("usage").path("completion_tokens").asInt()
                            + complete.path("token_count").asInt())
                    .isPositive();
            JsonNode kept = caller.get("/api/chat/session/" + person.session + "/history/", person.token)
                    .good()
                    .path("messages");
            assertThat(kept.get(kept.size() - 1).path("model").asText()).isEqualTo("small");
            assertThat(second.takeExchange().request().headers()).containsEntry("authorization", "Bearer second-key");
            JsonNode health =
                    caller.get("/health/ready", Caller.NOBODY).with(200).json().path("dependencies");
            assertThat(health.at("/model/status").asText()).isEqualTo("degraded");
            assertThat(health.path("model.default").path("status").asText()).isEqualTo("degraded");
            assertThat(health.path("model.second").path("status").asText()).isEqualTo("up");
            assertThat(health.path("model.second").path("needed").asBoolean()).isFalse();
        }
    }

    @Test
    void where_both_are_dead_that_is_told_and_health_says_which() throws Exception {
        first.playing(ModelScript.status(500));
        second.playing(ModelScript.status(503));
        try (var server = two(Map.of("PARLEY_LLM_RETRIES", "0", "PARLEY_LLM_BREAKER_CALLS", "2"));
                var caller = new Caller(server)) {
            var person = new Person(server, caller);

            assertThat(person.say("One?").event("ai_failed").path("error_code").asText())
                    .isEqualTo("AI_UNAVAILABLE");
            assertThat(person.say("Two?").event("ai_failed").path("error_code").asText())
                    .isEqualTo("AI_UNAVAILABLE");

            assertThat(first.exchangesWaiting()).isEqualTo(1);
            JsonNode ready =
                    caller.get("/health/ready", Caller.NOBODY).with(200).json();
            assertThat(ready.at("/dependencies/model/status").asText()).isEqualTo("down");
            assertThat(ready.path("dependencies")
                            .path("model.second")
                            .path("status")
                            .asText())
                    .isEqualTo("down");
        }
    }

    @Test
    void a_stall_keeps_what_was_said() throws Exception {
        first.playing(ModelScript.streaming().delta("So far").stall());
        try (var server = two(Map.of("PARLEY_LLM_IDLE_TIMEOUT", "200ms"));
                var caller = new Caller(server)) {
            JsonNode failed = new Person(server, caller).say("Well?").event("ai_failed");

            assertThat(failed.path("error_code").asText()).isEqualTo("AI_TIMEOUT");
            assertThat(failed.path("full_response").asText()).isEqualTo("So far");
            assertThat(second.exchangesWaiting()).isZero();
        }
    }

    @Test
    void a_provider_that_asks_for_a_rest_is_waited_for() throws Exception {
        first.answering("rested");
        first.playingNext(ModelScript.status(429).header("retry-after-ms", "20"));
        try (var server = one(Map.of("PARLEY_LLM_RETRY_WAIT", "10ms"));
                var caller = new Caller(server)) {
            assertThat(new Person(server, caller).say("Now?").pieces()).isEqualTo("rested");
        }
        assertThat(first.exchangesWaiting()).isEqualTo(2);
    }

    @Test
    void a_burst_arrives_whole() throws Exception {
        String[] pieces = new String[2_000];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = i + " \uD83D\uDE00 ";
        }
        first.playing(ModelScript.answering(pieces).atOnce());
        try (var server = one(Map.of());
                var caller = new Caller(server)) {
            assertThat(new Person(server, caller).say("Quick!").pieces()).isEqualTo(String.join("", pieces));
        }
    }

    @Test
    void who_waits_for_a_place_can_stop_and_others_are_served() throws Exception {
        first.playing(ModelScript.streaming().delta("busy").stall());
        try (var server = one(Map.of("PARLEY_LLM_CONCURRENCY", "1"));
                var caller = new Caller(server)) {
            var busy = new Person(server, caller);
            var waiting = new Person(server, caller);
            try (var one = busy.socket();
                    var other = waiting.socket()) {
                one.send(busy.message("First"));
                awaitFrame(one, "\"ai_chunk\"");
                other.send(waiting.message("Second"));
                awaitFrame(other, "\"ai_started\"");

                other.send("{\"type\":\"cancel\",\"reply_id\":\"" + replyOf(other) + "\"}");

                awaitFrame(other, "\"ai_cancelled\"");
                assertThat(first.exchangesWaiting()).isEqualTo(1);
                assertThat(caller.get("/api/chat/sessions/", waiting.token).status())
                        .isEqualTo(200);
                assertThat(one.isOpen()).isTrue();
            }
        }
    }

    @Test
    void where_nobody_may_wait_that_is_told_at_once() throws Exception {
        first.playing(ModelScript.streaming().delta("busy").stall());
        try (var server = one(Map.of("PARLEY_LLM_CONCURRENCY", "1", "PARLEY_LLM_QUEUE", "0"));
                var caller = new Caller(server)) {
            var busy = new Person(server, caller);
            try (var one = busy.socket()) {
                one.send(busy.message("First"));
                awaitFrame(one, "\"ai_chunk\"");

                JsonNode failed = new Person(server, caller).say("Second").event("ai_failed");

                assertThat(failed.path("error_code").asText()).isEqualTo("AI_OVERLOADED");
                assertThat(failed.path("retryable").asBoolean()).isTrue();
                assertThat(first.exchangesWaiting()).isEqualTo(1);
            }
        }
    }

    @Test
    void who_rests_before_a_retry_can_be_stopped() throws Exception {
        first.playing(ModelScript.status(500));
        try (var server = one(Map.of("PARLEY_LLM_RETRY_WAIT", "1m", "PARLEY_LLM_RETRY_WAIT_LIMIT", "1m"));
                var caller = new Caller(server)) {
            var person = new Person(server, caller);
            try (var socket = person.socket()) {
                socket.send(person.message("Hello"));
                awaitFrame(socket, "\"ai_started\"");
                first.takeExchange().awaitPlayed();

                socket.send("{\"type\":\"cancel\",\"reply_id\":\"" + replyOf(socket) + "\"}");

                awaitFrame(socket, "\"ai_cancelled\"");
                assertThat(first.exchangesWaiting()).isZero();
            }
        }
    }

    private static void awaitFrame(TestSocket socket, String holding) {
        await().atMost(LONG).until(() -> !socket.frames(holding).isEmpty());
    }

    private static String replyOf(TestSocket socket) throws IOException {
        return JSON.readTree(socket.frames("\"ai_started\"").getFirst())
                .path("message_id")
                .asText();
    }

    private ChatServer one(Map<String, String> further) {
        Map<String, String> variables = new HashMap<>(further);
        variables.put("PARLEY_LLM_BASE_URL", first.baseUrl().toString());
        variables.put("PARLEY_LLM_MODEL", "large");
        return TestServers.start(data, variables);
    }

    private ChatServer two(Map<String, String> further) throws IOException {
        Files.writeString(
                data.resolve("parley.yaml"), """
                llm:
                  providers:
                    second:
                      base_url: %s
                      api_key: %s
                      model: small
                """.formatted(second.baseUrl(), Canaries.noteSecret("second-key")));
        return one(further);
    }

    /** A visitor with a session. */
    private final class Person {

        private final ChatServer server;
        private final Caller caller;
        private final String token;
        private final String session;

        Person(ChatServer server, Caller caller) {
            this.server = server;
            this.caller = caller;
            this.token = caller.guest();
            this.session = caller.post("/api/chat/session/create/", token, "{}")
                    .good()
                    .path("session_id")
                    .asText();
        }

        /** Says something and listens to the end. */
        Answer say(String text) {
            String body = JSON.createObjectNode()
                    .put("session_id", session)
                    .put("content", text)
                    .toString();
            return new Answer(caller.post("/api/chat/messages/", token, body, "Accept", STREAM)
                    .with(200)
                    .text());
        }

        TestSocket socket() {
            return TestSocket.open(http, server.port(), session, token);
        }

        String message(String text) {
            return JSON.createObjectNode()
                    .put("type", "user_message")
                    .put("session_id", session)
                    .put("message", Canaries.noteText(text))
                    .toString();
        }
    }

    /** A stream of events, read to its end. */
    private record Answer(String body) {

        JsonNode event(String type) throws IOException {
            for (JsonNode event : events()) {
                if (event.path("type").asText().equals(type)) {
                    return event;
                }
            }
            throw new AssertionError("no " + type + " in " + body);
        }

        String pieces() throws IOException {
            var text = new StringBuilder();
            for (JsonNode event : events()) {
                if (event.path("type").asText().equals("ai_chunk")) {
                    text.append(event.path("content").asText());
                }
            }
            return text.toString();
        }

        private List<JsonNode> events() throws IOException {
            List<JsonNode> events = new ArrayList<>();
            for (String line :
                    body.lines().filter(line -> line.startsWith("data:")).toList()) {
                events.add(JSON.readTree(line.substring("data:".length())));
            }
            return events;
        }
    }
}
