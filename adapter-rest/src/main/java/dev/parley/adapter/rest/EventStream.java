package dev.parley.adapter.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events; each leaves at once. */
final class EventStream {

    private final OutputStream out;

    EventStream(OutputStream out) {
        this.out = out;
    }

    void event(Frame frame, String id) throws IOException {
        var event = new ByteArrayOutputStream(256);
        event.writeBytes(utf8("event: " + frame.type() + "\nid: " + id + "\ndata: "));
        // JSON has no line breaks of its own outside strings, and escapes those inside.
        event.writeBytes(Json.bytes(frame));
        event.writeBytes(utf8("\n\n"));
        send(event.toByteArray());
    }

    void comment(String text) throws IOException {
        send(utf8(": " + text + "\n\n"));
    }

    private void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
