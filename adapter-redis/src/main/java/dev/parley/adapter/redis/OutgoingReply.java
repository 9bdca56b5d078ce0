package dev.parley.adapter.redis;

import dev.parley.application.port.out.ReplyLog.Recorder;
import dev.parley.application.port.out.ReplyLog.ReplyText;
import dev.parley.application.port.out.RunningReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An attempt this node writes: into the log of this node at once, to the other nodes soon. What they lack are cursors over
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

    private final List<String> keys;
    private final String channel;

    /** How much of the text Redis has. Used by the sender's thread alone, like all below. */
    private int kept;

    /** How much of it was said, to whoever listens. */
    private int said;

    private boolean begun;
    private boolean keptSoon;
    private long keptAt = System.nanoTime();
    private long listeners;
    private boolean lateListener;
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
        this.keys = ReplyKeys.of(reply);
        this.channel = Channels.ofReplies(reply.key());
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

    /** Its head and its text in Redis. */
    List<String> keys() {
        return keys;
    }

    /** Where it is said. */
    String channel() {
        return channel;
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

    /** Whether there may be more to send of it than its end. */
    boolean isGoingOn() {
        return !ended && !overtaken;
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

    /** Redis knows it, and how much of the text. What it has, it has said. */
    void knows(int length) {
        begun = true;
        kept = length;
        said = Math.max(said, length);
    }

    /** Redis has forgotten it. */
    void isForgotten() {
        begun = false;
        kept = 0;
    }

    int kept() {
        return kept;
    }

    /** At least what Redis has, unless Redis forgot it. */
    int said() {
        return said;
    }

    void isSaidTo(int end) {
        said = end;
    }

    /** What Redis is to get next, at most so many UTF-16 units. */
    String unkept(int most) {
        return from(kept, most);
    }

    /** What is to be said next, at most so many UTF-16 units. */
    String unsaid(int most) {
        return from(said, most);
    }

    private String from(int offset, int most) {
        return offset >= text.length() ? "" : text.read(offset, most);
    }

    boolean isAllSaid() {
        return said >= text.length();
    }

    boolean isAllKept() {
        return kept >= text.length();
    }

    /**
     * Whether Redis should get the text now: nobody hears it otherwise, somebody came later, it is much, or the last time is
     * long ago.
     */
    boolean isToKeep(int much, Duration longAgo) {
        return !begun
                || listeners == 0
                || lateListener
                || text.length() - said >= much
                || System.nanoTime() - keptAt >= longAgo.toNanos();
    }

    /** Redis got text now. */
    void isKept() {
        keptAt = System.nanoTime();
        lateListener = false;
    }

    /** When Redis should get text again. */
    long toKeepAt(Duration every) {
        return keptAt + every.toNanos();
    }

    /** How many heard the last piece. One more than before may lack what was said before. */
    void wasHeardBy(long count) {
        lateListener = lateListener || count > listeners;
        listeners = count;
    }

    boolean isHeard() {
        return listeners > 0;
    }

    /** Whether somebody may lack what was said and is not kept yet. */
    boolean hasLateListener() {
        return lateListener && !isAllKept();
    }

    /** Says that it waits for the time at which Redis gets text again; false if it does already. */
    boolean beginsToWaitForKeeping() {
        boolean begins = !keptSoon;
        keptSoon = true;
        return begins;
    }

    void waitsForKeepingNoMore() {
        keptSoon = false;
    }

    long notBefore() {
        return notBefore;
    }

    void rest(long untilNanos) {
        notBefore = untilNanos;
    }
}
