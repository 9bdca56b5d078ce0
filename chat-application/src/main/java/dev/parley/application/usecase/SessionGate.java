package dev.parley.application.usecase;

import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SessionView;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one place that decides who may touch which session. What is foreign is not there. */
final class SessionGate {

    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final RecentSessions sessions;
    private final Witness witness;
    private final KnownSessions known;

    SessionGate(RecentSessions sessions, Witness witness, KnownSessions known) {
        this.sessions = sessions;
        this.witness = witness;
        this.known = known;
    }

    /** Whether a caller may hold conversations at all; null if so. */
    @Nullable
    Refusal refusalToChat(Principal caller) {
        return caller.may(Permission.CHAT) ? null : new Refusal(ErrorCode.FORBIDDEN, null, "needs permission CHAT");
    }

    /** Lets the owner in, to read and to write. */
    Admission asOwner(Principal caller, SessionId session) {
        return admit(caller, session, false, sessions::read);
    }

    /**
     * Lets the owner in to say something, by what this node remembers, without the store. Whoever is not remembered as the owner is told
     * that nothing can be said of the session now.
     */
    Admission asKnownOwner(Principal caller, SessionId session) {
        Refusal refusal = refusalToChat(caller);
        if (refusal != null) {
            return new Admission.Refused(refusal);
        }
        SessionKey key = key(caller, session);
        Optional<SessionStore.Stored> stored = owned(caller, key);
        if (stored.isPresent() && !stored.get().session().standing().takesMessages()) {
            return new Admission.Refused(
                    new Refusal(ErrorCode.SESSION_CLOSED, "session_id", "the session takes no more messages"));
        }
        return stored.isPresent()
                ? new Admission.Admitted(key, stored.get())
                : new Admission.Refused(new Refusal(
                        ErrorCode.HISTORY_UNAVAILABLE, "session_id", "can't be looked up at the moment", AGAIN));
    }

    /**
     * Lets in who is remembered here as the owner of a session that takes messages, to say something: the store looks itself
     * before it takes one. Does not block.
     *
     * @return empty if the store must be asked first
     */
    Optional<Admission> asRememberedOwner(Principal caller, SessionId session) {
        SessionKey key = key(caller, session);
        return refusalToChat(caller) == null
                ? owned(caller, key)
                        .filter(stored -> stored.session().standing().takesMessages())
                        .map(stored -> new Admission.Admitted(key, stored))
                : Optional.empty();
    }

    /** The store does not take what was let in: what is remembered of the session is not so any more. Reads the store. */
    void wasWrongAbout(SessionKey key) {
        sessions.read(key);
    }

    private Optional<SessionStore.Stored> owned(Principal caller, SessionKey key) {
        return known.find(key).filter(found -> owns(caller, found.session()));
    }

    /** Lets the owner in, and those who may read everything in the tenant: of them it is written down first. */
    Admission asReader(Principal caller, SessionId session) {
        return admit(caller, session, caller.may(Permission.READ_ALL_SESSIONS), sessions::find);
    }

    private Admission admit(
            Principal caller,
            SessionId session,
            boolean anyOwner,
            Function<SessionKey, Optional<SessionStore.Stored>> look) {
        Refusal refusal = refusalToChat(caller);
        if (refusal != null && !anyOwner) {
            return new Admission.Refused(refusal);
        }
        SessionKey key = key(caller, session);
        Optional<SessionStore.Stored> stored =
                look.apply(key).filter(found -> anyOwner || owns(caller, found.session()));
        stored.map(SessionStore.Stored::session)
                .filter(found -> !owns(caller, found))
                .ifPresent(found -> seen(caller, found));
        return stored.isPresent()
                ? new Admission.Admitted(key, stored.get())
                : new Admission.Refused(Refusal.sessionNotFound());
    }

    private void seen(Principal caller, Session session) {
        witness.looks(caller, AuditAction.SESSION_READ, session.id().toString(), "of " + session.owner());
    }

    /** Whether a caller who was let in as a reader once may still read a session of the caller's tenant. */
    static boolean mayRead(Principal caller, Session session) {
        return caller.may(Permission.READ_ALL_SESSIONS) || owns(caller, session);
    }

    static boolean owns(Principal caller, Session session) {
        return session.tenant().equals(caller.tenant()) && session.owner().equals(caller.user());
    }

    static SessionKey key(Principal caller, SessionId session) {
        return new SessionKey(caller.tenant(), session);
    }

    static SessionView view(SessionStore.Stored stored) {
        return new SessionView(stored.session(), stored.lastSeq(), stored.messageCount(), stored.summary());
    }

    /** Whether the caller was let in. */
    sealed interface Admission {

        /** Let in, with the session as it is. */
        record Admitted(SessionKey key, SessionStore.Stored stored) implements Admission {}

        /** Not let in. */
        record Refused(Refusal refusal) implements Admission {}
    }
}
