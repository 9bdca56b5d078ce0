package dev.parley.application.local;

import dev.parley.application.port.out.LoginStore.Revocation;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All logins. Guarded by the lock of {@link Memory}. */
final class MemoryLogins {

    private final Map<LoginId, MemoryLogin> byId = new LinkedHashMap<>();
    private final List<Revocation> revocations = new ArrayList<>();

    List<Revocation> revocations() {
        return revocations;
    }

    Collection<MemoryLogin> all() {
        return byId.values();
    }

    boolean knows(LoginId id) {
        return byId.containsKey(id);
    }

    /** A login that has not ended and has not run out; null if there is none. */
    @Nullable
    MemoryLogin living(TenantId tenant, LoginId id, Instant now) {
        MemoryLogin found = byId.get(id);
        return found != null && found.login().tenant().equals(tenant) && found.livesAt(now) ? found : null;
    }

    Stream<MemoryLogin> living(Instant now) {
        return byId.values().stream().filter(login -> login.livesAt(now));
    }

    void put(MemoryLogin login) {
        byId.put(login.login().id(), login);
    }

    void remove(List<MemoryLogin> logins) {
        logins.forEach(login -> byId.remove(login.login().id()));
    }
}
