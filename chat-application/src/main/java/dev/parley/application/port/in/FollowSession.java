package dev.parley.application.port.in;

import dev.parley.domain.session.SessionId;

/** Follows a session: everything that happens in it, and the text of its running reply, from any point on. */
public interface FollowSession {

    /**
     * Opens a feed. Blocks for one read of the store at most.
     *
     * @param onChange called from any thread when {@link Feed#poll()} may have something; must not block. For callers
     *     that wait for other things too.
     */
    Outcome follow(Principal caller, SessionId session, Runnable onChange);

    /** What came of it. */
    sealed interface Outcome {

        /** Here it comes. */
        record Following(Feed feed) implements Outcome {}

        /** Nothing to follow. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
