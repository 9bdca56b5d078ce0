package dev.parley.application.usecase;

import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.Presence;
import dev.parley.domain.session.SessionId;

/** Opens feeds: listens first, then looks where the session stands, so that nothing falls between. */
final class FollowSessionUseCase implements FollowSession {

    private final SessionGate gate;
    private final SessionFeed.Context context;

    FollowSessionUseCase(SessionGate gate, SessionFeed.Context context) {
        this.gate = gate;
        this.context = context;
    }

    @Override
    public Outcome follow(Principal caller, SessionId session, Runnable onChange) {
        SessionFeed feed = context.hubs()
                .open(
                        SessionGate.key(caller, session),
                        hub -> new SessionFeed(
                                hub,
                                onChange,
                                context,
                                new Presence.Member(caller.user(), caller.role()),
                                now -> SessionGate.mayRead(caller, now)));
        boolean begun = false;
        try {
            Outcome outcome = switch (gate.asReader(caller, session)) {
                case SessionGate.Admission.Refused(var refusal) -> new Outcome.Refused(refusal);
                case SessionGate.Admission.Admitted(var key, var stored) -> {
                    feed.begin(SessionGate.view(stored));
                    begun = true;
                    yield new Outcome.Following(feed);
                }
            };
            return outcome;
        } finally {
            if (!begun) {
                feed.close();
            }
        }
    }
}
