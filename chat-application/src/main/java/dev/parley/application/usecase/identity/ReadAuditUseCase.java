package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadAudit;
import dev.parley.application.port.in.Refusal;
import org.jspecify.annotations.Nullable;

/** Reads the audit log. */
final class ReadAuditUseCase implements ReadAudit {

    private static final int MOST = 100;

    private final IdentityPorts ports;

    ReadAuditUseCase(IdentityPorts ports) {
        this.ports = ports;
    }

    @Override
    public Outcome read(Principal caller, @Nullable Long before, int limit) {
        Refusal refusal = AccountGate.needs(Permission.READ_AUDIT, caller);
        if (refusal == null && (limit < 1 || limit > MOST)) {
            refusal = Fields.invalid("limit", "must be 1 to " + MOST);
        }
        return refusal == null
                ? new Outcome.Page(ports.audit().read(caller.tenant(), before, limit))
                : new Outcome.Refused(refusal);
    }

    @Override
    public VerifyOutcome verify(Principal caller) {
        Refusal refusal = AccountGate.needs(Permission.READ_AUDIT, caller);
        return refusal == null
                ? new VerifyOutcome.Verified(ports.audit().verify(caller.tenant()))
                : new VerifyOutcome.Refused(refusal);
    }
}
