package dev.parley.application.usecase;

import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionContext;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes sessions; the same command of the same caller makes the same session. */
final class CreateSessionUseCase implements CreateSession {

    private final Ports ports;
    private final SessionGate gate;
    private final Announcer announcer;
    private final RecentSessions recent;
    private final RecentPreferences preferences;

    CreateSessionUseCase(
            Ports ports, SessionGate gate, Announcer announcer, RecentSessions recent, RecentPreferences preferences) {
        this.ports = ports;
        this.gate = gate;
        this.announcer = announcer;
        this.recent = recent;
        this.preferences = preferences;
    }

    @Override
    public Outcome create(Command command) {
        Refusal refusal = gate.refusalToChat(command.caller());
        return refusal != null ? new Outcome.Refused(refusal) : checked(command);
    }

    private Outcome checked(Command command) {
        var title = Field.read("title", command.title(), SessionTitle::chosen);
        var context = Field.read("context", command.context(), SessionContext::new);
        var assistant = Field.read("assistant", command.assistant(), AssistantName::new);
        var commandId = Field.read("client_command_id", command.clientCommandId(), ClientMessageId::new);
        var metadata = Field.read("metadata", command.metadata(), Metadata::checked);
        for (Field<?> field : List.of(title, context, assistant, commandId, metadata)) {
            if (field instanceof Field.Invalid<?>(Refusal broken)) {
                return new Outcome.Refused(broken);
            }
        }
        AssistantName name = assistant.orNull() == null ? preferred(command.caller()) : assistant.orNull();
        if (!isThere(command.caller(), name)) {
            return new Outcome.Refused(new Refusal(ErrorCode.INVALID_MESSAGE, "assistant", "no such assistant"));
        }
        Instant now = ports.now();
        Principal caller = command.caller();
        return store(
                command,
                new Session(
                        command.id() == null ? idFor(caller, commandId.orNull()) : command.id(),
                        caller.tenant(),
                        caller.user(),
                        caller.name(),
                        caller.locale(),
                        title.orNull(),
                        name,
                        context.orNull(),
                        or(metadata.orNull(), Message.NO_METADATA),
                        Standing.ACTIVE,
                        now,
                        now));
    }

    /** One that was taken out of the configuration since is not missed. */
    private AssistantName preferred(Principal caller) {
        return preferences
                .find(ManagePreferencesUseCase.keyOf(caller))
                .map(known -> known.preferences().assistant())
                .filter(name -> isThere(caller, name))
                .orElse(AssistantName.STANDARD);
    }

    private boolean isThere(Principal caller, AssistantName name) {
        return ports.assistants().find(caller.tenant(), name).isPresent();
    }

    private SessionId idFor(Principal caller, @Nullable ClientMessageId command) {
        return command == null
                ? new SessionId(ports.ids().next())
                : MessageIds.ofSession(caller.tenant(), caller.user(), command);
    }

    private Outcome store(Command command, Session session) {
        String asked = command.id() == null && command.clientCommandId() != null ? asked(command) : null;
        return switch (asked == null
                ? ports.sessions().create(session)
                : ports.sessions().create(session, asked)) {
            case SessionStore.Creation.Created(var stored, var event) -> {
                recent.began(stored);
                announcer.appended(event);
                yield new Outcome.Created(SessionGate.view(stored), false);
            }
            case SessionStore.Creation.Existing(var stored) ->
                SessionGate.owns(command.caller(), stored.session()) ? again(stored, asked) : taken(command);
            case SessionStore.Creation.Taken() -> taken(command);
        };
    }

    private static Outcome again(SessionStore.Stored stored, @Nullable String asked) {
        boolean another =
                asked != null && stored.command() != null && !stored.command().equals(asked);
        return another
                ? new Outcome.Refused(new Refusal(
                        ErrorCode.IDEMPOTENCY_CONFLICT, "client_command_id", "was used for another command"))
                : new Outcome.Created(SessionGate.view(stored), true);
    }

    /** Stands for all that is asked for. With its length before each part, so that no two commands look the same. */
    private static String asked(Command command) {
        var parts = new StringBuilder();
        for (String part : Arrays.asList(command.title(), command.assistant(), command.context(), command.metadata())) {
            parts.append(part == null ? "-" : part.length() + ":" + part);
        }
        return TextDigest.sha256(parts.toString());
    }

    private static Outcome taken(Command command) {
        return new Outcome.Refused(
                command.id() != null
                        ? Refusal.sessionNotFound()
                        : new Refusal(
                                ErrorCode.IDEMPOTENCY_CONFLICT,
                                "client_command_id",
                                "the session this command made is gone"));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
