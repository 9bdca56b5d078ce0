package dev.parley.bootstrap.tracing;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.session.SessionId;

/** Feeds whose replies are spans. */
final class TracedFollowing implements FollowSession {

    private final FollowSession following;
    private final Spans spans;

    TracedFollowing(FollowSession following, Spans spans) {
        this.following = following;
        this.spans = spans;
    }

    @Override
    public Outcome follow(Principal caller, SessionId session, Runnable onChange) {
        return switch (following.follow(caller, session, onChange)) {
            case Outcome.Following(Feed feed) -> new Outcome.Following(new TracedFeed(feed, session, spans));
            case Outcome.Refused refused -> refused;
        };
    }
}
