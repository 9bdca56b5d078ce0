package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedExchange;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.bootstrap.process.ServerProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One conversation, in all the ways it can be held, with the whole server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationIT {

    private ScriptedModelServer model;
    private HttpClient http;
    private ServerProcess server;
    private Path dataDir;
    private Api person;
    private String session;
    private String question;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        dataDir = folder;
        model = ScriptedModelServer.start().playing(request -> Answers.whole(request.lastUserMessage()));
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        startServer();
    }

    private void startServer() throws Exception {
        server = ServerProcess.start(
                dataDir,
                Map.of(
                        "PARLEY_LLM_BASE_URL", model.baseUrl().toString(),
                        "PARLEY_LLM_MODEL", "scripted",
                        "PARLEY_LLM_IDLE_TIMEOUT", "6s",
                        "PARLEY_NODE_GRACE", "200ms"));
    }

    @BeforeEach
    void begin() {
        person = Api.guest(http, server.port());
        session = person.session();
        question = "Question " + UUID.randomUUID();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        model.close();
    }

    @Test
    void a_client_that_knows_only_the_five_shapes_holds_a_conversation() throws Exception {
        try (Socket socket = Socket.open(person, session)) {
            JsonNode greeting = socket.next();
            socket.send(Api.JSON
                    .createObjectNode()
                    .put("type", "user_message")
                    .put("session_id", session)
                    .put("message", question)
                    .put("timestamp", "2024-01-01T12:00:00Z")
                    .toString());
            JsonNode complete = socket.next("ai_complete");
            List<JsonNode> chunks = ofType(socket, "ai_chunk");

            assertThat(greeting.path("type").asText()).isEqualTo("system");
            assertThat(greeting.path("message").asText()).isEqualTo("connected");
            assertThat(greeting.path("session_info").path("session_id").asText())
                    .isEqualTo(session);
            assertThat(greeting.path("session_info").path("created_at").asText())
                    .endsWith("Z");
            assertThat(joined(chunks)).isEqualTo(Answers.to(question));
            assertThat(chunks).allSatisfy(chunk -> {
                assertThat(chunk.path("session_id").asText()).isEqualTo(session);
                assertThat(chunk.path("is_complete").isBoolean()).isTrue();
                assertThat(chunk.path("is_complete").asBoolean()).isFalse();
            });
            assertThat(chunks.getFirst().path("chunk_index").asInt()).isEqualTo(1);
            assertThat(chunks.getLast().path("chunk_index").asInt()).isEqualTo(chunks.size());
            assertThat(complete.path("session_id").asText()).isEqualTo(session);
            assertThat(complete.path("message_id").asText()).isNotEmpty();
            assertThat(complete.path("full_response").asText()).isEqualTo(Answers.to(question));
            assertThat(complete.path("token_count").asInt()).isEqualTo(Answers.PIECES);
        }
    }

    @Test
    void an_error_has_the_fifth_shape() throws Exception {
        try (Socket socket = Socket.open(person, session)) {
            socket.send("hello?");

            JsonNode error = socket.next("error");

            assertThat(error.path("error_code").asText()).isEqualTo("INVALID_JSON");
            assertThat(error.path("message").asText()).isNotBlank();
            assertThat(error.path("details").isTextual()).isTrue();
        }
    }

    @Test
    void a_reply_streams_as_server_sent_events() {
        HttpRequest.Builder request = person.request("/api/chat/messages/")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(Api.message(session, "a", question)));

        Api.Answer answer = person.send(request);

        List<JsonNode> events = answer.body()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> Api.parse(line.substring("data:".length())))
                .toList();
        assertThat(answer.type()).startsWith("text/event-stream");
        assertThat(events.getFirst().path("type").asText()).isEqualTo("message_accepted");
        assertThat(joined(events)).isEqualTo(Answers.to(question));
        assertThat(events.getLast().path("type").asText()).isEqualTo("ai_complete");
        assertThat(events.getLast().path("full_response").asText()).isEqualTo(Answers.to(question));
    }

    @Test
    void a_request_that_waits_is_answered_whole() {
        Api.Answer answer = person.post("/api/chat/messages/?wait=true", Api.message(session, "a", question));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("reply").path("content").asText()).isEqualTo(Answers.to(question));
        assertThat(answer.json().path("reply").path("state").asText()).isEqualTo("complete");
    }

    @Test
    void a_message_sent_by_request_is_answered_on_every_device() throws Exception {
        try (ChatClient one = ChatClient.open(person, session);
                ChatClient other = ChatClient.open(person, session)) {
            Api.Answer answer = person.post("/api/chat/messages/", Api.message(session, "a", question));
            String reply = answer.json().path("reply_id").asText();
            one.conversation().awaitEnd(reply);
            other.conversation().awaitEnd(reply);

            assertThat(answer.status()).isEqualTo(202);
            assertThat(one.conversation().text(reply)).isEqualTo(Answers.to(question));
            assertThat(other.conversation().text(reply)).isEqualTo(Answers.to(question));
            assertThat(one.conversation().broken()).isEmpty();
            assertThat(other.conversation().broken()).isEmpty();
        }
    }

    @Test
    void who_joins_late_without_a_word_gets_the_text_so_far_first() throws Exception {
        var gate = new CountDownLatch(1);
        model.playingFor(question, Answers.waitingAfter(6, question, gate));
        try (ChatClient first = ChatClient.open(person, session)) {
            String reply = first.ask("a", question);
            first.conversation().awaitText(reply, Answers.length(question, 6));
            try (Socket late = Socket.open(person, session)) {
                JsonNode chunk = late.next("ai_chunk");
                gate.countDown();
                late.next("ai_complete");

                assertThat(chunk.path("content").asText())
                        .isEqualTo(Answers.to(question).substring(0, Answers.length(question, 6)));
                assertThat(joined(ofType(late, "ai_chunk"))).isEqualTo(Answers.to(question));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void a_cancel_closes_the_models_connection_and_keeps_what_was_seen(int pieces) throws Exception {
        model.playingFor(question, Answers.after(pieces, question).stall());
        try (ChatClient client = ChatClient.open(person, session)) {
            String reply = client.ask("a", question);
            ScriptedExchange exchange = Answers.awaitAsked(model, question);
            String seen = String.join("", Answers.pieces(question).subList(0, pieces));
            if (pieces > 0) {
                client.conversation().awaitText(reply, seen.length());
            }
            client.send("{\"type\":\"cancel\",\"reply_id\":\"" + reply + "\"}");

            JsonNode end = client.conversation().awaitEnd(reply);

            exchange.awaitClientGone();
            assertThat(end.path("type").asText()).isEqualTo("ai_cancelled");
            assertThat(end.path("full_response").asText()).isEqualTo(seen);
            Audit.check(person, client);
        }
    }

    @Test
    void the_same_message_again_is_known_and_another_text_under_its_name_is_a_conflict() throws Exception {
        try (ChatClient client = ChatClient.open(person, session)) {
            client.ask("a", question);
            client.awaitAll();
            Api.Answer again = person.post("/api/chat/messages/", Api.message(session, "a", question));
            Api.Answer other = person.post("/api/chat/messages/", Api.message(session, "a", "Something else"));
            client.send(Api.message(session, "a", "Something else"));
            client.conversation()
                    .await("an error", () -> !client.conversation().errors().isEmpty());

            assertThat(again.json().path("duplicate").asBoolean()).isTrue();
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.json().path("error_code").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
            JsonNode error = client.conversation().errors().getFirst();
            assertThat(error.path("error_code").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
            assertThat(error.path("client_message_id").asText()).isEqualTo("a");
            Audit.check(person, client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stalls", "breaks off", "is cut before the end", "refuses"})
    void a_model_in_trouble_is_told_and_its_text_kept_but_never_called_complete(String trouble) throws Exception {
        ModelScript begun = Answers.after(4, question);
        model.playingFor(
                question,
                switch (trouble) {
                    case "stalls" -> begun.stall();
                    case "breaks off" -> begun.reset();
                    case "is cut before the end" -> begun;
                    default -> ModelScript.status(400).send("{\"error\":{\"message\":\"at Secret.java:1\"}}");
                });
        try (ChatClient client = ChatClient.open(person, session)) {
            String reply = client.ask("a", question);

            JsonNode end = client.conversation().awaitEnd(reply);
            client.conversation()
                    .await("an error", () -> !client.conversation().errors().isEmpty());

            assertThat(end.path("type").asText()).isEqualTo("ai_failed");
            assertThat(client.conversation().errors().getFirst().path("error_code"))
                    .isEqualTo(end.path("error_code"));
            assertThat(end.path("full_response").asText()).isEqualTo(trouble.equals("refuses") ? "" : said(4));
            Audit.check(person, client);
        }
    }

    @Test
    void a_server_that_is_asked_to_stop_hands_its_replies_over_and_loses_nothing() throws Exception {
        var gate = new CountDownLatch(1);
        model.playingFor(question, Answers.waitingAfter(4, question, gate));
        try (ChatClient client = ChatClient.open(person, session)) {
            String reply = client.ask("a", question);
            client.conversation().awaitText(reply, said(4).length());
            client.ask("b", "And then?");
            server.terminate();
            int code = client.socket().awaitClosed();
            JsonNode draining = client.socket().next("draining");
            int exit = server.awaitExit();
            gate.countDown();
            startServer();
            client.reconnect(person.at(server.port()));
            client.awaitAll();

            assertThat(code).isEqualTo(1012);
            assertThat(draining.path("reconnect_after_ms").isNumber()).isTrue();
            assertThat(exit).isZero();
            assertThat(client.conversation().text(reply)).isEqualTo(Answers.to(question));
            Audit.check(person.at(server.port()), client);
        }
    }

    private String said(int pieces) {
        return String.join("", Answers.pieces(question).subList(0, pieces));
    }

    private static List<JsonNode> ofType(Socket socket, String type) {
        return socket.frames().stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .toList();
    }

    private static String joined(List<JsonNode> frames) {
        var text = new StringBuilder();
        for (JsonNode frame : new ArrayList<>(frames)) {
            text.append(frame.path("content").asText());
        }
        return text.toString();
    }
}
