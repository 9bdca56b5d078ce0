package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.TextDigest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of keys that sign tokens. */
class KeyRotationsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final InstantSource CLOCK = InstantSource.system();

    private final AtomicReference<String> key = new AtomicReference<>("first");
    private final InMemoryStores stores = InMemoryStores.empty(CLOCK);
    private final AuditLog audit = stores.audit(new AuditChain(TextDigest::sha256));

    @TempDir
    private Path path;

    private KeyRotations rotations(DataFolder folder, AuditLog log) {
        return new KeyRotations(folder, key::get, log, List.of(TenantId.DEFAULT, ACME), "node-1", () -> Instant.EPOCH);
    }

    private List<AuditEntry> written() {
        return audit.read(TenantId.DEFAULT, null, 10).stream()
                .map(AuditLog.Recorded::entry)
                .toList();
    }

    @Test
    void another_key_is_written_down_once() {
        try (DataFolder folder = DataFolder.open(path)) {
            var rotations = rotations(folder, audit);
            rotations.look();
            assertThat(written()).isEmpty();

            key.set("second");
            rotations.look();
            rotations.look();

            assertThat(written())
                    .containsExactly(new AuditEntry(
                            TenantId.DEFAULT,
                            Instant.EPOCH,
                            null,
                            AuditAction.KEYS_ROTATED,
                            "second",
                            "signs tokens, seen by node-1",
                            null));
            assertThat(audit.read(ACME, null, 10)).hasSize(1);
        }
    }

    @Test
    void a_key_that_was_made_while_no_server_ran_is_written_down_too() {
        try (DataFolder folder = DataFolder.open(path)) {
            rotations(folder, audit).look();
        }
        key.set("second");
        try (DataFolder folder = DataFolder.open(path)) {
            rotations(folder, audit).look();
            rotations(folder, audit).look();
        }

        assertThat(written()).hasSize(1);
    }

    @Test
    void what_could_not_be_written_down_is_tried_again() {
        try (DataFolder folder = DataFolder.open(path)) {
            var lost = stores.reopen();
            var rotations = rotations(folder, lost.audit(new AuditChain(TextDigest::sha256)));
            lost.close();
            key.set("second");
            assertThatThrownBy(rotations::look).isInstanceOf(StoreException.Unavailable.class);

            rotations(folder, audit).look();
        }

        assertThat(written()).hasSize(1);
    }
}
