package dev.parley.application.usecase;

import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.ChatObserver.Durability;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.Moderation;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.message.MessageRules;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes a message: checked, counted, judged, durable, announced, and a worker woken; in this order. While the store is away
 * it is durable in the journal, and answered here if enough is known.
 */
final class SendMessageUseCase implements SendMessage {

    private static final int FIRST_VERSION = 1;
    private static final Duration ROOM_AFTER = Duration.ofSeconds(5);

    private final Ports ports;
    private final SessionGate gate;
    private final Announcer announcer;
    private final Moderator moderator;
    private final MessageRules rules;
    private final Outage outage;
    private final UnstoredWriter unstored;

    SendMessageUseCase(
            Ports ports,
            SessionGate gate,
            Announcer announcer,
            Moderator moderator,
            MessageRules rules,
            Outage outage,
            UnstoredWriter unstored) {
        this.ports = ports;
        this.gate = gate;
        this.announcer = announcer;
        this.moderator = moderator;
        this.rules = rules;
        this.outage = outage;
        this.unstored = unstored;
    }

    @Override
    public MessageId idOf(Principal caller, SessionId session, String clientMessageId) {
        return MessageIds.ofMessage(caller.tenant(), session, caller.user(), new ClientMessageId(clientMessageId));
    }

    @Override
    public Outcome send(Command command) {
        Outcome outcome = outcome(command);
        if (outcome instanceof Outcome.Accepted(Receipt receipt)) {
            ports.observer().messageAccepted(durability(receipt), command.text().length());
        }
        return outcome;
    }

    private static Durability durability(Receipt receipt) {
        if (receipt.duplicate()) {
            return Durability.KNOWN;
        }
        return receipt.place() == null ? Durability.JOURNAL : Durability.STORE;
    }

    private Outcome outcome(Command command) {
        return switch (admission(command)) {
            case SessionGate.Admission.Refused(var refusal) -> new Outcome.Refused(refusal);
            case SessionGate.Admission.Admitted(var key, var stored) -> checked(key, stored.formerOwner(), command);
        };
    }

    private SessionGate.Admission admission(Command command) {
        return outage.isAway()
                ? gate.asKnownOwner(command.caller(), command.session())
                : gate.asRememberedOwner(command.caller(), command.session()).orElseGet(() -> asStored(command));
    }

    private SessionGate.Admission asStored(Command command) {
        try {
            return outage.ask(() -> gate.asOwner(command.caller(), command.session()));
        } catch (StoreException.Unavailable e) {
            outage.begins(e);
            return gate.asKnownOwner(command.caller(), command.session());
        }
    }

    private Outcome checked(SessionKey key, @Nullable UserId formerOwner, Command command) {
        Refusal refusal = refusal(command.text());
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        var given = Field.read("client_message_id", command.clientMessageId(), ClientMessageId::new);
        if (given instanceof Field.Invalid<ClientMessageId>(Refusal broken)) {
            return new Outcome.Refused(broken);
        }
        var metadata = Field.read("metadata", command.metadata(), Metadata::checked);
        if (metadata instanceof Field.Invalid<String>(Refusal broken)) {
            return new Outcome.Refused(broken);
        }
        ClientMessageId clientMessageId = given.orNull();
        return accept(
                new Sending(key, formerOwner),
                new Content.FromUser(
                        command.text(),
                        command.caller().user(),
                        clientMessageId == null
                                ? new ClientMessageId(ports.ids().next().toString())
                                : clientMessageId),
                metadata.orNull(),
                command.source());
    }

    private @Nullable Refusal refusal(String text) {
        return rules.check(text)
                .map(violation -> switch (violation) {
                    case MessageRules.Violation.TooLong tooLong ->
                        new Refusal(ErrorCode.MESSAGE_TOO_LONG, "message", tooLong.rule());
                    case MessageRules.Violation.Blank blank ->
                        new Refusal(ErrorCode.INVALID_MESSAGE, "message", blank.rule());
                    case MessageRules.Violation.NotText notText ->
                        new Refusal(ErrorCode.INVALID_MESSAGE, "message", notText.rule());
                })
                .orElse(null);
    }

    /** What was accepted once stays accepted, whatever is thought of it now: a resend gets the same answer for ever. */
    private Outcome accept(Sending to, Content.FromUser content, @Nullable String metadata, Source source) {
        SessionKey key = to.key();
        MessageId id = to.id(content.author(), content.clientMessageId());
        MessageId earlier = to.formerOwner() == null ? null : to.id(to.formerOwner(), content.clientMessageId());
        Refusal unwanted = tooSoon(key, content, source);
        if (unwanted == null) {
            unwanted = judged(key, content.text());
        }
        return unwanted == null || isThere(key, id) || (earlier != null && isThere(key, earlier))
                ? store(key, id, earlier, content, metadata)
                : new Outcome.Refused(unwanted);
    }

