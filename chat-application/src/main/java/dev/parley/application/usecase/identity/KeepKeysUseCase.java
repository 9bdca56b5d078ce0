package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.KeepKeys;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.StoredWords;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the keys of all tenants, and what is sealed under them. */
final class KeepKeysUseCase implements KeepKeys {

    private static final int ROWS_AT_ONCE = 1_000;
    private static final String SUBJECT = "data keys";

    private final IdentityPorts ports;
    private final Vault vault;

    KeepKeysUseCase(IdentityPorts ports) {
        this.ports = ports;
        this.vault = ports.vault();
    }

    @Override
    public KeysOutcome rotate(Principal caller, boolean newKeys, Source source) {
        Refusal refusal = refusal(caller);
        if (refusal != null) {
            return new KeysOutcome.Refused(refusal);
        }
        Set<TenantId> outdated = vault.outdated();
        for (TenantId tenant : outdated) {
            write(caller, tenant, "are wrapped by another master key", source);
            vault.rewrap(tenant);
        }
        Set<TenantId> renewed = newKeys ? vault.tenants() : Set.of();
        for (TenantId tenant : renewed) {
            write(caller, tenant, "get a new one, which seals from now on", source);
            int unused = vault.renew(tenant);
        }
        return new KeysOutcome.Rotated(outdated.size(), renewed.size());
    }

    /** First what will be done, then that: cut short, it is rather written down twice. */
    private void write(Principal caller, TenantId tenant, String what, Source source) {
        ports.audit()
                .append(new AuditEntry(
                        tenant, ports.now(), caller.user(), AuditAction.KEYS_ROTATED, SUBJECT, what, source.address()));
    }

    @Override
    public WordsOutcome seal(Principal caller, @Nullable Place from) {
        Refusal refusal = refusal(caller);
        if (refusal != null) {
            return new WordsOutcome.Refused(refusal);
        }
        List<TenantId> tenants = ports.words().tenants();
        Place place = from == null ? beginning(tenants, "") : from;
        if (place == null) {
            return new WordsOutcome.Sealed(0, 0, null);
        }
        StoredWords.Step step = ports.words().reseal(place.tenant(), place.after(), ROWS_AT_ONCE);
        return new WordsOutcome.Sealed(
                step.sealed(),
                step.damaged(),
                step.next() == null
                        ? beginning(tenants, place.tenant().value())
                        : new Place(place.tenant(), step.next()));
    }

    /** The beginning of the first tenant behind a name; null if there is none. */
    private static @Nullable Place beginning(List<TenantId> tenants, String behind) {
        return tenants.stream()
                .filter(tenant -> tenant.value().compareTo(behind) > 0)
                .min((one, other) -> one.value().compareTo(other.value()))
                .map(tenant -> new Place(tenant, null))
                .orElse(null);
    }

    private @Nullable Refusal refusal(Principal caller) {
        Refusal refusal = AccountGate.needs(Permission.KEEP_KEYS, caller);
        return refusal != null || vault.isOn()
                ? refusal
                : new Refusal(ErrorCode.CONFLICT, null, "nothing is sealed: configure encryption.key first");
    }
}
