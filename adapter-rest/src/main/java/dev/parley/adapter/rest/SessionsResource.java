package dev.parley.adapter.rest;

import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.ReadSessions;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** The caller's sessions. */
@Path("/api/chat/sessions")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionsResource {

    private final ReadSessions sessions;
    private final ChangeSession change;
    private final RestConfig config;

    SessionsResource(RestAdapter.Ports ports, RestConfig config) {
        this.sessions = ports.readSessions();
        this.change = ports.changeSession();
        this.config = config;
    }

    /** C-4. */
    @GET
    public SessionListJson list(
            @Context ContainerRequestContext request,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("is_active") @Nullable String active,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        var query = new ReadSessions.Query(
                Callers.of(request),
                Parameters.flag("is_active", active),
                Parameters.sort(sort),
                after,
                Parameters.limit(limit));
        return switch (sessions.list(query)) {
            case ReadSessions.ListOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ReadSessions.ListOutcome.Page page -> SessionListJson.from(page, ClientView.of(request, config));
        };
    }

    /** deletes all of them; each can be brought back for 30 seconds. */
    @DELETE
    public DeletedJson deleteAll(@Context ContainerRequestContext request) {
        return switch (change.deleteAll(Callers.of(request))) {
            case ChangeSession.AllOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ChangeSession.AllOutcome.Deleted(long sessions) -> new DeletedJson(sessions);
        };
    }

    /** How many are gone. */
    record DeletedJson(long deletedCount) {}
}
