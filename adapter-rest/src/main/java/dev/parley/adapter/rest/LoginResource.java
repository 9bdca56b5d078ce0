package dev.parley.adapter.rest;

import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** C-7: lets people in. Who comes as a visitor takes their conversations along, and is that visitor no more. */
@Open
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
public final class LoginResource {

    private final Logins logins;
    private final TenantOfEntrance entrance;
    private final Callers callers;
    private final Origins origins;
    private final JsonBody body;
    private final GuestCookie cookie;

    LoginResource(
            Logins logins,
            TenantOfEntrance entrance,
            Callers callers,
            Origins origins,
            JsonBody body,
            GuestCookie cookie) {
        this.logins = logins;
        this.entrance = entrance;
        this.callers = callers;
        this.origins = origins;
        this.body = body;
        this.cookie = cookie;
    }

    /** Makes an account and logs it in. */
    @POST
    @Path("register")
    public Response register(@Context ContainerRequestContext request) {
        origins.refuseForeign(request);
        Fields fields = body.read(request);
        var registration = new Logins.Registration(
                entrance.tenant(request),
                fields.requiredText("username"),
                fields.requiredText("email"),
                fields.requiredText("password"),
                fields.text("name"),
                fields.text("locale"),
                guest(request, fields),
                Sources.of(request));
        return answer(request, logins.register(registration), Response.Status.CREATED);
    }

    /** Logs somebody in: {@code username} is a username or an e-mail address. */
    @POST
    @Path("login")
    public Response login(@Context ContainerRequestContext request) {
        origins.refuseForeign(request);
        Fields fields = body.read(request);
        var attempt = new Logins.Attempt(
                entrance.tenant(request),
                fields.requiredText("username"),
                fields.requiredText("password"),
                guest(request, fields),
                Sources.of(request));
        return answer(request, logins.begin(attempt), Response.Status.OK);
    }

    /** Exchanges a refresh token. */
    @POST
    @Path("refresh")
    public TokensJson refresh(@Context ContainerRequestContext request) {
        String token = body.read(request).requiredText("refresh_token");
        return json(logins.refresh(entrance.tenant(request), token, Sources.of(request)));
    }

    /** Another password, by a token that an administrator gave out. */
    @POST
    @Path("password-reset")
    public Response resetPassword(@Context ContainerRequestContext request) {
        origins.refuseForeign(request);
        Fields fields = body.read(request);
        Refusal refusal = logins.resetPassword(
                entrance.tenant(request),
                fields.requiredText("reset_token"),
                fields.requiredText("new_password"),
                Sources.of(request));
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
        return Response.noContent().build();
    }

    /** The visitor that comes to log in: of the field {@code guest_token}, else of the cookie. */
    private @Nullable Principal guest(ContainerRequestContext request, Fields fields) {
        String token = fields.text("guest_token");
        return (token == null ? callers.byCookie(request) : callers.verified(request, token))
                .map(Callers.Verified::caller)
                .filter(caller -> !caller.may(Permission.OWN_ACCOUNT))
                .orElse(null);
    }

    private Response answer(ContainerRequestContext request, Logins.Outcome outcome, Response.Status status) {
        return Response.status(status)
                .entity(json(outcome))
                .cookie(cookie.gone(request))
                .build();
    }

    static TokensJson json(Logins.Outcome outcome) {
        return switch (outcome) {
            case Logins.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case Logins.Outcome.LoggedIn(var tokens) -> TokensJson.from(tokens);
        };
    }
}
