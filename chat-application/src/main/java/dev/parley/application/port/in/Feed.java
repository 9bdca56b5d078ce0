package dev.parley.application.port.in;

import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One reader's cursor over a session. It costs a few hundred bytes however slow its reader is; it slows nobody. All
 * methods but {@link #typing} and {@link #close()} belong to one thread at a time.
 *
 * <ul>
 *   <li>Events come in the order of seq, each once, without holes, from the starting point on. A hole that can't be
 *       closed is told as a {@link FeedItem.Resumed} that is not complete, wherever it is, and never passed in silence.
 *   <li>A reply is told as one {@link FeedItem.ReplyStarted} (or snapshot), pieces whose offsets join without gap or
 *       overlap, and one {@link FeedItem.ReplyEnded} when the pieces have reached its end; nothing of it comes after.
 *   <li>That the reader's own cursors moved is told when it happens, between any two other items.
 *   <li>While it is open its reader is in the session: others who follow it are told, and the reader is told of them and of
 *       who types. Neither delays an event or a piece by more than one such item.
 *   <li>A higher attempt begins with its own {@code ReplyStarted}. Attempt 0 is written while the store is away; the attempt
 *       after it goes on where the reader stands if its text begins with what the reader has, and until that is known
 *       nothing is told of it.
 * </ul>
 */
public interface Feed extends AutoCloseable {

    /** The session when the feed was opened. */
    SessionView opened();

    /**
     * Says where the reader stands. At most once, before the first item was taken; without it the feed begins at the
     * moment it was opened, and a running reply is told from its beginning.
     */
    void resume(Resume from);

    /**
     * The next item, if there is one. Reads the store where events were missed.
     *
     * @return null if nothing is there now
     * @throws IllegalStateException if the feed is closed
     */
    @Nullable
    FeedItem poll();

    /**
     * Waits for the next item.
     *
     * @return null if none came in time, or if the feed was closed meanwhile
     */
    @Nullable
    FeedItem next(Duration atMost) throws InterruptedException;

    /** The session's last event this node knows of. Does not block. For heartbeats. */
    Seq lastSeq();

    /**
     * The reader types, or does not any more. Others who follow the session are told; of a reader who goes on and on, once
     * in a while. It ends by itself some seconds after it was said last, with the reader's next message, and with the feed.
     * From any thread; does not block; of no effect once the feed is closed or its session gone.
     */
    void typing(boolean isTyping);

    /** Ends the feed. From any thread, idempotent. */
    @Override
    void close();

    /**
     * Where a reader stands.
     *
     * @param after the last event it has
     * @param reply what it has of a running reply; null for nothing
     */
    record Resume(Seq after, @Nullable Partial reply) {}

    /**
     * What a reader has of a running reply.
     *
     * @param reply which
     * @param attempt of which attempt
     * @param offset how much, in UTF-16 units, at least 0
     */
    record Partial(MessageId reply, int attempt, int offset) {

        /** Refuses what can't be. */
        public Partial {
            if (attempt < 0 || offset < 0) {
                throw new IllegalArgumentException("attempt and offset must be at least 0");
            }
        }
    }
}
