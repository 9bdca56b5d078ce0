package dev.parley.application.local;

import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sessions that differ in one field. */
final class Sessions {

    private Sessions() {}

    static Session touched(Session session, Instant at) {
        return copy(session, session.title(), session.assistant(), session.standing(), at);
    }

    static Session titled(Session session, SessionTitle title) {
        return copy(session, title, session.assistant(), session.standing(), session.updatedAt());
    }

    static Session standing(Session session, Standing standing) {
        return copy(session, session.title(), session.assistant(), standing, session.updatedAt());
    }

    static Session answeredBy(Session session, AssistantName assistant) {
        return copy(session, session.title(), assistant, session.standing(), session.updatedAt());
    }

    /** Without a new name, the new owner is called what the one before was. */
    static Session ownedBy(Session session, UserId newOwner, @Nullable String newName) {
        return new Session(
                session.id(),
                session.tenant(),
                newOwner,
                newName == null ? session.ownerName() : newName,
                session.locale(),
                session.title(),
                session.assistant(),
                session.context(),
                session.metadata(),
                session.standing(),
                session.createdAt(),
                session.updatedAt());
    }

    private static Session copy(
            Session session,
            @Nullable SessionTitle title,
            AssistantName assistant,
            Standing standing,
            Instant updatedAt) {
        return new Session(
                session.id(),
                session.tenant(),
                session.owner(),
                session.ownerName(),
                session.locale(),
                title,
                assistant,
                session.context(),
                session.metadata(),
                standing,
                session.createdAt(),
                updatedAt);
    }
}
