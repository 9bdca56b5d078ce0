package dev.parley.application.local;

import dev.parley.application.port.out.FileStore;
import dev.parley.domain.identity.TenantId;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Files in this process's memory, until it ends. Never waits, never throws. */
public final class InMemoryFileStore implements FileStore {

    private final ConcurrentMap<Place, File> files = new ConcurrentHashMap<>();

    /** A store that holds nothing. */
    public InMemoryFileStore() {}

    @Override
    public void keep(TenantId tenant, Key key, File file) {
        files.put(new Place(tenant, key), file);
    }

    @Override
    public Optional<File> find(TenantId tenant, Key key) {
        return Optional.ofNullable(files.get(new Place(tenant, key)));
    }

    @Override
    public void delete(TenantId tenant, Key key) {
        files.remove(new Place(tenant, key));
    }

    @Override
    public void deleteAll(TenantId tenant, Key folder) {
        String beginning = folder.value() + "/";
        files.keySet()
                .removeIf(place ->
                        place.tenant().equals(tenant) && place.key().value().startsWith(beginning));
    }

    private record Place(TenantId tenant, Key key) {}
}
