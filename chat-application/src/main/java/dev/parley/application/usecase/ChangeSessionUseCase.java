package dev.parley.application.usecase;

import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Changes, deletes and restores sessions of the caller. */
final class ChangeSessionUseCase implements ChangeSession {

    private static final int AT_ONCE = 100;

    private final Ports ports;
    private final SessionGate gate;
    private final Announcer announcer;
    private final Witness witness;
    private final Duration undoWithin;

    ChangeSessionUseCase(Ports ports, SessionGate gate, Announcer announcer, Witness witness, Duration undoWithin) {
        this.ports = ports;
        this.gate = gate;
        this.announcer = announcer;
        this.witness = witness;
        this.undoWithin = undoWithin;
    }

    @Override
    public Outcome change(Command command) {
        return switch (gate.asOwner(command.caller(), command.session())) {
            case SessionGate.Admission.Refused(var refusal) -> new Outcome.Refused(refusal);
            case SessionGate.Admission.Admitted(var key, var stored) -> change(key, command);
        };
    }

    private Outcome change(SessionKey key, Command command) {
        var title = Field.read("title", command.title(), SessionTitle::chosen);
        if (title instanceof Field.Invalid<SessionTitle>(Refusal refusal)) {
            return new Outcome.Refused(refusal);
        }
        var assistant = Field.read("assistant", command.assistant(), text -> known(key, new AssistantName(text)));
        if (assistant instanceof Field.Invalid<AssistantName>(Refusal refusal)) {
            return new Outcome.Refused(refusal);
        }
        var wish = new SessionStore.Wish(title.orNull(), command.standing(), assistant.orNull());
        return answer(key, ports.sessions().change(key, wish, ports.now()));
    }

    private AssistantName known(SessionKey key, AssistantName name) {
        if (ports.assistants().find(key.tenant(), name).isEmpty()) {
            throw new IllegalArgumentException("no such assistant");
        }
        return name;
    }

    @Override
    public Outcome delete(Principal caller, SessionId session) {
        return switch (gate.asOwner(caller, session)) {
            case SessionGate.Admission.Refused(var refusal) -> new Outcome.Refused(refusal);
            case SessionGate.Admission.Admitted(var key, var stored) -> {
                witness.acts(caller, AuditAction.SESSION_DELETED, session.toString(), null);
                yield answer(key, ports.sessions().delete(key, ports.now()));
            }
        };
    }

    @Override
    public AllOutcome deleteAll(Principal caller) {
        Refusal refusal = gate.refusalToChat(caller);
        if (refusal != null) {
            return new AllOutcome.Refused(refusal);
        }
        SessionStore.Page page = some(caller, null);
        if (!page.entries().isEmpty()) {
            witness.acts(caller, AuditAction.SESSIONS_DELETED, caller.user().value(), "all of their own");
        }
        return new AllOutcome.Deleted(deleted(caller, page));
    }

    /** From the newest to the oldest, so that what is made meanwhile stays. */
    private long deleted(Principal caller, SessionStore.Page first) {
        long deleted = 0;
        for (SessionStore.Page page = first; ; page = some(caller, page.next())) {
            for (SessionStore.Entry entry : page.entries()) {
                SessionKey key = SessionGate.key(caller, entry.session().id());
                if (answer(key, ports.sessions().delete(key, ports.now())) instanceof Outcome.Done) {
                    deleted++;
                }
            }
            if (page.next() == null) {
                return deleted;
            }
        }
    }

    private SessionStore.Page some(Principal caller, SessionStore.@Nullable Cursor after) {
        return ports.sessions()
                .list(new SessionStore.Query(
                        caller.tenant(), caller.user(), null, SessionStore.Sort.CREATED, after, AT_ONCE));
    }

    @Override
    public Outcome restore(Principal caller, SessionId session) {
        Refusal refusal = gate.refusalToChat(caller);
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        Instant now = ports.now();
        SessionKey key = SessionGate.key(caller, session);
        SessionStore.Change change = ports.sessions().restore(key, caller.user(), now.minus(undoWithin), now);
        if (change instanceof SessionStore.Change.Done) {
            witness.acts(caller, AuditAction.SESSION_RESTORED, session.toString(), null);
        }
        return answer(key, change);
    }

    private Outcome answer(SessionKey key, SessionStore.Change change) {
        return switch (change) {
            case SessionStore.Change.Done(var stored, var events) -> {
                announcer.appended(key, events);
                yield new Outcome.Done(SessionGate.view(stored));
            }
            case SessionStore.Change.Missing() -> new Outcome.Refused(Refusal.sessionNotFound());
        };
    }
}
