package dev.parley.application.usecase;

import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.usecase.UnstoredReply.Phase;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyEnding;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stops replies that the store knows nothing of: those that are being written here, or wait to be. */
final class UnstoredCancellation {

    private final UnstoredReplies replies;
    private final UnstoredWriter writer;

    UnstoredCancellation(UnstoredReplies replies, UnstoredWriter writer) {
        this.replies = replies;
        this.writer = writer;
    }

    /**
     * Stops one. Blocks until that is kept.
     *
     * @param questionOrReply which; null for the first of the session that has not ended
     * @return empty if it is none of these
     */
    Optional<CancelReply.Outcome> cancel(SessionKey key, @Nullable MessageId questionOrReply) {
        return replies.of(key).stream()
                .filter(reply -> isMeant(reply, questionOrReply))
                .findFirst()
                .flatMap(this::cancel);
    }

    private static boolean isMeant(UnstoredReply reply, @Nullable MessageId questionOrReply) {
        if (questionOrReply == null) {
            return !(reply.phase() instanceof Phase.Over);
        }
        NewMessage question = reply.question();
        return reply.ticket().reply().equals(questionOrReply)
                || (question != null && question.id().equals(questionOrReply));
    }

    private Optional<CancelReply.Outcome> cancel(UnstoredReply reply) {
        MessageId id = reply.ticket().reply();
        return switch (reply.phase()) {
            case Phase.Waiting ignored -> cancelUnbegun(reply);
            case Phase.Running phase -> {
                phase.run().stop(Stop.CANCELLED);
                phase.outcome().join(); // It is kept by then.
                yield Optional.of(new CancelReply.Outcome.Stopping(id));
            }
            case Phase.Over(var kept, var recorder, var assistant) ->
                kept.ending() == null
                        ? Optional.empty()
                        : Optional.of(new CancelReply.Outcome.AlreadyEnded(
                                id, kept.ending().state()));
        };
    }

    private Optional<CancelReply.Outcome> cancelUnbegun(UnstoredReply reply) {
        if (replies.endsUnbegun(reply, reply.written("", new ReplyEnding.Cancelled(), null))) {
            writer.beginNext(reply.ticket().key());
            return Optional.of(new CancelReply.Outcome.Stopping(reply.ticket().reply()));
        }
        // Either it has begun, or the store has its question and stops it as any other.
        return reply.isWaiting() ? Optional.empty() : cancel(reply);
    }
}
