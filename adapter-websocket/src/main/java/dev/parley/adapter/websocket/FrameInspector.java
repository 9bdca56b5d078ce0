package dev.parley.adapter.websocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a client's frames by their headers alone and refuses what Tyrus lets pass or finds out too late: frames
 * without a mask, lengths beyond the limit (before they are buffered), endless fragments, floods of pings.
 *
 * <p>Used by one reading thread at a time; {@link #midwaySince} and {@link #closeSeen} are read by others.
 */
final class FrameInspector {

    /** The most fragments a message may have: without it empty fragments could go on for ever. */
    static final int MOST_FRAGMENTS = 4_096;

    private static final int MASK = 4;
    private static final int LONGEST_CONTROL = 125;

    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

    private final byte[] header = new byte[14];
    private final int largestMessage;
    private final Tally controls;

    private int headerSeen;
    private int headerLength = 2;
    private long payloadLeft;
    private boolean inMessage;
    private long messageLength;
    private int fragments;
    private volatile boolean midway;
    private volatile long midwaySince;
    private volatile boolean closeSeen;

    FrameInspector(int largestMessage, Tally controls) {
        this.largestMessage = largestMessage;
        this.controls = controls;
    }

    /** What was found in the bytes at hand. */
    sealed interface Finding {

        /** So many bytes from the buffer's position on belong to the frame that is under way. */
        record Sound(int bytes) implements Finding {}

        /** The client breaks a rule. Nothing after this can be understood. */
        record Broken(CloseCode code, String rule) implements Finding {}
    }

    /** Looks at what is left in a buffer, up to the end of one frame at most. Does not move the buffer's position. */
    Finding inspect(ByteBuffer data, long now) {
        int at = data.position();
        if (headerSeen == 0 && !midway) {
            midwaySince = now;
            midway = true;
        }
        while (headerSeen < headerLength && at < data.limit()) {
            header[headerSeen++] = data.get(at++);
            Finding.Broken broken = checkHeader(now);
            if (broken != null) {
                return broken;
            }
        }
        int payload = (int) Math.min(payloadLeft, data.limit() - at);
        payloadLeft -= payload;
        if (headerSeen == headerLength && payloadLeft == 0) {
            endFrame();
        }
        return new Finding.Sound(at + payload - data.position());
    }

    /** For how long a message or frame has been incomplete; 0 if none is. */
    long midwayFor(long now) {
        return midway ? now - midwaySince : 0;
    }

    /** Whether the client's close frame has come. */
    boolean closeSeen() {
        return closeSeen;
    }

    private Finding.@Nullable Broken checkHeader(long now) {
        if (headerSeen == 2) {
            return beginHeader(now);
        }
        return headerSeen == headerLength ? beginPayload() : null;
    }

    private Finding.@Nullable Broken beginHeader(long now) {
        if ((header[0] & 0x70) != 0) {
            return broken("reserved bits must be 0");
        }
        if ((header[1] & 0x80) == 0) {
            return broken("frames of a client must be masked");
        }
        headerLength = 2 + lengthBytes() + MASK;
        return switch (opcode()) {
            case CONTINUATION -> inMessage ? null : broken("a continuation must continue something");
            case TEXT, BINARY -> inMessage ? broken("a message must end before the next begins") : null;
            case CLOSE, PING, PONG -> checkControl(now);
            default -> broken("unknown kind of frame");
        };
    }

    private Finding.@Nullable Broken checkControl(long now) {
        if (!isLast() || shortLength() > LONGEST_CONTROL) {
            return broken("control frames must be whole and have at most 125 bytes");
        }
        return controls.count(now) ? null : new Finding.Broken(CloseCode.FLOOD, "too many control frames");
    }

    private Finding.@Nullable Broken beginPayload() {
        payloadLeft = length();
        if (payloadLeft < 0 || !isShortestForm()) {
            return broken("lengths must be positive and in their shortest form");
        }
        if (isControl()) {
            return null;
        }
        messageLength += payloadLeft;
        fragments++;
        inMessage = true;
        boolean tooBig = payloadLeft > largestMessage || messageLength > largestMessage || fragments > MOST_FRAGMENTS;
        return tooBig
                ? new Finding.Broken(CloseCode.TOO_BIG, "a message may have at most " + largestMessage + " bytes")
                : null;
    }

    private void endFrame() {
        if (opcode() == CLOSE) {
            closeSeen = true;
        }
        if (!isControl() && isLast()) {
            inMessage = false;
            messageLength = 0;
            fragments = 0;
        }
        headerSeen = 0;
        headerLength = 2;
        midway = inMessage;
    }

    private int opcode() {
        return header[0] & 0x0F;
    }

    private boolean isControl() {
        return (header[0] & 0x08) != 0;
    }

    private boolean isLast() {
        return (header[0] & 0x80) != 0;
    }

    private int shortLength() {
        return header[1] & 0x7F;
    }

    private int lengthBytes() {
        return switch (shortLength()) {
            case 126 -> 2;
            case 127 -> 8;
            default -> 0;
        };
    }

    private long length() {
        if (lengthBytes() == 0) {
            return shortLength();
        }
        long length = 0;
        for (int i = 2; i < 2 + lengthBytes(); i++) {
            length = (length << 8) | (header[i] & 0xFF);
        }
        return length;
    }

    private boolean isShortestForm() {
        return switch (lengthBytes()) {
            case 2 -> payloadLeft > LONGEST_CONTROL;
            case 8 -> payloadLeft > 0xFFFF;
            default -> true;
        };
    }

    private static Finding.Broken broken(String rule) {
        return new Finding.Broken(CloseCode.PROTOCOL_ERROR, rule);
    }
}
