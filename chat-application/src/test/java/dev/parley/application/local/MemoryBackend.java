package dev.parley.application.local;

import dev.parley.application.contract.StoreBackend;
import dev.parley.application.contract.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Stores in memory, by a clock that stands still until it is moved. */
final class MemoryBackend implements StoreBackend {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryStores stores = InMemoryStores.empty(now::get);

    @Override
    public Stores stores() {
        return of(stores);
    }

    @Override
    public void cutConnection() {
        stores.close();
    }

    @Override
    public Stores reconnect() {
        return of(stores.reopen());
    }

    @Override
    public Duration shortLease() {
        return Duration.ofSeconds(6);
    }

    @Override
    public void letTimePass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Override
    public void close() {
        stores.close();
    }

    private static Stores of(InMemoryStores memory) {
        return new Stores(memory.sessions(), memory.conversations(), memory.replies(), memory.leases());
    }
}
