package dev.parley.adapter.redis;

import dev.parley.application.port.out.RunningReply;
import dev.parley.domain.message.MessageId;
import java.util.UUID;

/**
 * What a node says while it writes a reply: one line about which, and a body behind it. Redis puts a piece's text behind
 * the line by itself, so that it is sent there only once.
 *
 * @param node who writes; with {@link Kind#FOLLOW}, who reads
 * @param reply what
 * @param attempt which attempt
 */
record ReplyNote(Kind kind, String node, MessageId reply, int attempt, int end, String body) {

    /** What it says. The names are what is sent. */
    enum Kind {
        /** An attempt begins; the body is what else is known of it. */
        BEGIN,
        /** A piece of text that ends at an offset, up to which Redis has all; the body is the text, perhaps sealed. */
        TEXT,
        /** The same while Redis has not got it yet. */
        LIVE,
        /** The attempt is over. */
        END,
        /** To the writer alone: this node reads it, and has it up to an offset. */
        FOLLOW
    }

    private static final int PARTS = 5;

    static String begin(String node, RunningReply reply, String about) {
        return line(Kind.BEGIN, node, reply, 0) + about;
    }

    /** The line of a piece; its text follows. */
    static String text(String node, RunningReply reply, int end) {
        return line(Kind.TEXT, node, reply, end);
    }

    /** A piece that is only said. */
    static String live(String node, RunningReply reply, int end, String text) {
        return line(Kind.LIVE, node, reply, end) + text;
    }

    static String end(String node, RunningReply reply) {
        return line(Kind.END, node, reply, 0);
    }

    static String follow(String reader, RunningReply reply, int length) {
        return line(Kind.FOLLOW, reader, reply, length);
    }

    /** Whether it is about an attempt. */
    boolean isOf(RunningReply written) {
        return written.reply().equals(reply) && written.attempt() == attempt;
    }

    private static String line(Kind kind, String node, RunningReply reply, int end) {
        return kind + " " + node + " " + reply.reply() + " " + reply.attempt() + " " + end + "\n";
    }

    /** @throws IllegalArgumentException if it can't be understood */
    static ReplyNote parse(String payload) {
        int line = payload.indexOf('\n');
        String[] parts = payload.substring(0, Math.max(0, line)).split(" ", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("a note of a reply has a line of " + PARTS + " parts");
        }
        return new ReplyNote(
                Kind.valueOf(parts[0]),
                parts[1],
                new MessageId(UUID.fromString(parts[2])),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                payload.substring(line + 1));
    }
}
