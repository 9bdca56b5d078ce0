package dev.parley.adapter.redis;

import dev.parley.application.port.out.ReplyLog.Recorder;
import dev.parley.application.port.out.ReplyLog.ReplyText;
import dev.parley.application.port.out.RunningReply;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An attempt this node writes: into the log of this node at once, to the other nodes soon. What they lack are cursors over
 * the text, not a queue; so it costs the same however far Redis is behind.
 */
final class OutgoingReply implements Recorder {

    private final ReplySender sender;
    private final RunningReply reply;
    private final Recorder near;
    private final ReplyText text;
    private final Consumer<OutgoingReply> over;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile boolean overtaken;
    private volatile boolean ended;

    private final List<String> keys;
    private final String channel;

    /** Nodes that told they read it: they hear what is said to them alone. */
    private final Set<String> readers = ConcurrentHashMap.newKeySet();

    /** How far goes what was put into a pipeline, whatever became of it. Written by the sender's thread alone. */
    private volatile int underWay;

    /** Whether somebody may lack what was said and is not kept yet. */
    private volatile boolean lateListener;

    /** How much of the text Redis has. Used by the sender's thread alone, like all below. */
    private int kept;

    /** How much of it was said, to whoever listens. */
    private int said;

    private boolean begun;
    private boolean keptSoon;
    private long keptAt = System.nanoTime();
    private long listeners;
    private long notBefore = System.nanoTime();

    /**
     * An attempt that has begun on this node.
     *
     * @param near writes it here
     * @param text what is written here
     * @param over told when there is no more to send of it than its end; perhaps twice
     */
    OutgoingReply(ReplySender sender, RunningReply reply, Recorder near, ReplyText text, Consumer<OutgoingReply> over) {
        this.sender = sender;
        this.reply = reply;
        this.near = near;
        this.text = text;
        this.over = over;
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
            over.accept(this);
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
        over.accept(this);
    }

    boolean wasOvertaken() {
        return overtaken;
    }

    /** Whether there may be more to send of it than its end. */
    boolean isGoingOn() {
        return !ended && !overtaken;
    }

    /** A node reads it, and tells how much of it it has. From any thread; does not block. */
    void isFollowed(ReplyNote note) {
        if (!note.isOf(reply) || !isGoingOn()) {
            return;
        }
        readers.add(note.node());
        if (note.end() < underWay) {
            lateListener = true;
            sender.sendNow(this);
        }
    }

    /** A node did not hear what was said to it alone. */
    void isNotHeardBy(String reader) {
        readers.remove(reader);
        lateListener = true;
    }

    /** The only node that listens, if it is known. */
    @Nullable
    String onlyReader() {
        var known = readers.iterator();
        String reader = listeners == 1 && known.hasNext() ? known.next() : null;
        return known.hasNext() ? null : reader;
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

    void isUnderWayTo(int end) {
        underWay = Math.max(underWay, end);
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

    /**
     * How many listen. One more than before may lack what was said before. One less than are known may be any of them: who is
     * still there tells again.
     */
    void wasHeardBy(long count) {
        lateListener = lateListener || count > listeners;
        listeners = count;
        if (count < readers.size()) {
            readers.clear();
        }
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
