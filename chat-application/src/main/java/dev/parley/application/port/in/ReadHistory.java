package dev.parley.application.port.in;

import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Seq;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was said. */
public interface ReadHistory {

    /** A page of messages. */
    Outcome read(Query query);

    /** One message of a session. */
    MessageOutcome message(Principal caller, SessionId session, MessageId message);

    /**
     * Which page. At most one of before and after may be given; with neither it is the newest page.
     *
     * @param caller who
     * @param session which
     * @param before a position as a number; null for none
     * @param after a position as a number, 0 for the page that begins with the first message; null for none
     * @param limit 1 to 100
     */
    record Query(
            Principal caller,
            SessionId session,
            @Nullable Long before,
            @Nullable Long after,
            int limit) {}

    /** What came of it. */
    sealed interface Outcome {

        /**
         * A page, and the session it is from, in one snapshot.
         *
         * @param session the session; its lastSeq is what a client may resume after
         * @param messages by position
         * @param more whether there is more in the direction that was asked for
         * @param openReplies replies that have not ended, in the order of their turns
         * @param deliveredUpTo the caller's delivered cursor
         * @param readUpTo the caller's read cursor
         */
        record Page(
                SessionView session,
                List<Message> messages,
                boolean more,
                List<OpenReply> openReplies,
                long deliveredUpTo,
                long readUpTo)
                implements Outcome {

            /** Copies the lists. */
            public Page {
                messages = List.copyOf(messages);
                openReplies = List.copyOf(openReplies);
            }

            /** Short for the session's last event. */
            public Seq lastSeq() {
                return session.lastSeq();
            }

            /** How far a message has come, seen from the caller. */
            public MessageStatus statusOf(Message message) {
                return MessageStatus.of(
                        message.content().type() == MessageType.USER,
                        message.place().position().value(),
                        deliveredUpTo,
                        readUpTo);
            }
        }

        /** Nothing to see. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /**
     * A reply that has not ended.
     *
     * @param reply its id
     * @param replyTo the question
     * @param state pending or streaming
     * @param attempt the highest attempt, 0 if none began
     */
    record OpenReply(MessageId reply, MessageId replyTo, ReplyState state, int attempt) {}

    /** What came of looking one message up. */
    sealed interface MessageOutcome {

        /** There it is. */
        record Found(Message message) implements MessageOutcome {}

        /** It is a reply that has not ended yet. */
        record Open(OpenReply reply) implements MessageOutcome {}

        /** Nothing to see. */
        record Refused(Refusal refusal) implements MessageOutcome {}
    }
}
