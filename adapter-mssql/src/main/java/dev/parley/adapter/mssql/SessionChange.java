package dev.parley.adapter.mssql;

import dev.parley.application.port.out.SessionStore.Fate;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.SessionTitle.Origin;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session becomes, and what tells of it. What is so already leads to no event.
 *
 * @param row the session after the change, its last seq before it
 * @param events what tells of it
 * @param at when
 */
record SessionChange(SessionRow row, List<SessionEvent> events, Instant at) {

    static SessionChange wished(SessionRow row, Wish wish, Instant now) {
        Session before = row.stored().session();
        SessionTitle title = replacing(before.title(), wish.title());
        Standing standing = wish.standing() == null ? before.standing() : wish.standing();
        AssistantName assistant = wish.assistant() == null ? before.assistant() : wish.assistant();
        List<SessionEvent> events = new ArrayList<>(3);
        if (title != null && !title.equals(before.title())) {
            events.add(new SessionEvent.SessionRenamed());
        }
        if (standing != before.standing()) {
            events.add(new SessionEvent.StandingChanged(standing));
        }
        if (!assistant.equals(before.assistant())) {
            events.add(new SessionEvent.AssistantChanged());
        }
        Instant at = events.isEmpty() ? before.updatedAt() : Columns.time(now);
        Session after =
                before.titled(title).inStanding(standing).answeredBy(assistant).touched(at);
        return new SessionChange(with(row, after, row.stored().summary(), row.deletedAt()), events, at);
    }

    static SessionChange deleted(SessionRow row, Instant now) {
        Instant at = Columns.time(now);
        SessionRow after = with(row, touched(row, at), row.stored().summary(), at);
        return new SessionChange(after, List.of(new SessionEvent.SessionDeleted()), at);
    }

    /** Empty if there is nothing to be done. */
    static Optional<SessionChange> retired(SessionRow row, Fate fate, Instant now) {
        return switch (fate) {
            case DELETED -> Optional.of(deleted(row, now));
            case ARCHIVED ->
                row.stored().session().standing() == Standing.ACTIVE
                        ? Optional.of(archived(row, now))
                        : Optional.empty();
        };
    }

    /** Nobody touched it now either: the time of the last update stays. */
    private static SessionChange archived(SessionRow row, Instant now) {
        Session after = row.stored().session().inStanding(Standing.ARCHIVED);
        return new SessionChange(
                with(row, after, row.stored().summary(), null),
                List.of(new SessionEvent.StandingChanged(Standing.ARCHIVED)),
                Columns.time(now));
    }

    static SessionChange restored(SessionRow row, Instant now) {
        Instant at = Columns.time(now);
        SessionRow after = with(row, touched(row, at), row.stored().summary(), null);
        return new SessionChange(after, List.of(new SessionEvent.SessionRestored()), at);
    }

    static SessionChange summarised(SessionRow row, Summary summary, Instant now) {
        Summary kept = row.stored().summary();
        if (kept != null && kept.upTo().compareTo(summary.upTo()) >= 0) {
            return new SessionChange(row, List.of(), row.stored().session().updatedAt());
        }
        Instant at = Columns.time(now);
        SessionRow after = with(row, touched(row, at), summary, null);
        return new SessionChange(after, List.of(new SessionEvent.SummaryUpdated(summary.upTo())), at);
    }

    static SessionRow withLastSeq(SessionRow row, Seq lastSeq) {
        Stored stored = row.stored();
        return new SessionRow(
                new Stored(
                        stored.session(),
                        lastSeq,
                        stored.messageCount(),
                        stored.summary(),
                        stored.formerOwner(),
                        stored.command()),
                row.deletedAt());
    }

    /** A session as its columns will hold it. */
    static Session asStored(Session session) {
        return new Session(
                session.id(),
                session.tenant(),
                session.owner(),
                session.ownerName(),
                session.locale(),
                session.title(),
                session.assistant(),
                session.context(),
                session.metadata(),
                session.standing(),
                Columns.time(session.createdAt()),
                Columns.time(session.updatedAt()));
    }

    private static @Nullable SessionTitle replacing(@Nullable SessionTitle present, @Nullable SessionTitle wished) {
        if (wished == null) {
            return present;
        }
        boolean kept = present != null && present.origin() == Origin.CHOSEN && wished.origin() == Origin.GENERATED;
        return kept ? present : wished;
    }

    private static Session touched(SessionRow row, Instant at) {
        return row.stored().session().touched(at);
    }

    private static SessionRow with(
            SessionRow row, Session session, @Nullable Summary summary, @Nullable Instant deletedAt) {
        Stored before = row.stored();
        return new SessionRow(
                new Stored(
                        session,
                        before.lastSeq(),
                        before.messageCount(),
                        summary,
                        before.formerOwner(),
                        before.command()),
                deletedAt);
    }
}
