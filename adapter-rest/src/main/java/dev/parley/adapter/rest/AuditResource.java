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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** C-8, G-9: who did what. */
@Path("/api/admin/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {

    private static final String NDJSON = "application/x-ndjson";

    private final ReadAudit audit;

    AuditResource(ReadAudit audit) {
        this.audit = audit;
    }

    /** A page of what is looked for, newest first. */
    @GET
    public AuditJson read(
            @Context ContainerRequestContext request,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        var query = new ReadAudit.Query(search(request), Parameters.position("before", before), most);
        return switch (audit.read(Callers.of(request), query)) {
            case ReadAudit.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ReadAudit.Outcome.Page(var entries) -> AuditJson.from(entries, most);
        };
    }

    /** All of what is looked for, an entry a line, newest first. */
    @GET
    @Path("export")
    @Produces({NDJSON, MediaType.APPLICATION_JSON})
    public Response export(@Context ContainerRequestContext request) {
        return switch (audit.export(Callers.of(request), search(request))) {
            case ReadAudit.ExportOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ReadAudit.ExportOutcome.Entries(var entries) ->
                Response.ok((StreamingOutput) out -> write(entries, out), NDJSON)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"parley-audit.ndjson\"")
                        .build();
        };
    }

    private static void write(Iterator<AuditLog.Recorded> entries, OutputStream out) throws IOException {
        while (entries.hasNext()) {
            out.write(Json.bytes(EntryJson.from(entries.next())));
            out.write('\n');
        }
    }

    private static ReadAudit.Search search(ContainerRequestContext request) {
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        return new ReadAudit.Search(
                query.getFirst("actor"),
                query.getFirst("action"),
                query.getFirst("target"),
                Parameters.time("from", query.getFirst("from")),
                Parameters.time("to", query.getFirst("to")));
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

        static AuditJson from(List<AuditLog.Recorded> entries, int limit) {
            boolean more = entries.size() == limit && entries.getLast().number() > 1;
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
