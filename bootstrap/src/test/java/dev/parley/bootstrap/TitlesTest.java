package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server with its database names conversations, unless it is told not to. */
class TitlesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    @Test
    void a_conversation_is_named_after_its_first_exchange() throws Exception {
        try (ChatServer server = TestServers.start(data, Map.of("PARLEY_TITLES_GENERATED", "true"));
                HttpClient http = HttpClient.newHttpClient()) {
            String token = call(http, server, "", "/api/auth/guest/", "{}")
                    .path("token")
                    .asText();
            String session = call(http, server, token, "/api/chat/session/create/", "{}")
                    .path("session_id")
                    .asText();

            call(
                    http,
                    server,
                    token,
                    "/api/chat/messages/?wait=true",
                    "{\"session_id\":\"" + session + "\",\"content\":\"when does the night train leave?\"}");

            await().untilAsserted(() -> {
                JsonNode named = call(http, server, token, "/api/chat/session/" + session + "/", null);
                assertThat(named.path("title").asText()).isEqualTo("When does the night train leave");
                assertThat(named.path("title_generated").asBoolean()).isTrue();
            });
        }
    }

    private static JsonNode call(HttpClient http, ChatServer server, String token, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return JSON.readTree(
                http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }
}
