package dev.parley.application.local;

import dev.parley.application.port.out.ReplyLog.ReplyText;
import dev.parley.application.port.out.RunningReply;
import java.util.Arrays;

/**
 * The growing text of one attempt: one writer, any number of readers, no lock. The writer fills the characters first and
 * publishes the length last; readers take the length first, so that all they see below it is there.
 */
final class ReplyBuffer implements ReplyText {

    private static final int FIRST_CAPACITY = 512;

    private final RunningReply reply;
    private volatile char[] characters = new char[FIRST_CAPACITY];
    private volatile int length;

    ReplyBuffer(RunningReply reply) {
        this.reply = reply;
    }

    @Override
    public RunningReply reply() {
        return reply;
    }

    @Override
    public int length() {
        return length;
    }

    /** Called by the one writer only. */
    void append(String text) {
        int before = length;
        int after = Math.addExact(before, text.length());
        char[] room = roomFor(after);
        text.getChars(0, text.length(), room, before);
        length = after;
    }

    @Override
    public String read(int from, int most) {
        int end = length;
        char[] written = characters;
        int to = (int) Math.min(end, (long) from + most);
        if (to < end && to > from && cutsPair(written, to)) {
            to--;
        }
        return new String(written, from, to - from);
    }

    private char[] roomFor(int needed) {
        char[] present = characters;
        if (needed <= present.length) {
            return present;
        }
        char[] larger =
                Arrays.copyOf(present, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * present.length)));
        characters = larger;
        return larger;
    }

    private static boolean cutsPair(char[] written, int at) {
        return Character.isHighSurrogate(written[at - 1]) && Character.isLowSurrogate(written[at]);
    }
}
