package dev.parley.adapter.rest;

import dev.parley.application.port.in.Logins;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** C-7: lets people out. */
@Path("/api/auth/logout")
@Produces(MediaType.APPLICATION_JSON)
public final class LogoutResource {

    private final Logins logins;
    private final GuestCookie cookie;

    LogoutResource(Logins logins, GuestCookie cookie) {
        this.logins = logins;
        this.cookie = cookie;
    }

    /** Ends the caller's login. A visitor is forgotten by the browser. */
    @POST
    public Response logout(@Context ContainerRequestContext request) {
        logins.end(Callers.proof(request), Sources.of(request));
        return Response.noContent().cookie(cookie.gone(request)).build();
    }
}
