package dev.parley.application.port.in;

import dev.parley.domain.session.SessionId;

/** Moves the caller's own cursors in a session forward. Whoever follows it as the caller is told where they are. */
public interface MarkRead {

    /** Everything up to this position reached one of the caller's devices. */
    Outcome delivered(Principal caller, SessionId session, long upToPosition);

    /** Everything up to this position was seen by the caller. */
    Outcome read(Principal caller, SessionId session, long upToPosition);

    /** What came of it. */
    sealed interface Outcome {

        /** Where the cursors are now; never beyond the last message. */
        record Moved(long deliveredUpTo, long readUpTo) implements Outcome {}

        /** Nothing was moved. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
