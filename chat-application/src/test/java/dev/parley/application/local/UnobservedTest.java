package dev.parley.application.local;

import dev.parley.application.contract.ChatObserverContract;
import dev.parley.application.port.out.ChatObserver;

class UnobservedTest extends ChatObserverContract {

    @Override
    protected ChatObserver observer() {
        return new Unobserved();
    }
}
