package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadAudit;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.usecase.Field;
import dev.parley.application.usecase.Witness;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.UserId;
import java.util.Locale;

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
    public Outcome read(Principal caller, Query query) {
        Refusal refusal = AccountGate.needs(Permission.READ_AUDIT, caller);
        if (refusal == null && (query.limit() < 1 || query.limit() > MOST)) {
            refusal = Fields.invalid("limit", "must be 1 to " + MOST);
        }
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        return switch (Sought.by(query.search())) {
            case Sought.Unfit(var broken) -> new Outcome.Refused(broken);
            case Sought.Fit(var filter) -> {
                witness.looks(caller, AuditAction.AUDIT_READ, caller.tenant().value(), null);
                yield new Outcome.Page(ports.audit().find(caller.tenant(), filter, query.before(), query.limit()));
            }
        };
    }

    @Override
    public ExportOutcome export(Principal caller, Search search) {
        Refusal refusal = AccountGate.needs(Permission.READ_AUDIT, caller);
        if (refusal != null) {
            return new ExportOutcome.Refused(refusal);
        }
        return switch (Sought.by(search)) {
            case Sought.Unfit(var broken) -> new ExportOutcome.Refused(broken);
            case Sought.Fit(var filter) -> {
                witness.acts(caller, AuditAction.AUDIT_EXPORTED, caller.tenant().value(), null);
                yield new ExportOutcome.Entries(new AuditPages(ports.audit(), caller.tenant(), filter));
            }
        };
    }

    /** What came of a look at what is looked for. */
    private sealed interface Sought {

        record Fit(AuditLog.Filter filter) implements Sought {}

        record Unfit(Refusal refusal) implements Sought {}

        static Sought by(Search search) {
            var actor = Field.read("actor", search.actor(), UserId::new);
            var action = Field.read("action", search.action(), ReadAuditUseCase::action);
            var target = Field.read("target", search.target(), ReadAuditUseCase::target);
            Refusal broken = Fields.firstBroken(actor, action, target);
            return broken == null
                    ? new Fit(new AuditLog.Filter(
                            actor.orNull(), action.orNull(), target.orNull(), search.from(), search.to()))
                    : new Unfit(broken);
        }
    }

    private static AuditAction action(String text) {
        for (AuditAction action : AuditAction.values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(text)) {
                return action;
            }
        }
        throw new IllegalArgumentException("must be an action as the log names it, such as logged_in");
    }

    private static String target(String text) {
        if (text.isEmpty() || text.length() > AuditEntry.LONGEST_NAME) {
            throw new IllegalArgumentException("must have 1 to " + AuditEntry.LONGEST_NAME + " characters");
        }
        return text;
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
