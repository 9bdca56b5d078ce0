package dev.parley.bench;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A person who reads one answer over connections that may break, and notes whether every character came once. */
final class StormReader {

    private static final Pattern SEQ = Pattern.compile("\"(?:last_)?seq\":(\\d+)");
    private static final Pattern OFFSET = Pattern.compile("\"offset\":(\\d+)");
    private static final Pattern ATTEMPT = Pattern.compile("\"attempt\":(\\d+)");
    private static final Pattern MESSAGE = Pattern.compile("\"message_id\":\"([^\"]+)\"");
    private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");
    private static final Pattern WHOLE = Pattern.compile("\"full_response\":\"([^\"]*)\"");

    private final ParleySockets sockets;
    private final int number;
    private final String session;
    private final StringBuilder text = new StringBuilder();
    private @Nullable FrameSocket socket;
    private long seq;
    private String reply = "";
    private String attempt = "";
    private boolean torn;

    /** Makes a session. */
    StormReader(ParleySockets sockets, int number) throws IOException {
        this.sockets = sockets;
        this.number = number;
        this.session = sockets.session(number);
    }

    void connect() throws IOException {
        socket = sockets.socketOf(session);
        take(receive());
    }

    void disconnect() throws IOException {
        current().close();
    }

    /** Asks, and reads the first words. */
    void ask(int tokens, int rate) throws IOException {
        current().send(sockets.message(number, "tokens=" + tokens + " rate=" + rate));
        while (text.isEmpty()) {
            take(receive());
        }
    }

    /** Connects anew, says where it was, and reads the next words. */
    void comeBack() throws IOException {
        int had = text.length();
        long after = seq;
        connect();
        current()
                .send("{\"type\":\"resume\",\"after_seq\":" + after + ",\"message_id\":\"" + reply + "\",\"attempt\":"
                        + attempt + ",\"offset\":" + had + "}");
        while (text.length() == had && !torn) {
            take(receive());
        }
    }

    /** Reads on; whether the text is whole. */
    boolean readToTheEnd() throws IOException {
        while (true) {
            String frame = receive();
            if (frame.contains("\"type\":\"ai_complete\"")) {
                current().close();
                return !torn && text.toString().equals(first(WHOLE, frame));
            }
            take(frame);
        }
    }

    private void take(String frame) {
        Matcher found = SEQ.matcher(frame);
        if (found.find()) {
            seq = Math.max(seq, Long.parseLong(found.group(1)));
        }
        if (frame.contains("\"type\":\"ai_started\"")) {
            reply = first(MESSAGE, frame);
            attempt = first(ATTEMPT, frame);
        } else if (frame.contains("\"type\":\"ai_chunk\"")) {
            torn |= Integer.parseInt(first(OFFSET, frame)) != text.length();
            text.append(first(CONTENT, frame));
        } else if (frame.contains("\"type\":\"ai_snapshot\"")) {
            torn = true; // what it has was lost
        }
    }

    private String receive() throws IOException {
        String frame = current().receive();
        if (frame == null) {
            throw new IOException("closed before the answer ended");
        }
        return frame;
    }

    private FrameSocket current() throws IOException {
        if (socket == null) {
            throw new IOException("not connected");
        }
        return socket;
    }

    private static String first(Pattern pattern, String frame) {
        Matcher found = pattern.matcher(frame);
        if (!found.find()) {
            throw new IllegalStateException("no " + pattern + " in " + frame);
        }
        return found.group(1);
    }
}
