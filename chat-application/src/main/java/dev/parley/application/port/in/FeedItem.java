package dev.parley.application.port.in;

import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a feed tells. */
public sealed interface FeedItem {

    /**
     * Where the feed goes on. It is the first item after a resume. Later on, and also in a feed that was never resumed, it
     * tells of a hole: the reader is so far behind that the store has forgotten what comes next. It is then never
     * complete, and a reply whose end is in the hole gets no end of its own.
     *
     * @param lastSeq the session's last event; events above it follow in any case
     * @param complete whether all that was missed follows first; if not, the reader must read the history anew
     */
    record Resumed(Seq lastSeq, boolean complete) implements FeedItem {}

    /**
     * A message of a user, an agent or the system was added, or has a newer version.
     *
     * @param seq the event's number
     * @param message as it stands now
     * @param updated whether it was there before
     */
    record MessageChanged(Seq seq, Message message, boolean updated) implements FeedItem {}

    /**
     * Something else about the session changed: title, standing, assistant, summary, owner, deletion.
     *
     * @param seq the event's number
     * @param at when
     * @param event what happened
     * @param session the session as it is now, also beside a deletion that was undone since; null if it is deleted, or
     *     the reader's no more
     */
    record SessionChanged(
            Seq seq,
            Instant at,
            SessionEvent event,
            @Nullable SessionView session) implements FeedItem {

        /** Whether nothing follows: for this reader the session is gone. */
        public boolean isLast() {
            return session == null
                    && (event instanceof SessionEvent.SessionDeleted || event instanceof SessionEvent.OwnerChanged);
        }
    }

    /**
     * The reader's own cursors moved, on whatever device. Passing: it has no seq, and of several only the last is told.
     *
     * @param deliveredUpTo a position; 0 before the first
     * @param readUpTo a position; 0 before the first
     */
    record CursorsMoved(long deliveredUpTo, long readUpTo) implements FeedItem {}

    /**
     * A message of the reader's that this node had kept in its journal was in the store already: it had got there another
     * way. Passing: its event is, or was, told in its place.
     *
     * @param seq the number of that event
     * @param message as it is stored
     */
    record MessageStored(Seq seq, Message message) implements FeedItem {}

    /**
     * Somebody else came into the session, is there as something else, or left it. Passing: it has no seq, and only how it
     * is now is told. A reader who comes is told of all who are there.
     *
     * @param user who; never the reader
     * @param online whether they are there now
     * @param role as what they are, or were, there
     */
    record PresenceChanged(UserId user, boolean online, Role role) implements FeedItem {}

    /**
     * Somebody else types, or does not any more. Passing: it has no seq, and only how it is now is told; while it goes on,
     * every few seconds again.
     *
     * @param user who; never the reader
     * @param isTyping whether they do
     */
    record TypingChanged(UserId user, boolean isTyping) implements FeedItem {}

    /**
     * An attempt at a reply begins, or is told from {@code baseOffset} on.
     *
     * @param reply which
     * @param attempt which attempt
     * @param baseOffset where the first piece begins
     * @param model who writes
     * @param replyTo the question
     */
    record ReplyStarted(MessageId reply, int attempt, int baseOffset, String model, MessageId replyTo)
            implements FeedItem {}

    /**
     * All the text so far, for a reader that had none of this attempt; pieces go on from its end.
     *
     * @param reply which
     * @param attempt which attempt
     * @param content the text
     * @param model who writes
     * @param replyTo the question
     */
    record ReplySnapshot(MessageId reply, int attempt, String content, String model, MessageId replyTo)
            implements FeedItem {}

    /**
     * More text.
     *
     * @param reply which
     * @param attempt which attempt
     * @param offset where it begins in the reply's text, in UTF-16 units
     * @param text not empty
     */
    record ReplyPiece(MessageId reply, int attempt, int offset, String text) implements FeedItem {}

    /**
     * A reply ended; its message was added.
     *
     * @param seq the event's number
     * @param message the ai message
     * @param content its content, for convenience
     */
    record ReplyEnded(Seq seq, Message message, Content.FromAi content) implements FeedItem {}
}
