package dev.parley.adapter.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * What would be said in several channels, as one message to the only node that listens there. What one message costs Redis
 * hardly depends on its length. Each part is a line with its channel and its length in UTF-16 units, and what is said behind it.
 * Used by one thread.
 */
final class Bundle {

    private final StringBuilder text = new StringBuilder();

    /** What is said in a channel. */
    record Part(String channel, String payload) {}

    /** A bundle of one. */
    static String of(String channel, String payload) {
        return new Bundle().add(channel, payload).toString();
    }

    Bundle add(String channel, String payload) {
        text.append(channel).append(' ').append(payload.length()).append('\n').append(payload);
        return this;
    }

    /** The message. */
    @Override
    public String toString() {
        return text.toString();
    }

    /** @throws IllegalArgumentException if it can't be understood */
    static List<Part> parse(String message) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < message.length()) {
            int space = message.indexOf(' ', at);
            int line = message.indexOf('\n', at);
            if (space < 0 || line < space) {
                throw new IllegalArgumentException("a part of a bundle begins with a line of channel and length");
            }
            int length = Integer.parseInt(message, space + 1, line, 10);
            int end = line + 1 + length;
            if (length < 0 || end > message.length() || end < 0) {
                throw new IllegalArgumentException("a part of a bundle is as long as it says");
            }
            parts.add(new Part(message.substring(at, space), message.substring(line + 1, end)));
            at = end;
        }
        return parts;
    }
}
