package dev.parley.application.local;

import dev.parley.application.contract.EventBusContract;
import dev.parley.application.port.out.EventBus;

class LocalEventBusTest extends EventBusContract {

    private final EventBus bus = new LocalEventBus();

    @Override
    protected EventBus openBus() {
        return bus;
    }

    @Override
    protected EventBus openBusOfAnotherNode() {
        return bus;
    }

    @Override
    protected void loseBackend() {
        // There is none: everything is in this process.
    }
}
