package dev.parley.adapter.websocket;

import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.MarkRead;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.Level;

/** Handles what a client sends, one frame after the other. Blocks as the use cases do; never sends itself. */
final class CommandLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandLoop.class);

    private static final Marker ACTION = MarkerFactory.getMarker("action");
    private static final Marker PERFORMANCE = MarkerFactory.getMarker("performance");

    /** Below it nothing is worth a line, whatever the log's own threshold. */
    private static final long SLOW_FROM_MILLIS = 100;

    /** How long a client should wait for a store that is away. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private static final Refusal DEGRADED = new Refusal(
            ErrorCode.STORAGE_DEGRADED, null, "the database is away; messages are kept and answered when it is back");

    private final ChatConnection connection;
    private final Shared shared;
    private final Admission admission;
    private final Complaints complaints;
    private final FreshTokens freshTokens;
    private final Tally all;
    private boolean warned;

    CommandLoop(ChatConnection connection, Shared shared) {
        WebSocketConfig.Flood flood = shared.config().flood();
        this.connection = connection;
        this.shared = shared;
        this.admission = connection.admission();
        this.complaints = new Complaints(connection, shared);
        this.freshTokens = new FreshTokens(connection, shared.ports().authentication(), complaints);
        this.all = new Tally(flood.messages(), flood.within());
    }

    @Override
    public void run() {
        Inbox.Inbound inbound;
        while ((inbound = connection.inbox().take()) != null) {
            if (!connection.isDismissed()) {
                take(inbound);
            }
        }
    }

    private void take(Inbox.Inbound inbound) {
        switch (inbound) {
            case Inbox.Inbound.Text(String text) -> read(text);
            case Inbox.Inbound.Binary() ->
                complaints.refuseBad(
                        new Refusal(ErrorCode.INVALID_MESSAGE, null, "frames must be text"),
                        ClientFrame.Reference.NONE);
        }
    }

    private void read(String text) {
        switch (shared.codec().decode(text)) {
            case FrameReader.Reading.Refused(var refusal, var reference) -> complaints.refuseBad(refusal, reference);
            case FrameReader.Reading.Understood(var frame) -> admit(frame);
        }
    }

    private void admit(ClientFrame frame) {
        long now = shared.now();
        if (!admission.caller().holds()) {
            complaints.dismiss(FreshTokens.tooLate(), frame.reference(), CloseCode.NOT_AUTHENTICATED);
        } else if (!all.count(now)) {
            complaints.refuseBad(
                    new Refusal(ErrorCode.RATE_LIMITED, null, "too many frames", all.restAt(now)), frame.reference());
        } else if (isOfAnother(frame.session())) {
            complaints.refuseBad(Refusal.sessionNotFound(), frame.reference());
        } else {
            obey(frame);
            tell(frame, TimeUnit.NANOSECONDS.toMillis(shared.now() - now));
        }
    }

    private boolean isOfAnother(@Nullable SessionId session) {
        return session != null && admission.session() != null && !session.equals(admission.session());
    }

    private static void tell(ClientFrame frame, long millis) {
        boolean slow = millis >= SLOW_FROM_MILLIS;
        if (slow || LOG.isDebugEnabled(ACTION)) {
            LOG.atLevel(slow ? Level.WARN : Level.DEBUG)
                    .addMarker(slow ? PERFORMANCE : ACTION)
                    .addKeyValue("duration_ms", millis)
                    .addKeyValue("type", frame.getClass().getSimpleName())
                    .log("A frame was handled");
        }
    }

    private void obey(ClientFrame frame) {
        try {
            switch (frame) {
                case ClientFrame.UserMessage message -> inSession(message, session -> say(session, message));
                case ClientFrame.Resume resume -> resume(resume);
                case ClientFrame.Cancel cancel -> inSession(cancel, session -> cancel(session, cancel));
                case ClientFrame.Authenticate fresh -> freshTokens.take(fresh);
                case ClientFrame.Ping ignored -> connection.answer(new ServerFrame.Pong(connection.lastSeq()));
                case ClientFrame.Delivered delivered ->
                    inSession(
                            delivered,
                            session -> move(marks ->
                                    marks.delivered(admission.principal(), session, delivered.upToPosition())));
                case ClientFrame.Typing typing ->
                    inSession(typing, session -> admission.followed().typing(typing.isTyping()));
                case ClientFrame.Read read ->
                    inSession(
                            read,
                            session -> move(marks -> marks.read(admission.principal(), session, read.upToPosition())));
            }
        } catch (StoreException.Unavailable e) {
            LOG.warn("A frame was not handled: the store is not available", e);
            complaints.refuse(
                    new Refusal(ErrorCode.PROCESSING_ERROR, null, "the store can't be reached", RETRY),
                    frame.reference());
        } catch (RuntimeException e) {
            LOG.error("A frame could not be handled", e);
            complaints.refuse(new Refusal(ErrorCode.PROCESSING_ERROR, null, "try again later"), frame.reference());
        }
    }

    /** What can only be done in a session is not to be sent over a user's socket. */
    private void inSession(ClientFrame frame, Consumer<SessionId> command) {
        SessionId session = admission.session();
        if (session == null) {
            complaints.refuseBad(
                    new Refusal(ErrorCode.INVALID_MESSAGE, "type", "must be resume, authenticate or ping here"),
                    frame.reference());
        } else {
            command.accept(session);
        }
    }

    private void say(SessionId session, ClientFrame.UserMessage message) {
        connection.beginning().live();
        admission.changes().raise();
        connection.beginning().awaitBegun();
        String clientId = message.clientMessageId() == null ? shared.newId() : message.clientMessageId();
        SendMessage send = shared.ports().sendMessage();
        MessageId id = send.idOf(admission.principal(), session, clientId);
        boolean first = connection.own().expect(id);
        boolean taken = false;
        try {
            taken = isToCome(
                    send.send(new SendMessage.Command(
                            admission.principal(),
                            session,
                            message.text(),
                            clientId,
                            message.metadata(),
                            admission.source())),
                    message.reference());
        } finally {
            if (first && !taken) {
                connection.own().forget(id);
            }
        }
    }

    /**
     * A message the store has just got is acknowledged by its event; anything else is answered here.
     *
     * @return whether an event of it is to come
     */
    private boolean isToCome(SendMessage.Outcome outcome, ClientFrame.Reference reference) {
        return switch (outcome) {
            case SendMessage.Outcome.Accepted(var receipt) -> {
                boolean waits = receipt.place() == null;
                if (waits || receipt.duplicate()) {
                    connection.answer(ServerFrame.MessageAccepted.of(receipt));
                }
                warn(waits);
                yield waits || !receipt.duplicate();
            }
            case SendMessage.Outcome.Refused(var refusal) -> {
                complaints.refuse(refusal, reference);
                yield false;
            }
        };
    }

    /** Once for each time the store is away. It is about no message: none has failed. */
    private void warn(boolean storeIsAway) {
        if (storeIsAway && !warned) {
            complaints.refuse(DEGRADED, ClientFrame.Reference.NONE);
        }
        warned = storeIsAway;
    }

    private void resume(ClientFrame.Resume resume) {
        if (!admission.followed().has(resume.from())) {
            complaints.refuseBad(
                    new Refusal(
                            ErrorCode.INVALID_MESSAGE,
                            "type",
                            "must say after_seq in a session, and after_user_seq here" + " if this is a user's socket"),
                    resume.reference());
        } else if (connection.beginning().resume(resume.from())) {
            admission.changes().raise();
        } else {
            complaints.refuseBad(
                    new Refusal(
                            ErrorCode.INVALID_MESSAGE, "type", "resume comes first and once, soon after connecting"),
                    resume.reference());
        }
    }

    private void cancel(SessionId session, ClientFrame.Cancel cancel) {
        var outcome = shared.ports().cancelReply().cancel(admission.principal(), session, cancel.questionOrReply());
        switch (outcome) {
            // Either way the reply's ending is told as an event.
            case CancelReply.Outcome.Stopping ignored -> {}
            case CancelReply.Outcome.AlreadyEnded ignored -> {}
            case CancelReply.Outcome.Refused(var refusal) -> complaints.refuse(refusal, cancel.reference());
        }
    }

    /** The feed tells of the move too; whichever comes first is told, and once. */
    private void move(Function<MarkRead, MarkRead.Outcome> move) {
        Receipts receipts = connection.receipts();
        receipts.ask();
        boolean answered = false;
        try {
            switch (move.apply(shared.ports().markRead())) {
                case MarkRead.Outcome.Moved(long delivered, long read) -> {
                    answered = true;
                    connection.answer(receipts.answered(delivered, read));
                }
                case MarkRead.Outcome.Refused(var refusal) -> complaints.refuse(refusal, ClientFrame.Reference.NONE);
            }
        } finally {
            ServerFrame.Receipt heldBack = answered ? null : receipts.refused();
            if (heldBack != null) {
                connection.answer(heldBack);
            }
        }
    }
}
