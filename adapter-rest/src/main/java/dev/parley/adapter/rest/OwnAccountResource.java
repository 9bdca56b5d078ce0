package dev.parley.adapter.rest;

import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.LoginStore.Login;
import dev.parley.domain.identity.LoginId;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** C-7: people's own accounts. */
@Path("/api/users/me")
@Produces(MediaType.APPLICATION_JSON)
public final class OwnAccountResource {

    private final OwnAccount account;
    private final Logins logins;
    private final JsonBody body;
    private final GuestCookie cookie;

    OwnAccountResource(OwnAccount account, Logins logins, JsonBody body, GuestCookie cookie) {
        this.account = account;
        this.logins = logins;
        this.body = body;
        this.cookie = cookie;
    }

    /** The profile. */
    @GET
    public AccountJson read(@Context ContainerRequestContext request) {
        return json(account.read(Callers.of(request)));
    }

    /** Changes what is given. */
    @PUT
    public AccountJson change(@Context ContainerRequestContext request) {
        Fields fields = body.read(request);
        return json(account.change(new OwnAccount.Command(
                Callers.of(request), fields.text("name"), fields.text("email"), fields.text("locale"))));
    }

    /** Deletes the account with everything that belongs to it. A password needs a body, and DELETE has none. */
    @POST
    @Path("delete")
    public Response delete(@Context ContainerRequestContext request) {
        String password = body.read(request).requiredText("password");
        Refusal refusal = account.delete(Callers.of(request), password, Sources.of(request));
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
        return Response.noContent().cookie(cookie.gone(request)).build();
    }

    /** Another password; all logins end, and this one goes on with new tokens. */
    @POST
    @Path("password")
    public TokensJson password(@Context ContainerRequestContext request) {
        Fields fields = body.read(request);
        return LoginResource.json(account.changePassword(
                Callers.of(request),
                fields.requiredText("old_password"),
                fields.requiredText("new_password"),
                Sources.of(request)));
    }

    /** Where one is logged in. */
    @GET
    @Path("logins")
    public LoginsJson logins(@Context ContainerRequestContext request) {
        LoginId own = Callers.proof(request).login();
        return switch (logins.list(Callers.of(request))) {
            case Logins.Listing.Refused(var refusal) -> throw new RefusedException(refusal);
            case Logins.Listing.Found(var found) ->
                new LoginsJson(found.stream()
                        .map(login -> LoginJson.from(login, login.id().equals(own)))
                        .toList());
        };
    }

    /** Ends a login. */
    @DELETE
    @Path("logins/{login_id}")
    public Response end(@Context ContainerRequestContext request, @PathParam("login_id") String id) {
        LoginId login = Ids.loginInPath(id);
        return switch (logins.end(Callers.of(request), login, Sources.of(request))) {
            case Logins.Ending.Refused(var refusal) -> throw new RefusedException(refusal);
            case Logins.Ending.Missing() -> throw new NotFoundException();
            case Logins.Ending.Ended() -> Response.noContent().build();
        };
    }

    static AccountJson json(OwnAccount.Outcome outcome) {
        return switch (outcome) {
            case OwnAccount.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case OwnAccount.Outcome.Missing() -> throw new NotFoundException();
            case OwnAccount.Outcome.Found(var found) -> AccountJson.own(found);
        };
    }

    /** Logins on the wire. */
    record LoginsJson(List<LoginJson> logins) {}

    /** A login on the wire. */
    record LoginJson(
            String loginId,
            @Nullable String device,
            @Nullable String address,
            String begunAt,
            String usedAt,
            String expiresAt,
            boolean current) {

        static LoginJson from(Login login, boolean current) {
            return new LoginJson(
                    login.id().toString(),
                    login.device(),
                    login.address(),
                    Json.time(login.begunAt()),
                    Json.time(login.usedAt()),
                    Json.time(login.expiresAt()),
                    current);
        }
    }
}
