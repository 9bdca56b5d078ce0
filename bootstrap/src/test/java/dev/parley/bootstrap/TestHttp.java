package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A client of the HTTP API. */
final class TestHttp implements AutoCloseable {

    static final String PASSWORD = "a long pass phrase";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    TestHttp(ChatServer server) {
        this.base = "http://127.0.0.1:" + server.port();
    }

    /** What came back. */
    record Answer(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        byte[] bytes() {
            return response.body();
        }

        HttpHeaders headers() {
            return response.headers();
        }

        JsonNode json() {
            try {
                return JSON.readTree(bytes());
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text(), e);
            }
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        String text(String field) {
            return json().path(field).asText();
        }

        String header(String name) {
            return headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path, String token, String... headers) {
        return send("GET", path, token, HttpRequest.BodyPublishers.noBody(), headers);
    }

    Answer delete(String path, String token) {
        return send("DELETE", path, token, HttpRequest.BodyPublishers.noBody());
    }

    /** Sends an object of texts. */
    Answer post(String path, String token, String... fields) {
        return json("POST", path, token, fields);
    }

    Answer json(String method, String path, String token, String... fields) {
        return send(
                method,
                path,
                token,
                HttpRequest.BodyPublishers.ofString(object(fields)),
                "Content-Type",
                "application/json");
    }

    Answer send(String method, String path, String token, HttpRequest.BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    static String object(String... fields) {
        var object = JSON.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            object.put(fields[i], fields[i + 1]);
        }
        return object.toString();
    }

    /** Makes an account, and says what its tokens are. */
    Answer register(String username) {
        Answer answer = post(
                "/api/auth/register/",
                "",
                "username",
                username,
                "email",
                username + "@example.com",
                "password",
                PASSWORD);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    Answer logIn(String username, String password) {
        return post("/api/auth/login/", "", "username", username, "password", password);
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
