package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.domain.canary.Canaries;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An open chat connection that speaks JSON. Used by one thread. */
final class ChatClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RawSocket socket;
    private final SessionId session;

    ChatClient(RawSocket socket, SessionId session) {
        this.socket = socket;
        this.session = session;
    }

    RawSocket socket() {
        return socket;
    }

    /** Sends a frame with this session's id and further fields. */
    void send(String type, Map<String, ?> fields) throws IOException {
        var frame = JSON.createObjectNode().put("type", type).put("session_id", session.toString());
        fields.forEach((name, value) -> frame.set(name, JSON.valueToTree(value)));
        socket.sendText(frame.toString());
    }

    void say(String text) throws IOException {
        send("user_message", Map.of("message", Canaries.noteText(text)));
    }

    void say(String text, String clientMessageId) throws IOException {
        send("user_message", Map.of("message", Canaries.noteText(text), "client_message_id", clientMessageId));
    }

    /** The next JSON frame. Pings are passed over. */
    JsonNode next() throws IOException {
        return json(socket.readUntil(RawSocket.TEXT).text());
    }

    JsonNode next(String type) throws IOException {
        JsonNode frame = next();
        if (!frame.path("type").asText().equals(type)) {
            throw new AssertionError("expected " + type + " but got " + frame);
        }
        return frame;
    }

    /** Reads up to the first frame of a type, and gives that. */
    JsonNode await(String type) throws IOException {
        return readUntil(type).getLast();
    }

    /** Everything up to the first frame of a type, that one included. */
    List<JsonNode> readUntil(String type) throws IOException {
        var frames = new ArrayList<JsonNode>();
        do {
            frames.add(next());
        } while (!frames.getLast().path("type").asText().equals(type));
        return frames;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
