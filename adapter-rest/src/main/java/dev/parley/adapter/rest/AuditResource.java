package dev.parley.adapter.rest;

import dev.parley.application.port.in.ReadAudit;
import dev.parley.application.port.out.AuditLog;
import dev.parley.domain.audit.AuditEntry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** C-8, G-9: who did what. */
@Path("/api/admin/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {

    private final ReadAudit audit;

    AuditResource(ReadAudit audit) {
        this.audit = audit;
    }

    /** A page, newest first. */
    @GET
    public AuditJson read(
            @Context ContainerRequestContext request,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        return switch (audit.read(Callers.of(request), Parameters.position("before", before), most)) {
            case ReadAudit.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ReadAudit.Outcome.Page(var entries) -> AuditJson.from(entries);
        };
    }

    /** Goes through the whole chain. */
    @POST
    @Path("verify")
    public VerifiedJson verify(@Context ContainerRequestContext request) {
        return switch (audit.verify(Callers.of(request))) {
            case ReadAudit.VerifyOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ReadAudit.VerifyOutcome.Verified(var found) ->
                switch (found) {
                    case AuditLog.Verification.Sound(long entries, String link) ->
                        new VerifiedJson(true, entries, link, null);
                    case AuditLog.Verification.Broken(long number) -> new VerifiedJson(false, null, null, number);
                };
        };
    }

    /**
     * A page on the wire.
     *
     * @param before what to ask for to see the next page; null if there is none
     */
    record AuditJson(List<EntryJson> entries, @Nullable Long before) {

        static AuditJson from(List<AuditLog.Recorded> entries) {
            boolean more = !entries.isEmpty() && entries.getLast().number() > 1;
            return new AuditJson(
                    entries.stream().map(EntryJson::from).toList(),
                    more ? entries.getLast().number() : null);
        }
    }

    /** An entry on the wire. */
    record EntryJson(
            long number,
            String at,
            @Nullable String actor,
            String action,
            @Nullable String subject,
            @Nullable String detail,
            @Nullable String address,
            String link) {

        static EntryJson from(AuditLog.Recorded recorded) {
            AuditEntry entry = recorded.entry();
            return new EntryJson(
                    recorded.number(),
                    Json.time(entry.at()),
                    entry.actor() == null ? null : entry.actor().value(),
                    entry.action().name().toLowerCase(Locale.ROOT),
                    entry.subject(),
                    entry.detail(),
                    entry.address(),
                    recorded.link());
        }
    }

    /**
     * What the chain looks like.
     *
     * @param sound whether nothing was changed
     * @param entries how many there are; null if it is broken
     * @param lastLink what the last is bound by; null if it is broken
     * @param brokenAt the first entry that does not fit; null if it is sound
     */
    record VerifiedJson(
            boolean sound,
            @Nullable Long entries,
            @Nullable String lastLink,
            @Nullable Long brokenAt) {}
}
