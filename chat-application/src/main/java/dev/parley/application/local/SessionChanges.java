package dev.parley.application.local;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.SessionTitle.Origin;
import dev.parley.domain.session.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies wishes to a session and tells what came of them; what is so already leads to no event. */
final class SessionChanges {

    private SessionChanges() {}

    static List<RecordedEvent> apply(MemorySession session, Wish wish, Instant at) {
        List<RecordedEvent> events = new ArrayList<>(3);
        SessionTitle title = wish.title();
        if (title != null && replaces(title, session.session().title())) {
            session.become(session.session().titled(title));
            events.add(session.append(new SessionEvent.SessionRenamed(), at));
        }
        if (wish.standing() != null && wish.standing() != session.session().standing()) {
            session.become(session.session().inStanding(wish.standing()));
            events.add(session.append(new SessionEvent.StandingChanged(wish.standing()), at));
        }
        if (wish.assistant() != null
                && !wish.assistant().equals(session.session().assistant())) {
            session.become(session.session().answeredBy(wish.assistant()));
            events.add(session.append(new SessionEvent.AssistantChanged(), at));
        }
        return events;
    }

    static List<RecordedEvent> summarise(MemorySession session, Summary summary, Instant at) {
        Summary kept = session.summary();
        if (kept != null && kept.upTo().compareTo(summary.upTo()) >= 0) {
            return List.of();
        }
        session.keep(summary);
        return List.of(session.append(new SessionEvent.SummaryUpdated(summary.upTo()), at));
    }

    private static boolean replaces(SessionTitle wished, @Nullable SessionTitle present) {
        if (wished.equals(present)) {
            return false;
        }
        return present == null || present.origin() == Origin.GENERATED || wished.origin() == Origin.CHOSEN;
    }
}
