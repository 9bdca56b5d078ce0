package dev.parley.bootstrap.tracing;

import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages as they come in, each the root of a trace. The root's ids are known beforehand; the span itself is made when it
 * is known what came of the message. So there is one root for each, with the message that was new: what came again, or was
 * refused and may be accepted another time, is a span beneath it.
 */
final class TracedSending implements SendMessage {

    /** Refusals that are no fault of the client's. */
    private static final Set<ErrorCode> OURS = EnumSet.of(
            ErrorCode.HISTORY_UNAVAILABLE,
            ErrorCode.STORAGE_DEGRADED,
            ErrorCode.STORAGE_FULL,
            ErrorCode.PROCESSING_ERROR);

    private final SendMessage sending;
    private final Spans spans;
    private final IdGenerator ids;
    private final InstantSource clock;

    /** @param ids names messages that come without a name */
    TracedSending(SendMessage sending, Spans spans, IdGenerator ids, InstantSource clock) {
        this.sending = sending;
        this.spans = spans;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public MessageId idOf(Principal caller, SessionId session, String clientMessageId) {
        return sending.idOf(caller, session, clientMessageId);
    }

    @Override
    public Outcome send(Command given) {
        Command command = named(given);
        MessageId id = id(command);
        return id == null || !spans.areFor(id) ? sending.send(command) : traced(command, id);
    }

    /** What the use case would do a moment later: a message gets its id from its name. */
    private Command named(Command command) {
        return command.clientMessageId() != null
                ? command
                : new Command(
                        command.caller(),
                        command.session(),
                        command.text(),
                        ids.next().toString(),
                        command.metadata(),
                        command.source());
    }

    /** Null if its name breaks the rules: then it never becomes a message. */
    private @Nullable MessageId id(Command command) {
        String name = command.clientMessageId();
        try {
            return name == null ? null : sending.idOf(command.caller(), command.session(), name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Outcome traced(Command command, MessageId id) {
        Instant begun = clock.instant();
        try {
            Outcome outcome = Current.during(Questions.root(id), () -> sending.send(command));
            tell(command, id, begun, outcome);
            return outcome;
        } catch (RuntimeException | Error e) {
            Span span = attempt(command, id, begun);
            Spans.failed(span, e);
            span.end();
            throw e;
        }
    }

    private void tell(Command command, MessageId id, Instant begun, Outcome outcome) {
        Span span = switch (outcome) {
            case Outcome.Accepted(Receipt receipt) -> accepted(command, id, begun, receipt);
            case Outcome.Refused(var refusal) -> refused(command, id, begun, refusal.code());
        };
        span.end();
    }

    private Span accepted(Command command, MessageId id, Instant begun, Receipt receipt) {
        Span span = receipt.duplicate() ? attempt(command, id, begun) : root(command, id, begun);
        span.setAttribute(Names.REPLY, receipt.replyId().toString());
        span.setAttribute(Names.DURABILITY, durability(receipt));
        return span;
    }

    private static String durability(Receipt receipt) {
        if (receipt.duplicate()) {
            return "known";
        }
        return receipt.place() == null ? "journal" : "store";
    }

    private Span refused(Command command, MessageId id, Instant begun, ErrorCode code) {
        Span span = attempt(command, id, begun);
        span.setAttribute(Names.REFUSED, code.name());
        if (OURS.contains(code)) {
            Spans.failed(span, code.name());
        }
        return span;
    }

    private Span root(Command command, MessageId id, Instant begun) {
        return about(command, id, spans.root(id, begun));
    }

    private Span attempt(Command command, MessageId id, Instant begun) {
        return about(
                command,
                id,
                spans.ofQuestion(Spans.MESSAGE_SEND, id)
                        .setSpanKind(SpanKind.SERVER)
                        .setStartTimestamp(begun)
                        .startSpan());
    }

    private static Span about(Command command, MessageId id, Span span) {
        return span.setAttribute(Names.SESSION, command.session().toString())
                .setAttribute(Names.MESSAGE, id.toString());
    }
}
