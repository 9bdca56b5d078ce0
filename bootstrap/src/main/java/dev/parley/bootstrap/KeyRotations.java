package dev.parley.bootstrap;

import dev.parley.application.port.out.AuditLog;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes down that another key signs tokens, also one that was made while no server ran. Each node writes what it sees, in
 * every tenant's log: it signs the tokens of all.
 * For one thread.
 */
final class KeyRotations {

    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private static final String FILE = "signing-key-id";

    private final DataFolder folder;
    private final Supplier<String> current;
    private final AuditLog audit;
    private final List<TenantId> tenants;
    private final String node;
    private final InstantSource clock;
    private String known;

    KeyRotations(
            DataFolder folder,
            Supplier<String> current,
            AuditLog audit,
            List<TenantId> tenants,
            String node,
            InstantSource clock) {
        this.folder = folder;
        this.current = current;
        this.audit = audit;
        this.tenants = List.copyOf(tenants);
        this.node = node;
        this.clock = clock;
        this.known = folder.keepText(FILE, current);
    }

    /** First in the log, then in the file: cut short, it is rather written down twice. Blocks. */
    void look() {
        String now = current.get();
        if (!now.equals(known)) {
            tenants.forEach(tenant -> audit.append(entry(tenant, now)));
            known = now;
            keep(folder.path().resolve(FILE), now);
        }
    }

    private AuditEntry entry(TenantId tenant, String key) {
        return new AuditEntry(
                tenant, clock.instant(), null, AuditAction.KEYS_ROTATED, key, "signs tokens, seen by " + node, null);
    }

    private static void keep(Path file, String key) {
        try {
            DataFolder.replace(file, key.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
