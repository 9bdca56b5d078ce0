package dev.parley.application.local;

import dev.parley.application.contract.SessionCacheContract;
import dev.parley.application.port.out.SessionCache;

class LocalSessionCacheTest extends SessionCacheContract {

    @Override
    protected SessionCache open() {
        return new LocalSessionCache(8L << 20);
    }
}
