package dev.parley.bootstrap.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a terminal needs of the HTTP API. Every call blocks. */
final class ServerApi {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final int NEWEST = 50;
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient client;
    private final URI server;

    /** @param server scheme, host and port, and a path if the server is behind one */
    ServerApi(HttpClient client, URI server) {
        this.client = client;
        this.server = server;
    }

    /** A token of our own. */
    String guest() throws IOException, InterruptedException {
        String locale = "{\"locale\":\"" + Locale.getDefault().toLanguageTag() + "\"}";
        return field(send(request("/api/auth/guest/", null).POST(body(locale))), "token");
    }

    /** A new session. */
    History create(String token) throws IOException, InterruptedException {
        JsonNode session = send(request("/api/chat/session/create/", token).POST(body("{}")));
        return new History(
                field(session, "session_id"), session.path("last_seq").asLong(0), List.of(), Set.of());
    }

    /** A session and its newest messages. */
    History read(String token, String session) throws IOException, InterruptedException {
        String path = "/api/chat/session/" + session + "/?include=messages&limit=" + NEWEST;
        JsonNode page = send(request(path, token).GET());
        List<Past> messages =
                page.path("messages").valueStream().map(ServerApi::past).toList();
        Set<String> open = page.path("open_replies")
                .valueStream()
                .map(reply -> field(reply, "message_id"))
                .collect(Collectors.toUnmodifiableSet());
        return new History(session, page.required("last_seq").asLong(), messages, open);
    }

    /** Where to connect to. */
    URI socketOf(String session) {
        String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
        String rest = server.toString().substring(server.getScheme().length());
        return URI.create(scheme + withoutSlash(rest) + "/ws/chat/" + session + "/");
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(withoutSlash(server.toString()) + path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.BodyPublisher body(String json) {
        return HttpRequest.BodyPublishers.ofString(json);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = answer(request.build());
        JsonNode json = parse(response);
        if (response.statusCode() / 100 != 2) {
            String title = json.path("title").asText("status " + response.statusCode());
            throw new ServerRefusal(response.statusCode(), title);
        }
        return json;
    }

    /** A request's own limit ends with the answer's first bytes; this one holds for all of them. */
    private HttpResponse<String> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(ANSWER_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within " + ANSWER_WITHIN.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ConnectException cause ? cause : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static JsonNode parse(HttpResponse<String> response) throws IOException {
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IOException("it answered " + response.statusCode() + " without JSON; is it Parley?", e);
        }
    }

    private static Past past(JsonNode message) {
        return new Past(
                message.required("seq").asLong(),
                field(message, "message_id"),
                field(message, "type"),
                field(message, "content"),
                message.hasNonNull("client_message_id") ? field(message, "client_message_id") : null,
                message.hasNonNull("state")
                        ? Frame.How.valueOf(field(message, "state").toUpperCase(Locale.ROOT))
                        : null,
                message.hasNonNull("error_code") ? field(message, "error_code") : null);
    }

    private static String field(JsonNode json, String name) {
        return json.required(name).asText();
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * A session as it is now.
     *
     * @param session its id
     * @param lastSeq its last event
     * @param messages the newest ones, in order
     * @param openReplies the replies that have not ended
     */
    record History(String session, long lastSeq, List<Past> messages, Set<String> openReplies) {}
}
