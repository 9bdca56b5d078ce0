package dev.parley.application.local;

import dev.parley.application.port.out.DataKeys;
import dev.parley.domain.identity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

final class InMemoryDataKeys implements DataKeys {

    private final MemoryConnection connection;

    InMemoryDataKeys(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public List<DataKey> all() {
        return connection.transaction(memory ->
                memory.dataKeys().values().stream().flatMap(List::stream).toList());
    }

    @Override
    public List<DataKey> of(TenantId tenant) {
        return connection.transaction(memory -> List.copyOf(memory.dataKeys().getOrDefault(tenant, List.of())));
    }

    @Override
    public List<DataKey> madeSince(Instant since) {
        return all().stream().filter(key -> !key.madeAt().isBefore(since)).toList();
    }

    @Override
    public boolean add(DataKey key) {
        return connection.transaction(memory -> {
            List<DataKey> keys = memory.dataKeys().computeIfAbsent(key.tenant(), tenant -> new ArrayList<>());
            int place = 0;
            while (place < keys.size() && keys.get(place).number() < key.number()) {
                place++;
            }
            if (place < keys.size() && keys.get(place).number() == key.number()) {
                return false;
            }
            keys.add(place, key);
            return true;
        });
    }

    @Override
    public boolean rewrap(DataKey expected, String master, String wrapped) {
        return connection.transaction(memory -> {
            List<DataKey> keys = memory.dataKeys().getOrDefault(expected.tenant(), List.of());
            for (int place = 0; place < keys.size(); place++) {
                DataKey key = keys.get(place);
                if (key.number() == expected.number() && key.master().equals(expected.master())) {
                    keys.set(place, new DataKey(key.tenant(), key.number(), master, wrapped, key.madeAt()));
                    return true;
                }
            }
            return false;
        });
    }
}
