package dev.parley.application.port.in;

import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/** Takes a user's message: durable first, then acknowledged, then answered in turn. */
public interface SendMessage {

    /**
     * Blocks until the message is durable, not until it is answered. While the store is away, that may be in the journal of
     * this node, for sessions it knows; it is answered when the store is back. A text that the moderation rejects, or can't judge in
     * time, is refused, and so is one that comes too soon after others. What is durable already is never refused.
     */
    Outcome send(Command command);

    /**
     * The id a message will have, before it is sent. Pure.
     *
     * @param clientMessageId valid by the rules of {@link dev.parley.domain.message.ClientMessageId}
     */
    MessageId idOf(Principal caller, SessionId session, String clientMessageId);

    /**
     * A message as it came; the use case checks it.
     *
     * @param caller who says it
     * @param session where
     * @param text what; 1 to 4,000 code points by default
     * @param clientMessageId what the client calls it; null if it does not care about resends
     * @param metadata a JSON object as text, parsed by the adapter; null for none
     * @param source where it comes from
     */
    record Command(
            Principal caller,
            SessionId session,
            String text,
            @Nullable String clientMessageId,
            @Nullable String metadata,
            Source source) {

        /** A message from within this program. */
        public Command(
                Principal caller,
                SessionId session,
                String text,
                @Nullable String clientMessageId,
                @Nullable String metadata) {
            this(caller, session, text, clientMessageId, metadata, Source.INTERNAL);
        }
    }

    /** What came of it. */
    sealed interface Outcome {

        /** It is durable. */
        record Accepted(Receipt receipt) implements Outcome {}

        /** It was not taken; nothing was stored. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /**
     * Proof that a message is durable.
     *
     * @param clientMessageId what the client calls it; the one we gave if it named none
     * @param messageId its id
     * @param replyId the id its reply has or will have
     * @param place its place in the session; null while it waits in a journal for the store
     * @param duplicate whether it was there before
     */
    record Receipt(
            String clientMessageId,
            MessageId messageId,
            MessageId replyId,
            @Nullable Place place,
            boolean duplicate) {}

    /**
     * A message's place.
     *
     * @param seq the number of its event
     * @param position its ordinal
     */
    record Place(Seq seq, Position position) {}
}
