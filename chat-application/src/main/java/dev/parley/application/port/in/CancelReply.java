package dev.parley.application.port.in;

import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/** Stops a reply, before its first token or after it. The text released until then stays. Idempotent. */
public interface CancelReply {

    /**
     * Blocks until the wish is durable. The ending comes as an event.
     *
     * @param questionOrReply the reply, or the question it answers; null for whatever runs or waits first
     */
    Outcome cancel(Principal caller, SessionId session, @Nullable MessageId questionOrReply);

    /** What came of it. */
    sealed interface Outcome {

        /** It will stop, or has stopped just now. */
        record Stopping(MessageId reply) implements Outcome {}

        /** It had ended before. */
        record AlreadyEnded(MessageId reply, ReplyState state) implements Outcome {}

        /** There is nothing to stop. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
