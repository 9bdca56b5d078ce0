package dev.parley.application.local;

import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.UserKey;
import dev.parley.domain.preference.Preferences;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

final class InMemoryPreferenceStore implements PreferenceStore {

    private final MemoryConnection connection;

    InMemoryPreferenceStore(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public Optional<Stored> find(UserKey user) {
        return connection.transaction(
                memory -> Optional.ofNullable(memory.preferences().get(user)));
    }

    @Override
    public boolean put(UserKey user, Preferences preferences, int version, Instant at) {
        return connection.transaction(memory -> {
            Stored known = memory.preferences().get(user);
            if (version != (known == null ? 0 : known.version())) {
                return false;
            }
            memory.preferences().put(user, new Stored(preferences, version + 1, at));
            return true;
        });
    }

    @Override
    public void remove(UserKey user) {
        connection.transaction(
                memory -> Optional.ofNullable(memory.preferences().remove(user)));
    }

    @Override
    public boolean handOver(UserKey from, UserKey to) {
        if (from.equals(to)) {
            return false;
        }
        return connection.transaction(memory -> {
            Map<UserKey, Stored> all = memory.preferences();
            Stored handed = all.remove(from);
            return handed != null && all.putIfAbsent(to, handed) == null;
        });
    }
}
