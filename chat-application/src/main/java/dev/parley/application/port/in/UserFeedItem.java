package dev.parley.application.port.in;

/** What a user's feed tells. */
public sealed interface UserFeedItem {

    /**
     * Where the feed goes on. It is the first item after a resume. Later on it tells of a hole, and is then never complete.
     *
     * @param lastUserSeq the number of what was told last; what has a higher one follows in any case
     * @param complete whether all that was missed follows first; if not, the reader must read lists and preferences anew
     */
    record Resumed(long lastUserSeq, boolean complete) implements UserFeedItem {}

    /**
     * Something changed.
     *
     * @param userSeq its number; counts by one
     * @param change what
     */
    record Told(long userSeq, UserChange change) implements UserFeedItem {}
}
