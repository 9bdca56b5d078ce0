package dev.parley.adapter.rest;

import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** C-7, A-12: all of one's own data as one file. */
@Path("/api/users/me/export")
@Produces(MediaType.APPLICATION_JSON)
public final class ExportResource {

    private final OwnAccount account;
    private final ExportWriter writer;
    private final RestConfig config;

    ExportResource(RestAdapter.Ports ports, RestAdapter.People people, RestConfig config) {
        this.account = people.ownAccount();
        this.writer = new ExportWriter(
                people.ownAccount(),
                ports.managePreferences(),
                people.logins(),
                ports.readSessions(),
                ports.readHistory());
        this.config = config;
    }

    /** Everything: profile, preferences, logins, sessions, messages. */
    @GET
    public Response export(@Context ContainerRequestContext request) {
        Principal caller = Callers.of(request);
        AccountJson profile = OwnAccountResource.json(account.read(caller));
        Refusal refusal = account.export(caller, Sources.of(request));
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
        ClientView view = ClientView.of(request, config);
        StreamingOutput everything = out -> writer.write(out, caller, profile, view);
        return Response.ok(everything)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"parley-export.json\"")
                .build();
    }
}
