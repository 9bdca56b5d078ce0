package dev.parley.application.local;

import dev.parley.application.contract.PresenceContract;
import dev.parley.application.port.out.Presence;

class LocalPresenceTest extends PresenceContract {

    private final Presence presence = new LocalPresence();

    @Override
    protected Presence open() {
        return presence;
    }

    @Override
    protected Presence openOnAnotherNode() {
        return presence;
    }

    @Override
    protected void loseBackend() {
        // There is none to be lost.
    }
}
