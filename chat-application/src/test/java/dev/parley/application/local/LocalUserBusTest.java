package dev.parley.application.local;

import dev.parley.application.contract.UserBusContract;
import dev.parley.application.port.out.UserBus;

class LocalUserBusTest extends UserBusContract {

    private final UserBus bus = new LocalUserBus();

    @Override
    protected UserBus openBus() {
        return bus;
    }

    @Override
    protected UserBus openBusOfAnotherNode() {
        return bus;
    }

    @Override
    protected void loseBackend() {
        // There is none to be lost.
    }
}
