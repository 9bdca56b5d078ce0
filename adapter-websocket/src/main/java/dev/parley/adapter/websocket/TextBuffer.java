package dev.parley.adapter.websocket;

import java.io.Writer;

/** Characters in memory, used for one frame after the other by one thread. Keeps its room, up to a bound. */
final class TextBuffer extends Writer {

    private static final int FIRST = 256;
    private static final int MOST_KEPT = 16 * 1024;

    private StringBuilder text = new StringBuilder(FIRST);

    @Override
    public void write(int character) {
        text.append((char) character);
    }

    @Override
    public void write(char[] characters, int from, int length) {
        text.append(characters, from, length);
    }

    @Override
    public void write(String part, int from, int length) {
        text.append(part, from, from + length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** What was written since the last time. */
    String take() {
        String taken = text.toString();
        if (text.capacity() > MOST_KEPT) {
            text = new StringBuilder(FIRST);
        } else {
            text.setLength(0);
        }
        return taken;
    }
}
