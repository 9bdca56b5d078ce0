package dev.parley.adapter.websocket;

import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.session.SessionId;

/**
 * Makes a session that is not there, for whoever wants to follow it. A foreign or deleted one stays as it is, and is not
 * there.
 *
 * @param follow follows what is there
 * @param create makes what is not
 */
record SessionsOnDemand(FollowSession follow, CreateSession create) implements FollowSession {

    @Override
    public Outcome follow(Principal caller, SessionId session, Runnable onChange) {
        return switch (follow.follow(caller, session, onChange)) {
            case Outcome.Refused(Refusal refusal)
            when refusal.code() == ErrorCode.SESSION_NOT_FOUND -> made(caller, session, onChange);
            case Outcome.Refused refused -> refused;
            case Outcome.Following following -> following;
        };
    }

    private Outcome made(Principal caller, SessionId session, Runnable onChange) {
        return switch (create.create(CreateSession.Command.named(caller, session))) {
            case CreateSession.Outcome.Refused(Refusal refusal) -> new Outcome.Refused(refusal);
            case CreateSession.Outcome.Created ignored -> follow.follow(caller, session, onChange);
        };
    }
}
