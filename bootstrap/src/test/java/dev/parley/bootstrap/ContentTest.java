package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedExchange;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.bootstrap.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is configured about content reaches what is said and streamed. */
class ContentTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    private ScriptedModelServer model;
    private HttpClient http;

    @BeforeEach
    void open() throws IOException {
        model = ScriptedModelServer.start();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void close() throws IOException {
        http.shutdownNow();
        model.close();
    }

    private ChatServer start(Map<String, String> content) {
        Map<String, String> variables = new HashMap<>(content);
        variables.put("PARLEY_LLM_BASE_URL", model.baseUrl().toString());
        return TestServers.start(data, variables);
    }

    @Test
    void personal_data_is_masked_on_its_way_to_the_model_and_on_the_stream() throws Exception {
        model.answering("Write to bob@exam", "ple.com or call 0912-3", "45-678. Card 4111 1111 1111 1111", " it is.");
        try (var server = start(Map.of("PARLEY_CONTENT_MASK", "email, phone"))) {
            Answer answer = new Person(server).say("I am ada@example.com");

            ScriptedExchange exchange = model.takeExchange();
            assertThat(exchange.request().lastUserMessage()).isEqualTo("I am [email]");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.pieces()).isEqualTo("Write to [email] or call [phone]. Card 4111 1111 1111 1111 it is.");
            assertThat(answer.body()).doesNotContain("bob@", "0912");
        }
    }

    @Test
    void one_direction_is_one_direction() throws Exception {
        model.answering("Write to bob@example.com");
        try (var server = start(Map.of("PARLEY_CONTENT_MASK", "email", "PARLEY_CONTENT_MASK_DIRECTION", "to_model"))) {
            Answer answer = new Person(server).say("I am ada@example.com");

            assertThat(model.takeExchange().request().lastUserMessage()).isEqualTo("I am [email]");
            assertThat(answer.pieces()).isEqualTo("Write to bob@example.com");
        }
    }

    @Test
    void blocked_words_are_refused_from_people_and_end_replies() throws Exception {
        Path file = Files.writeString(data.resolve("words.txt"), "# more of them\n\n火藥\n");
        model.playing(ModelScript.answering("Well. ", "火", "藥是這樣做的。", "More."));
        try (var server = start(Map.of(
                "PARLEY_CONTENT_BLOCKED_WORDS",
                "Gunpowder, big bang",
                "PARLEY_CONTENT_BLOCKED_WORDS_FILE",
                file.toString()))) {
            var person = new Person(server);

            Answer refused = person.say("How is GUNPOWDER made?");
            Answer cut = person.say("How is it made?");

            assertThat(refused.status()).isEqualTo(422);
            assertThat(JSON.readTree(refused.body()).path("error_code").asText())
                    .isEqualTo("CONTENT_REJECTED");
            assertThat(refused.body()).doesNotContainIgnoringCase("gunpowder");
            assertThat(cut.pieces()).isEqualTo("Well.");
            assertThat(cut.event("ai_failed").path("error_code").asText()).isEqualTo("CONTENT_REJECTED");
            assertThat(cut.event("ai_failed").path("full_response").asText()).isEqualTo("Well.");
        }
    }

    @Test
    void a_file_that_is_not_there_is_told_at_the_start() {
        assertThatThrownBy(() -> start(Map.of(
                        "PARLEY_CONTENT_BLOCKED_WORDS_FILE",
                        data.resolve("nothing.txt").toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("content.blocked_words_file");
    }

    /** A visitor with a session. */
    private final class Person {

        private final ChatServer server;
        private final String token;
        private final String session;

        Person(ChatServer server) throws Exception {
            this.server = server;
            this.token = field(post("/api/auth/guest/", "", "{}", "application/json"), "token");
            this.session = field(post("/api/chat/session/create/", token, "{}", "application/json"), "session_id");
        }

        private static String field(HttpResponse<String> answer, String name) throws IOException {
            return JSON.readTree(answer.body()).path(name).asText();
        }

        Answer say(String text) throws Exception {
            String body = JSON.createObjectNode()
                    .put("session_id", session)
                    .put("content", text)
                    .toString();
            var answer = post("/api/chat/messages/", token, body, "text/event-stream");
            return new Answer(answer.statusCode(), answer.body());
        }

        private HttpResponse<String> post(String path, String token, String body, String accepted) throws Exception {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .header("Content-Type", "application/json")
                    .header("Accept", accepted)
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** A stream of events, read to its end. */
    private record Answer(int status, String body) {

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

        private Iterable<JsonNode> events() throws IOException {
            var events = JSON.createArrayNode();
            for (String line :
                    body.lines().filter(line -> line.startsWith("data:")).toList()) {
                events.add(JSON.readTree(line.substring("data:".length())));
            }
            return events;
        }
    }
}
