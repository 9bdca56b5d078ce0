package dev.parley.application.port.in;

import org.jspecify.annotations.Nullable;

/**
 * One reader's cursor over what concerns a user. It costs a few hundred bytes however slow its reader is; it slows
 * nobody, and never reads a store. All methods but {@link #close()} and {@link #lastUserSeq()} belong to one thread at a
 * time.
 *
 * <ul>
 *   <li>Changes come in the order of their numbers, each once, without holes, from the starting point on. Only the latest
 *       ones are kept: a hole that can't be closed is told as a {@link UserFeedItem.Resumed} that is not complete, and
 *       never passed over in silence.
 *   <li>Numbers count by one, from a first one that is as good as random, so that a number of an earlier process or of
 *       another node is taken for one of this feed's by nobody.
 * </ul>
 */
public interface UserFeed extends AutoCloseable {

    /** The number of what was told last when the feed was opened. */
    long openedAt();

    /**
     * Says where the reader stands. At most once, before the first item was taken; without it the feed begins at the
     * moment it was opened.
     *
     * @param afterUserSeq the number of the last change the reader has
     */
    void resume(long afterUserSeq);

    /**
     * The next item, if there is one. Does not block.
     *
     * @return null if nothing is there now
     * @throws IllegalStateException if the feed is closed
     */
    @Nullable
    UserFeedItem poll();

    /** The number of what was told last. Does not block; from any thread. For heartbeats. */
    long lastUserSeq();

    /** Ends the feed. From any thread, idempotent. */
    @Override
    void close();
}
