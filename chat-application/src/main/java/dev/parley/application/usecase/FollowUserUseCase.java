package dev.parley.application.usecase;

import dev.parley.application.port.in.FollowUser;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;

/** Opens feeds over what concerns the caller. */
final class FollowUserUseCase implements FollowUser {

    private final SessionGate gate;
    private final UserHubs hubs;

    FollowUserUseCase(SessionGate gate, UserHubs hubs) {
        this.gate = gate;
        this.hubs = hubs;
    }

    @Override
    public Outcome follow(Principal caller, Runnable onChange) {
        Refusal refusal = gate.refusalToChat(caller);
        return refusal != null
                ? new Outcome.Refused(refusal)
                : new Outcome.Following(hubs.open(ManagePreferencesUseCase.keyOf(caller), onChange));
    }
}
