package dev.parley.application.usecase;

import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stops replies: one that waits ends at once, one that runs is stopped where it runs. */
final class CancelReplyUseCase implements CancelReply {

    private final Ports ports;
    private final SessionGate gate;
    private final Announcer announcer;
    private final Outage outage;
    private final UnstoredCancellation unstored;

    CancelReplyUseCase(
            Ports ports, SessionGate gate, Announcer announcer, Outage outage, UnstoredCancellation unstored) {
        this.ports = ports;
        this.gate = gate;
        this.announcer = announcer;
        this.outage = outage;
        this.unstored = unstored;
    }

    @Override
    public Outcome cancel(Principal caller, SessionId session, @Nullable MessageId questionOrReply) {
        return switch (admission(caller, session)) {
            case SessionGate.Admission.Refused(var refusal) -> new Outcome.Refused(refusal);
            case SessionGate.Admission.Admitted(var key, var stored) ->
                unstored.cancel(key, questionOrReply).orElseGet(() -> cancelStored(key, questionOrReply));
        };
    }

    private SessionGate.Admission admission(Principal caller, SessionId session) {
        if (!outage.isAway()) {
            try {
                return outage.ask(() -> gate.asOwner(caller, session));
            } catch (StoreException.Unavailable e) {
                outage.begins(e);
            }
        }
        return gate.asKnownOwner(caller, session);
    }

    private Outcome cancelStored(SessionKey key, @Nullable MessageId questionOrReply) {
        return reply(key, questionOrReply)
                .map(reply -> cancel(key, reply))
                .orElseGet(() -> nothingToStop(questionOrReply));
    }

    private Optional<MessageId> reply(SessionKey key, @Nullable MessageId questionOrReply) {
        return questionOrReply == null
                ? ports.jobs().open(key).stream().findFirst().map(ReplyJobs.Progress::reply)
                : ports.jobs().progress(key, questionOrReply).map(ReplyJobs.Progress::reply);
    }

    private Outcome cancel(SessionKey key, MessageId reply) {
        return switch (ports.jobs().cancel(key, reply, ports.now())) {
            case ReplyJobs.Cancellation.Ended(var message, var event, var next) -> {
                announcer.appended(event);
                announcer.wake(next);
                yield new Outcome.Stopping(reply);
            }
            case ReplyJobs.Cancellation.Requested() -> {
                announcer.cancelRequested(key, reply);
                yield new Outcome.Stopping(reply);
            }
            case ReplyJobs.Cancellation.AlreadyEnded(var state) -> new Outcome.AlreadyEnded(reply, state);
            case ReplyJobs.Cancellation.Missing() -> nothingToStop(reply);
        };
    }

    private static Outcome nothingToStop(@Nullable MessageId asked) {
        return new Outcome.Refused(new Refusal(
                ErrorCode.MESSAGE_NOT_FOUND,
                "reply_id",
                asked == null ? "no reply is running or waiting" : "no such reply in this session"));
    }
}
