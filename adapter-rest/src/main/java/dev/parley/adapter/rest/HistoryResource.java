package dev.parley.adapter.rest;

import dev.parley.application.port.in.MarkRead;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.domain.session.SessionId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What was said in a session, and how far the caller has read. */
@Path("/api/chat/session")
@Produces(MediaType.APPLICATION_JSON)
public final class HistoryResource {

    private final ReadHistory history;
    private final MarkRead marks;
    private final JsonBody body;

    HistoryResource(RestAdapter.Ports ports, JsonBody body) {
        this.history = ports.readHistory();
        this.marks = ports.markRead();
        this.body = body;
    }

    /** C-3. */
    @GET
    @Path("{session_id}/history")
    public HistoryJson history(
            @Context ContainerRequestContext request,
            @PathParam("session_id") String id,
            @QueryParam("before") @Nullable String before,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        SessionId session = Ids.sessionInPath(id);
        var query = new ReadHistory.Query(
                Callers.of(request),
                session,
                Parameters.position("before", before),
                Parameters.position("after", after),
                Parameters.limit(limit));
        return switch (history.read(query)) {
            case ReadHistory.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ReadHistory.Outcome.Page page -> HistoryJson.from(session, query, page);
        };
    }

    /** the caller has seen everything up to a position. */
    @POST
    @Path("{session_id}/read")
    public MarksJson read(@Context ContainerRequestContext request, @PathParam("session_id") String id) {
        return moved(marks.read(Callers.of(request), Ids.sessionInPath(id), position(request)));
    }

    /** everything up to a position reached one of the caller's devices. */
    @POST
    @Path("{session_id}/delivered")
    public MarksJson delivered(@Context ContainerRequestContext request, @PathParam("session_id") String id) {
        return moved(marks.delivered(Callers.of(request), Ids.sessionInPath(id), position(request)));
    }

    private long position(ContainerRequestContext request) {
        return body.read(request).requiredNumber("up_to_position");
    }

    private static MarksJson moved(MarkRead.Outcome outcome) {
        return switch (outcome) {
            case MarkRead.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case MarkRead.Outcome.Moved(long delivered, long read) -> new MarksJson(delivered, read);
        };
    }

    /**
     * How far the caller is.
     *
     * @param deliveredUpTo a position; 0 before the first
     * @param readUpTo a position; 0 before the first
     */
    public record MarksJson(long deliveredUpTo, long readUpTo) {}
}
