package dev.parley.adapter.redis;

import dev.parley.application.port.out.ReplyLog.Recorder;
import dev.parley.application.port.out.ReplyLog.ReplyText;
import dev.parley.application.port.out.RunningReply;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An attempt this node writes: into the log of this node at once, to the other nodes soon. What they lack is a cursor over
 * the text, not a queue; so it costs the same however far Redis is behind.
 */
final class OutgoingReply implements Recorder {

    private final ReplySender sender;
    private final RunningReply reply;
    private final Recorder near;
    private final ReplyText text;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile boolean overtaken;
    private volatile boolean ended;

    /** How far the sender is. Used by its thread alone, like the rest below. */
    private int sent;

    private boolean begun;
    private long notBefore = System.nanoTime();

    /**
     * An attempt that has begun on this node.
     *
     * @param near writes it here
     * @param text what is written here
     */
    OutgoingReply(ReplySender sender, RunningReply reply, Recorder near, ReplyText text) {
        this.sender = sender;
        this.reply = reply;
        this.near = near;
        this.text = text;
    }

    @Override
    public boolean append(String piece) {
        boolean written = !overtaken && near.append(piece);
        if (written) {
            sender.sendSoon(this);
        }
        return written;
    }

    @Override
    public void end() {
        near.end();
        if (!ended) {
            ended = true;
            sender.sendSoon(this);
        }
    }

    RunningReply reply() {
        return reply;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Another attempt is ahead: nothing is written any more, here or elsewhere. */
    void isOvertaken() {
        overtaken = true;
    }

    boolean wasOvertaken() {
        return overtaken;
    }

    /** Says that it waits to be sent; false if it does already. */
    boolean beginsToWait() {
        return waiting.compareAndSet(false, true);
    }

    /** Whatever is written from now on makes it wait again. To be called before the text is looked at. */
    void waitsNoMore() {
        waiting.set(false);
    }

    boolean hasBegun() {
        return begun;
    }

    /** Redis knows it, and how much of the text. */
    void knows(int length) {
        begun = true;
        sent = length;
    }

    /** Redis has forgotten it. */
    void isForgotten() {
        begun = false;
        sent = 0;
    }

    int sent() {
        return sent;
    }

    /** What is to be sent next, at most so many UTF-16 units. */
    String unsent(int most) {
        return sent >= text.length() ? "" : text.read(sent, most);
    }

    boolean isAllSent() {
        return sent >= text.length();
    }

    long notBefore() {
        return notBefore;
    }

    void rest(long untilNanos) {
        notBefore = untilNanos;
    }
}
