package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Whoever calls a server's API over HTTP/1.1, as whomever a token says. Any thread may use it. */
final class Caller implements AutoCloseable {

    /** Nobody's token. */
    static final String NOBODY = "";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> SECRETS = List.of(
            "token", "access_token", "refresh_token", "ticket", "key", "password", "old_password", "new_password");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    Caller(ChatServer server) {
        this.port = server.port();
    }

    /** What came back. */
    record Answer(int status, String text, java.net.http.HttpHeaders headers) {

        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        /** A field of the object that came, as text; empty if there is none. */
        String text(String field) {
            return json().path(field).asText();
        }

        List<String> cookies() {
            return headers.allValues("Set-Cookie");
        }

        /** The same if it has this status; anything else is an error that shows the answer. */
        Answer with(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return this;
        }

        /** The object that came, if all went well; an empty one if nothing came. */
        JsonNode good() {
            assertThat(status).as(text).isBetween(200, 299);
            return text.isEmpty() ? JSON.createObjectNode() : json();
        }
    }

    /**
     * Calls and waits for the answer.
     *
     * @param token a bearer token or key; {@link #NOBODY} for none
     * @param body JSON; empty for no body
     * @param headers further headers, names and values by turns
     */
    Answer call(String method, String path, String token, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .header("User-Agent", "test device")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        note(body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + noted(token));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            note(response.body());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Notes a secret and gives it back; of a program's key, what follows its public name. */
    private static String noted(String secret) {
        Canaries.noteSecret(secret.startsWith("parley_") ? secret.substring(secret.lastIndexOf('_') + 1) : secret);
        return secret;
    }

    /** What of an object is secret or said by somebody, no log may show. */
    private static void note(String json) {
        if (!json.startsWith("{")) {
            return;
        }
        JsonNode object;
        try {
            object = JSON.readTree(json);
        } catch (IOException e) {
            return; // Broken on purpose.
        }
        for (String name : SECRETS) {
            if (object.path(name).isTextual()) {
                noted(object.path(name).asText());
            }
        }
        if (object.path("content").isTextual()) {
            Canaries.noteText(object.path("content").asText());
        }
    }

    Answer get(String path, String token) {
        return call("GET", path, token, "");
    }

    Answer post(String path, String token, String body, String... headers) {
        return call("POST", path, token, body, headers);
    }

    /** The token of a new visitor. */
    String guest() {
        return post("/api/auth/guest/", NOBODY, "{}").with(200).text("token");
    }

    /** A new account with the name as its address's first part, and the tokens of its first login. */
    Answer registered(String username, String password) {
        return post(
                        "/api/auth/register/",
                        NOBODY,
                        object("username", username, "email", username + "@example.com", "password", password))
                .with(201);
    }

    Answer logIn(String username, String password) {
        return post("/api/auth/login/", NOBODY, object("username", username, "password", password));
    }

    /** The id of a new session of whom a token says. */
    String session(String token) {
        return post("/api/chat/session/create/", token, "{}").with(201).text("session_id");
    }

    /** A ticket for a socket. */
    String ticket(String token, String session) {
        return post("/api/auth/ws-ticket/", token, object("session_id", session))
                .with(200)
                .text("ticket");
    }

    /** A socket that is being opened with a token in its header. */
    CompletableFuture<WebSocket> socket(String session, String token, Ears ears) {
        return socket(session, "", ears, List.of(), "Authorization", "Bearer " + token);
    }

    /**
     * A socket that is being opened.
     *
     * @param query what follows the path, with its question mark
     * @param protocols further subprotocols; with none of them, none at all is offered
     * @param header one more header, name and value, or none
     */
    CompletableFuture<WebSocket> socket(
            String session, String query, Ears ears, List<String> protocols, String... header) {
        var builder = http.newWebSocketBuilder();
        if (header.length == 2) {
            builder.header(header[0], header[1]);
        }
        if (!protocols.isEmpty()) {
            builder.subprotocols("parley.v1", protocols.toArray(String[]::new));
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/chat/" + session + "/" + query), ears);
    }

    /** A JSON object of texts, names and values by turns. */
    static String object(String... fields) {
        var object = JSON.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            object.put(fields[i], fields[i + 1]);
        }
        return object.toString();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
