package dev.parley.adapter.rest;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.session.SessionId;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** B-10: tells a browser what opening a socket would, and gives it a ticket for it. */
@Path("/api/auth/ws-ticket")
@Produces(MediaType.APPLICATION_JSON)
public final class TicketResource {

    private final Authentication authentication;
    private final ReadSessions sessions;
    private final RestAdapter.SocketRoom sockets;
    private final JsonBody body;
    private final RestConfig config;

    TicketResource(RestAdapter.Ports ports, JsonBody body, RestConfig config) {
        this.authentication = ports.authentication();
        this.sessions = ports.readSessions();
        this.sockets = ports.sockets();
        this.body = body;
        this.config = config;
    }

    /** A ticket for one socket: to one of the caller's sessions, or the caller's own. */
    @POST
    public TicketJson ticket(@Context ContainerRequestContext request) {
        Fields fields = body.read(request);
        return switch (fields.text("endpoint")) {
            case "user" -> ofUser(request);
            case "session" -> ofSession(request, Ids.session(fields));
            case null -> ofSession(request, Ids.session(fields));
            default -> throw RefusedException.field("endpoint", "must be session or user");
        };
    }

    private TicketJson ofUser(ContainerRequestContext request) {
        Authentication.Proof proof = Callers.proof(request);
        if (!proof.principal().may(Permission.CHAT)) {
            throw RefusedException.of(ErrorCode.FORBIDDEN, "needs permission to chat");
        }
        refuseWithoutRoom(request, proof);
        return json(
                authentication.ticket(proof, null),
                ClientView.of(request, config).userWebsocketUrl());
    }

    private TicketJson ofSession(ContainerRequestContext request, SessionId session) {
        Authentication.Proof proof = Callers.proof(request);
        if (sessions.read(proof.principal(), session) instanceof ReadSessions.Outcome.Refused(var refusal)) {
            throw new RefusedException(refusal);
        }
        refuseWithoutRoom(request, proof);
        return json(
                authentication.ticket(proof, session),
                ClientView.of(request, config).websocketUrl(session));
    }

    private void refuseWithoutRoom(ContainerRequestContext request, Authentication.Proof proof) {
        sockets.refusal(proof.principal(), Sources.of(request).address()).ifPresent(refusal -> {
            throw new RefusedException(refusal);
        });
    }

    private static TicketJson json(Authentication.Ticket ticket, String websocketUrl) {
        return new TicketJson(ticket.text(), ticket.validFor().toSeconds(), websocketUrl);
    }

    /**
     * A ticket on the wire.
     *
     * @param ticket a secret, for the socket's query parameter {@code ticket}
     * @param expiresIn in seconds
     * @param websocketUrl where it opens a socket
     */
    record TicketJson(String ticket, long expiresIn, String websocketUrl) {

        @Override
        public String toString() {
            return "TicketJson";
        }
    }
}
