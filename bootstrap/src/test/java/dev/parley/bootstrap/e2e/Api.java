package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One person who uses the API of whatever server runs now. */
public final class Api {

    /** Reads and writes what is sent. */
    public static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration GUARD = Duration.ofSeconds(90);

    private final HttpClient http;
    private final int port;
    private final String token;

    private Api(HttpClient http, int port, String token) {
        this.http = http;
        this.port = port;
        this.token = Canaries.noteSecret(token);
    }

    /** What came back. */
    public record Answer(int status, String type, String body) {

        /** The body. */
        public JsonNode json() {
            return parse(body);
        }
    }

    /** A new guest. */
    public static Api guest(HttpClient http, int port) {
        var stranger = new Api(http, port, "");
        return new Api(http, port, stranger.made("/api/auth/guest/", "token"));
    }

    /** The same person at another server. */
    public Api at(int otherPort) {
        return new Api(http, otherPort, token);
    }

    /** Makes a session and gives its id. */
    public String session() {
        return made("/api/chat/session/create/", "session_id");
    }

    private String made(String path, String field) {
        return good(post(path, "{}")).path(field).asText();
    }

    private static JsonNode good(Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new AssertionError("answered " + answer);
        }
        return answer.json();
    }

    /** All messages of a session, oldest first. */
    public List<JsonNode> messages(String session) {
        var all = new ArrayList<JsonNode>();
        JsonNode page = history(session, "limit=100");
        page.path("messages").forEach(all::add);
        while (page.path("before").isNumber()) {
            page = history(session, "limit=100&before=" + page.path("before").asLong());
            var older = new ArrayList<JsonNode>();
            page.path("messages").forEach(older::add);
            all.addAll(0, older);
        }
        return all;
    }

    /** A page of a session's messages. */
    public JsonNode history(String session, String query) {
        return good(get("/api/chat/session/" + session + "/history/?" + query));
    }

    /** Asks for something. */
    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** Sends something. */
    public Answer post(String path, String json) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), type, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(GUARD)
                .header("Content-Type", "application/json");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    HttpClient http() {
        return http;
    }

    int port() {
        return port;
    }

    String token() {
        return token;
    }

    /** Reads what came. */
    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /** A message as both the socket and the API take it. */
    public static String message(String session, String clientMessageId, String text) {
        return JSON.createObjectNode()
                .put("type", "user_message")
                .put("session_id", session)
                .put("client_message_id", clientMessageId)
                .put("message", Canaries.noteText(text))
                .toString();
    }
}
