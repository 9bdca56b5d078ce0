package dev.parley.adapter.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import okio.Buffer;

/**
 * The data of server-sent events. A data line is handed out as soon as it is there, without waiting for the blank line
 * that ends its event: servers that send none are understood, and nothing waits for one that is late. If the line turns
 * out to be only a part, {@link #restOfEvent()} joins it with the others as the standard says.
 */
final class SseReader {

    private static final byte[] DATA = "data".getBytes(UTF_8);
    private static final byte[] EVENT = "event".getBytes(UTF_8);
    private static final byte[] ERROR = "error".getBytes(UTF_8);

    private final LineReader lines;
    private final int largestEvent;
    private byte[] data = {};
    private int from;
    private int to;
    private boolean error;

    SseReader(LineReader lines, int largestEvent) {
        this.lines = lines;
        this.largestEvent = largestEvent;
    }

    /** Goes to the next data line; false if there is none. */
    boolean next() throws IOException {
        while (lines.next()) {
            if (lines.length() == 0) {
                error = false;
            } else if (isField(EVENT)) {
                error = Arrays.equals(lines.bytes(), valueFrom(EVENT), lines.length(), ERROR, 0, ERROR.length);
            } else if (isField(DATA)) {
                return found(valueFrom(DATA));
            } else if (isField(ERROR)) {
                // llama.cpp once had a field of its own for errors.
                error = true;
                return found(valueFrom(ERROR));
            }
        }
        return false;
    }

    /** Joins the data with the other data lines of its event, up to its end or the end of the body. */
    void restOfEvent() throws IOException {
        var whole = new Buffer().write(data, from, to - from);
        while (lines.next() && lines.length() > 0) {
            if (isField(DATA)) {
                int value = valueFrom(DATA);
                whole.writeByte('\n').write(lines.bytes(), value, lines.length() - value);
            }
            if (whole.size() > largestEvent) {
                throw new BadAnswerException("an event longer than " + largestEvent + " bytes");
            }
        }
        data = whole.readByteArray();
        from = 0;
        to = data.length;
    }

    /** Holds the data from {@link #from()} to {@link #to()}; good until the next call. */
    byte[] bytes() {
        return data;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Whether the server called it an error. */
    boolean isError() {
        return error;
    }

    private boolean found(int value) {
        data = lines.bytes();
        from = value;
        to = lines.length();
        return true;
    }

    private boolean isField(byte[] name) {
        return lines.length() >= name.length
                && Arrays.equals(lines.bytes(), 0, name.length, name, 0, name.length)
                && (lines.length() == name.length || lines.bytes()[name.length] == ':');
    }

    private int valueFrom(byte[] name) {
        int colon = name.length;
        if (lines.length() == colon) {
            return colon;
        }
        boolean space = lines.length() > colon + 1 && lines.bytes()[colon + 1] == ' ';
        return space ? colon + 2 : colon + 1;
    }
}
