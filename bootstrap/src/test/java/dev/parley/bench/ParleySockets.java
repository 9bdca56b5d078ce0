package dev.parley.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reaches a Parley server: a guest, a session for each person, a socket. */
final class ParleySockets implements Chats.SocketOpening {

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final String token;
    private final Map<Integer, String> sessions = new ConcurrentHashMap<>();

    ParleySockets(int port) throws IOException, InterruptedException {
        this.port = port;
        this.token = value("token", post("/api/auth/guest/", "{}", List.of()));
    }

    @Override
    public FrameSocket open(int number) throws IOException {
        return socketAt(port, number);
    }

    /** A new session of ours, listened to at this server or at another one that knows it. */
    private FrameSocket socketAt(int where, int number) throws IOException {
        return socketOf(where, session(number));
    }

    /** A new session, which a message of this person goes to. */
    String session(int number) throws IOException {
        String session = value("session_id", posted("/api/chat/session/create/", "{}"));
        sessions.put(number, session);
        return session;
    }

    /** One more connection to a session. */
    FrameSocket socketOf(String session) throws IOException {
        return socketOf(port, session);
    }

    private FrameSocket socketOf(int where, String session) throws IOException {
        return new FrameSocket(where, "/ws/chat/" + session + "/", "Authorization: Bearer " + token + "\r\n");
    }

    /** Asks here by REST and hears the answer from another server. */
    Chats.Opening heardAt(int otherPort) {
        return number -> {
            FrameSocket socket = socketAt(otherPort, number);
            return new Chats.Chat() {
                @Override
                public void ask(String order, Chats.Ear ear) throws IOException {
                    posted(
                            "/api/chat/messages/",
                            "{\"session_id\":\"" + sessions.get(number) + "\",\"content\":\"" + order + "\"}");
                    ear.acknowledged();
                    Chats.hear(socket, ear);
                }

                @Override
                public void close() throws IOException {
                    socket.close();
                }
            };
        };
    }

    private String posted(String path, String body) throws IOException {
        try {
            return post(path, body, List.of("Authorization", "Bearer " + token));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public String message(int number, String order) {
        return "{\"type\":\"user_message\",\"session_id\":\"" + sessions.get(number) + "\",\"message\":\"" + order
                + "\"}";
    }

    String post(String path, String body, List<String> headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private static String value(String field, String json) {
        Matcher matcher =
                Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + field + " in " + json);
        }
        return matcher.group(1);
    }
}
