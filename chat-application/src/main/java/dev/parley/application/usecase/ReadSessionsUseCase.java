package dev.parley.application.usecase;

import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/** Reads sessions and pages of them. */
final class ReadSessionsUseCase implements ReadSessions {

    static final int LARGEST_PAGE = 100;

    private final SessionStore sessions;
    private final SessionGate gate;

    ReadSessionsUseCase(SessionStore sessions, SessionGate gate) {
        this.sessions = sessions;
        this.gate = gate;
    }

    @Override
    public Outcome read(Principal caller, SessionId session) {
        return switch (gate.asReader(caller, session)) {
            case SessionGate.Admission.Admitted(var key, var stored) -> new Outcome.Found(SessionGate.view(stored));
            case SessionGate.Admission.Refused(var refusal) -> new Outcome.Refused(refusal);
        };
    }

    @Override
    public ListOutcome list(Query query) {
        Refusal refusal = gate.refusalToChat(query.caller());
        if (refusal == null) {
            refusal = limitRefusal(query.limit());
        }
        if (refusal != null) {
            return new ListOutcome.Refused(refusal);
        }
        SessionStore.Sort sort = sort(query.sort());
        return switch (ListCursor.parse(sort, query.after())) {
            case Field.Invalid<SessionStore.Cursor>(var broken) -> new ListOutcome.Refused(broken);
            case Field.Valid<SessionStore.Cursor>(var after) -> page(query, sort, after);
        };
    }

    private ListOutcome page(Query query, SessionStore.Sort sort, SessionStore.@Nullable Cursor after) {
        SessionStore.Page page = sessions.list(new SessionStore.Query(
                query.caller().tenant(), query.caller().user(), query.active(), sort, after, query.limit()));
        return new ListOutcome.Page(
                page.entries().stream()
                        .map(entry -> new Entry(entry.session(), entry.messageCount(), entry.preview(), entry.unread()))
                        .toList(),
                page.next() == null ? null : ListCursor.write(sort, page.next()));
    }

    static @Nullable Refusal limitRefusal(int limit) {
        return limit >= 1 && limit <= LARGEST_PAGE
                ? null
                : new Refusal(ErrorCode.INVALID_MESSAGE, "limit", "must be 1 to " + LARGEST_PAGE);
    }

    private static SessionStore.Sort sort(Sort sort) {
        return switch (sort) {
            case ACTIVITY -> SessionStore.Sort.ACTIVITY;
            case CREATED -> SessionStore.Sort.CREATED;
            case TITLE -> SessionStore.Sort.TITLE;
        };
    }
}
