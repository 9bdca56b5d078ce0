package dev.parley.application.port.in;

/** Follows what concerns the caller over all sessions: lists, unread counts, preferences. */
public interface FollowUser {

    /**
     * Opens a feed. Does not block, and reads no store: whoever wants to know how things stand reads the lists after
     * this, and misses nothing.
     *
     * @param onChange called from any thread when {@link UserFeed#poll()} may have something; must not block
     */
    Outcome follow(Principal caller, Runnable onChange);

    /** What came of it. */
    sealed interface Outcome {

        /** Here it comes. */
        record Following(UserFeed feed) implements Outcome {}

        /** Nothing to follow. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
