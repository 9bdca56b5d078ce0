package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Source;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import org.jspecify.annotations.Nullable;

/** Writes down who did what. */
final class Scribe {

    private final IdentityPorts ports;

    Scribe(IdentityPorts ports) {
        this.ports = ports;
    }

    /** Somebody did something to their own account. */
    void own(TenantId tenant, UserId actor, AuditAction action, @Nullable String detail, Source source) {
        write(tenant, actor, action, actor.value(), detail, source);
    }

    /** Somebody did something to somebody else. */
    void other(Principal actor, UserId subject, AuditAction action, @Nullable String detail, Source source) {
        write(actor.tenant(), actor.user(), action, subject.value(), detail, source);
    }

    /** Somebody nobody knows did something. */
    void unknown(TenantId tenant, @Nullable UserId subject, AuditAction action, Source source) {
        unknown(tenant, subject, action, null, source);
    }

    /** The same, with what else is to be known. */
    void unknown(
            TenantId tenant, @Nullable UserId subject, AuditAction action, @Nullable String detail, Source source) {
        write(tenant, null, action, subject == null ? null : subject.value(), detail, source);
    }

    private void write(
            TenantId tenant,
            @Nullable UserId actor,
            AuditAction action,
            @Nullable String subject,
            @Nullable String detail,
            Source source) {
        ports.audit().append(new AuditEntry(tenant, ports.now(), actor, action, subject, detail, source.address()));
    }
}
