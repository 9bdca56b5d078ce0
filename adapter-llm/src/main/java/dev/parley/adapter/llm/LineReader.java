package dev.parley.adapter.llm;

import java.io.IOException;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/**
 * Lines of a body as bytes, ended by LF, CR or CRLF; a last line without an end is a line. It never waits for a byte
 * beyond a line's end. A line is read into one array that the next line uses again.
 */
final class LineReader {

    private static final ByteString ENDS = ByteString.encodeUtf8("\r\n");
    private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");
    private static final int NOTHING = -1;

    private final BufferedSource source;
    private final Buffer buffer;
    private final LlmConfig.Limits sizes;
    private final CallLimits times;
    private byte[] line = new byte[512];
    private int length;
    private long consumed;
    private boolean afterReturn;

    LineReader(BufferedSource source, LlmConfig.Limits sizes, CallLimits times) {
        this.source = source;
        this.buffer = source.getBuffer();
        this.sizes = sizes;
        this.times = times;
    }

    /** The body's first byte that is neither mark nor white space, left where it is; -1 if there is none. */
    int first() throws IOException {
        while (buffer.size() < BYTE_ORDER_MARK.size() && maybeMark() && fill()) {}
        if (buffer.rangeEquals(0, BYTE_ORDER_MARK)) {
            skip(BYTE_ORDER_MARK.size());
        }
        while (peek() != NOTHING && peek() <= ' ') {
            skip(1);
        }
        return peek();
    }

    /** Reads the next line; false if there is none. */
    boolean next() throws IOException {
        if (afterReturn && peek() == '\n') {
            skip(1);
        }
        long end = lineEnd();
        if (end == NOTHING) {
            take(buffer.size());
            afterReturn = false;
            return length > 0;
        }
        take(end);
        afterReturn = buffer.getByte(0) == '\r';
        skip(1);
        return true;
    }

    /** Reads all that is left as if it were one line. */
    void rest() throws IOException {
        while (fill()) {
            checkLine(buffer.size());
        }
        take(buffer.size());
    }

    /** The line, from 0 to {@link #length()}; good until the next one is read. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    private long lineEnd() throws IOException {
        long end = buffer.indexOfElement(ENDS);
        while (end == NOTHING) {
            long searched = buffer.size();
            checkLine(searched);
            if (!fill()) {
                return NOTHING;
            }
            end = buffer.indexOfElement(ENDS, searched);
        }
        return end;
    }

    private int peek() throws IOException {
        return buffer.exhausted() && !fill() ? NOTHING : buffer.getByte(0) & 0xff;
    }

    /** Whether what is there may be the beginning of a mark. */
    private boolean maybeMark() {
        return buffer.exhausted() || buffer.getByte(0) == BYTE_ORDER_MARK.getByte(0);
    }

    private boolean fill() throws IOException {
        boolean more;
        times.blocking();
        try {
            more = source.request(buffer.size() + 1);
        } finally {
            times.ready();
        }
        if (consumed + buffer.size() > sizes.bodyBytes()) {
            throw new BadAnswerException("longer than " + sizes.bodyBytes() + " bytes");
        }
        return more;
    }

    private void checkLine(long size) throws BadAnswerException {
        if (size > sizes.lineBytes()) {
            throw new BadAnswerException("a line longer than " + sizes.lineBytes() + " bytes");
        }
    }

    private void take(long size) throws BadAnswerException {
        checkLine(size);
        length = (int) size;
        if (line.length < length) {
            line = new byte[Math.max(length, 2 * line.length)];
        }
        for (int at = 0; at < length; ) {
            at += buffer.read(line, at, length - at);
        }
        consumed += size;
    }

    private void skip(long size) throws IOException {
        buffer.skip(size);
        consumed += size;
    }
}
