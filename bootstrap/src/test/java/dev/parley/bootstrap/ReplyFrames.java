package dev.parley.bootstrap;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a socket heard of a reply. */
final class ReplyFrames {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplyFrames() {}

    /** What every frame of a type holds. */
    static String type(String type) {
        return "\"type\":\"" + type + "\"";
    }

    static void awaitFrame(TestSocket socket, String holding) {
        await().atMost(TestCluster.LONG).until(() -> !socket.frames(holding).isEmpty());
    }

    /** The chunks of the last attempt: on a starved machine a node may lose its lease in the middle. */
    static String chunks(TestSocket socket) {
        var text = new StringBuilder();
        for (String frame : socket.frames("\"type\":")) {
            if (frame.contains(type("ai_started"))) {
                text.setLength(0);
            } else if (frame.contains(type("ai_chunk"))) {
                text.append(field(frame, "content"));
            }
        }
        return text.toString();
    }

    /** A field of a frame, as text. */
    static String field(String frame, String name) {
        try {
            return JSON.readTree(frame).path(name).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field of the first frame of a type. */
    static String field(TestSocket socket, String type, String name) {
        return field(socket.frames(type(type)).getFirst(), name);
    }
}
