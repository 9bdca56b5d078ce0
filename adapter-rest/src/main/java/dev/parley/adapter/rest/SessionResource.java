package dev.parley.adapter.rest;

import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.SessionView;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** One session: made, read, changed, deleted, brought back. */
@Path("/api/chat/session")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {

    private final CreateSession create;
    private final ChangeSession change;
    private final ReadSessions sessions;
    private final ReadHistory history;
    private final JsonBody body;
    private final RestConfig config;

    SessionResource(RestAdapter.Ports ports, JsonBody body, RestConfig config) {
        this.create = ports.createSession();
        this.change = ports.changeSession();
        this.sessions = ports.readSessions();
        this.history = ports.readHistory();
        this.body = body;
        this.config = config;
    }

    /** C-1. */
    @POST
    @Path("create")
    public Response create(@Context ContainerRequestContext request) {
        Fields fields = body.readIfAny(request);
        var outcome = create.create(new CreateSession.Command(
                Callers.of(request),
                fields.text("title"),
                fields.text("assistant"),
                fields.textOrJson("context"),
                fields.object("metadata"),
                fields.text("client_command_id")));
        return switch (outcome) {
            case CreateSession.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case CreateSession.Outcome.Created(SessionView view, boolean duplicate) ->
                Response.status(duplicate ? Response.Status.OK : Response.Status.CREATED)
                        .location(
                                URI.create("/api/chat/session/" + view.session().id() + "/"))
                        .entity(json(request, view))
                        .build();
        };
    }

    /** C-2: the session, and with {@code include=messages} its newest page from the same snapshot. */
    @GET
    @Path("{session_id}")
    public Object read(
            @Context ContainerRequestContext request,
            @PathParam("session_id") String id,
            @QueryParam("include") @Nullable String include,
            @QueryParam("limit") @Nullable String limit) {
        SessionId session = Ids.sessionInPath(id);
        Principal caller = Callers.of(request);
        return Parameters.includesMessages(include)
                ? withMessages(request, new ReadHistory.Query(caller, session, null, null, Parameters.limit(limit)))
                : json(request, read(caller, session));
    }

    private HistoryJson.WithSession withMessages(ContainerRequestContext request, ReadHistory.Query query) {
        return switch (history.read(query)) {
            case ReadHistory.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ReadHistory.Outcome.Page page ->
                new HistoryJson.WithSession(
                        json(request, page.session()),
                        page.session().messageCount(),
                        HistoryJson.PageJson.from(query, page));
        };
    }

    private SessionView read(Principal caller, SessionId session) {
        return switch (sessions.read(caller, session)) {
            case ReadSessions.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ReadSessions.Outcome.Found(SessionView view) -> view;
        };
    }

    /** C-2: changes what is given. */
    @PUT
    @Path("{session_id}")
    public SessionJson change(@Context ContainerRequestContext request, @PathParam("session_id") String id) {
        SessionId session = Ids.sessionInPath(id);
        Principal caller = Callers.of(request);
        Fields fields = body.read(request);
        String title = fields.text("title");
        String assistant = fields.text("assistant");
        Standing standing = StandingWish.of(fields)
                .from(() -> read(caller, session).session().standing());
        return json(
                request, done(change.change(new ChangeSession.Command(caller, session, title, standing, assistant))));
    }

    /** C-2: deletes; for 30 seconds it can be undone. */
    @DELETE
    @Path("{session_id}")
    public Response delete(@Context ContainerRequestContext request, @PathParam("session_id") String id) {
        done(change.delete(Callers.of(request), Ids.sessionInPath(id)));
        return Response.noContent().build();
    }

    /** Undoes a deletion. */
    @POST
    @Path("{session_id}/restore")
    public SessionJson restore(@Context ContainerRequestContext request, @PathParam("session_id") String id) {
        return json(request, done(change.restore(Callers.of(request), Ids.sessionInPath(id))));
    }

    private static SessionView done(ChangeSession.Outcome outcome) {
        return switch (outcome) {
            case ChangeSession.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ChangeSession.Outcome.Done(SessionView view) -> view;
        };
    }

    private SessionJson json(ContainerRequestContext request, SessionView view) {
        return SessionJson.from(view, ClientView.of(request, config));
    }
}