    /** Whether a message is known to be stored; while the store is away, none is. */
    private boolean isThere(SessionKey key, MessageId id) {
        if (outage.isAway()) {
            return false;
        }
        try {
            return outage.ask(() -> ports.conversations().message(key, id)).isPresent();
        } catch (StoreException.Unavailable e) {
            outage.begins(e);
            return false;
        }
    }

    /**
     * Where a message goes.
     *
     * @param formerOwner who may have sent it already, as a guest who has an account by now; null for nobody
     */
    private record Sending(SessionKey key, @Nullable UserId formerOwner) {

        MessageId id(UserId author, ClientMessageId clientMessageId) {
            return MessageIds.ofMessage(key.tenant(), key.session(), author, clientMessageId);
        }
    }

    private @Nullable Refusal tooSoon(SessionKey key, Content.FromUser content, Source source) {
        var subject = new RateLimiter.Subject(key.tenant(), content.author(), source.address());
        return ports.limiter()
                .take(RateLimiter.Action.MESSAGE, subject)
                .map(wait -> new Refusal(ErrorCode.RATE_LIMITED, null, "too many messages within a minute", wait))
                .orElse(null);
    }

    private @Nullable Refusal judged(SessionKey key, String text) {
        return switch (moderator.judge(key.tenant(), Moderation.Speaker.PERSON, text)) {
            case Moderator.Judgement.Allowed() -> null;
            case Moderator.Judgement.Rejected(String category) ->
                new Refusal(
                        ErrorCode.CONTENT_REJECTED,
                        "message",
                        "A message holds nothing of the category " + category + ".");
            case Moderator.Judgement.Unknown() ->
                new Refusal(ErrorCode.PROCESSING_ERROR, "message", "The message can't be judged at the moment.");
        };
    }

    private Outcome store(
            SessionKey key,
            MessageId id,
            @Nullable MessageId earlier,
            Content.FromUser content,
            @Nullable String metadata) {
        var message = new ConversationStore.NewMessage(
                key,
                id,
                earlier,
                content,
                metadata == null ? Message.NO_METADATA : metadata,
                MessageIds.ofReply(id, FIRST_VERSION),
                ports.now());
        if (!outage.concerns(key)) {
            try {
                return outage.ask(() -> stored(message));
            } catch (StoreException.Unavailable e) {
                outage.begins(e);
            }
        }
        return journalled(message);
    }

    /** A message that the store took without being able to say so is replayed as one that is there already. */
    private Outcome journalled(ConversationStore.NewMessage message) {
        return switch (outage.keep(message)) {
            case MessageJournal.Appending.Kept() -> {
                if (outage.isAway()) {
                    unstored.asked(message);
                }
                yield accepted(message, null, false);
            }
            case MessageJournal.Appending.Present(var first) ->
                first.content().equals(message.content())
                        ? accepted(message, null, true)
                        : refused(ErrorCode.IDEMPOTENCY_CONFLICT, "client_message_id", "was used for another text");
            case MessageJournal.Appending.Full ignored ->
                new Outcome.Refused(new Refusal(
                        ErrorCode.STORAGE_FULL, null, "the database is away and the journal is full", ROOM_AFTER));
        };
    }

    private Outcome stored(ConversationStore.NewMessage message) {
        SessionKey key = message.key();
        return switch (ports.conversations().accept(message)) {
            case ConversationStore.Acceptance.Accepted(var stored, var events) -> {
                announcer.appended(key, events);
                announcer.wake(new ReplyJobs.Ticket(key, message.reply()));
                MessageTexts.accepted(message.id(), message.content().text());
                yield accepted(
                        message, new Place(stored.place().seq(), stored.place().position()), false);
            }
            case ConversationStore.Acceptance.Duplicate(var stored, var seq) ->
                accepted(
                        message.content().clientMessageId(),
                        stored.id(),
                        new Place(seq, stored.place().position()),
                        true);
            case ConversationStore.Acceptance.Conflict() ->
                refused(ErrorCode.IDEMPOTENCY_CONFLICT, "client_message_id", "was used for another text");
            case ConversationStore.Acceptance.Closed() -> {
                gate.wasWrongAbout(key);
                yield refused(ErrorCode.SESSION_CLOSED, "session_id", "the session takes no more messages");
            }
            case ConversationStore.Acceptance.Missing() -> {
                gate.wasWrongAbout(key);
                yield new Outcome.Refused(Refusal.sessionNotFound());
            }
        };
    }

    private static Outcome accepted(ConversationStore.NewMessage message, @Nullable Place place, boolean duplicate) {
        return accepted(message.content().clientMessageId(), message.id(), place, duplicate);
    }

    private static Outcome accepted(
            ClientMessageId clientMessageId, MessageId id, @Nullable Place place, boolean duplicate) {
        return new Outcome.Accepted(
                new Receipt(clientMessageId.value(), id, MessageIds.ofReply(id, FIRST_VERSION), place, duplicate));
    }

    private static Outcome refused(ErrorCode code, String field, String rule) {
        return new Outcome.Refused(new Refusal(code, field, rule));
    }
}
