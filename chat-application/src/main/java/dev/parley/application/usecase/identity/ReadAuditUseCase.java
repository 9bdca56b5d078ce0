package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadAudit;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.usecase.Witness;
import dev.parley.domain.audit.AuditAction;
import org.jspecify.annotations.Nullable;

/** Reads the audit log. */
final class ReadAuditUseCase implements ReadAudit {

    private static final int MOST = 100;

    private final IdentityPorts ports;
    private final Witness witness;

    ReadAuditUseCase(IdentityPorts ports, Witness witness) {
        this.ports = ports;
        this.witness = witness;
    }

    @Override
    public Outcome read(Principal caller, @Nullable Long before, int limit) {
        Refusal refusal = AccountGate.needs(Permission.READ_AUDIT, caller);
        if (refusal == null && (limit < 1 || limit > MOST)) {
            refusal = Fields.invalid("limit", "must be 1 to " + MOST);
        }
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        witness.looks(caller, AuditAction.AUDIT_READ, caller.tenant().value(), null);
        return new Outcome.Page(ports.audit().read(caller.tenant(), before, limit));
    }

    @Override
    public VerifyOutcome verify(Principal caller) {
        Refusal refusal = AccountGate.needs(Permission.READ_AUDIT, caller);
        if (refusal != null) {
            return new VerifyOutcome.Refused(refusal);
        }
        witness.looks(caller, AuditAction.AUDIT_VERIFIED, caller.tenant().value(), null);
        return new VerifyOutcome.Verified(ports.audit().verify(caller.tenant()));
    }
}
