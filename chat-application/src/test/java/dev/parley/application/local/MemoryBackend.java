package dev.parley.application.local;

import dev.parley.application.contract.StoreBackend;
import dev.parley.application.contract.Stores;
import dev.parley.application.port.out.AuditLog.Recorded;
import dev.parley.domain.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Stores in memory, by a clock that stands still until it is moved. */
final class MemoryBackend implements StoreBackend {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Memory memory = new Memory(now::get);
    private final InMemoryStores stores = InMemoryStores.over(memory);

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
    public void rewriteAudit(TenantId tenant, UnaryOperator<List<Recorded>> change) {
        memory.transaction(all -> {
            all.audit().of(tenant).rewrite(change);
            return all;
        });
    }

    @Override
    public void close() {
        stores.close();
    }

    private static Stores of(InMemoryStores memory) {
        return new Stores(
                memory.sessions(),
                memory.conversations(),
                memory.replies(),
                memory.leases(),
                memory.accounts(),
                memory.logins(),
                memory.apiKeys(),
                memory.tickets(),
                memory.preferences(),
                memory.dataKeys(),
                memory.audit(CHAIN));
    }
}
