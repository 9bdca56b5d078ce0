package dev.parley.application.usecase;

import dev.parley.application.port.in.FollowUser;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.Presence;

/** Opens feeds over what concerns the caller. */
final class FollowUserUseCase implements FollowUser {

    private final SessionGate gate;
    private final UserHubs hubs;
    private final Presence presence;

    FollowUserUseCase(SessionGate gate, UserHubs hubs, Presence presence) {
        this.gate = gate;
        this.hubs = hubs;
        this.presence = presence;
    }

    @Override
    public Outcome follow(Principal caller, Runnable onChange) {
        Refusal refusal = gate.refusalToChat(caller);
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        Presence.Stay stay = presence.enter(caller.tenant(), new Presence.Member(caller.user(), caller.role()));
        return new Outcome.Following(hubs.open(ManagePreferencesUseCase.keyOf(caller), onChange, stay::close));
    }
}
