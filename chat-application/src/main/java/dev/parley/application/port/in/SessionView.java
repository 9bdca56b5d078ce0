package dev.parley.application.port.in;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.message.Seq;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.Summary;
import org.jspecify.annotations.Nullable;

/**
 * A session as its reader sees it.
 *
 * @param session its fields
 * @param lastSeq the number of its last event when this was read
 * @param messageCount how many messages it has
 * @param summary what its older part came to; null if there is none
 */
public record SessionView(
        Session session,
        Seq lastSeq,
        long messageCount,
        @Nullable Summary summary) {

    /** Refuses nulls where none are allowed. */
    public SessionView {
        requireNonNull(session, "session");
        requireNonNull(lastSeq, "lastSeq");
    }
}
