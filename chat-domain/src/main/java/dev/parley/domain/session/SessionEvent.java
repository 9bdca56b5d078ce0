package dev.parley.domain.session;

import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyState;

/**
 * A durable change of a session: the whole catalogue. It names what changed; whoever needs a text reads it.
 * Embedding applications can listen to all of them.
 */
public sealed interface SessionEvent {

    /** The session was made. Always the first event. */
    record SessionCreated() implements SessionEvent {}

    /**
     * A user, system or agent message was added.
     *
     * @param message which
     * @param type of which kind
     */
    record MessageAdded(MessageId message, MessageType type) implements SessionEvent {}

    /**
     * A message has a newer version.
     *
     * @param message which
     * @param version the version it has since this event, from 2
     */
    record MessageUpdated(MessageId message, int version) implements SessionEvent {

        /** Refuses the version a message begins with, and what is below. */
        public MessageUpdated {
            if (version < 2) {
                throw new IllegalArgumentException("a changed message has a version of at least 2, was " + version);
            }
        }
    }

    /**
     * A reply ended and its message was added.
     *
     * @param reply the ai message, which is the reply's id
     * @param state how it ended; one of the ended states
     */
    record ReplyEnded(MessageId reply, ReplyState state) implements SessionEvent {

        /** Refuses states a reply can still leave. */
        public ReplyEnded {
            if (!state.ended()) {
                throw new IllegalArgumentException("a reply does not end as " + state);
            }
        }
    }

    /** The session has another title. */
    record SessionRenamed() implements SessionEvent {}

    /** Another assistant answers from now on. */
    record AssistantChanged() implements SessionEvent {}

    /** The session was put away, brought back or closed. */
    record StandingChanged(Standing standing) implements SessionEvent {}

    /** The session is gone for its user; for 30 seconds this can be undone. */
    record SessionDeleted() implements SessionEvent {}

    /** A deletion was undone. */
    record SessionRestored() implements SessionEvent {}

    /** The session belongs to somebody else from now on. */
    record OwnerChanged() implements SessionEvent {}

    /**
     * Older turns were folded into the summary.
     *
     * @param upTo the last turn it covers
     */
    record SummaryUpdated(Turn upTo) implements SessionEvent {}
}
