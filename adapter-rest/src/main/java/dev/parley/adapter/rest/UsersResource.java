package dev.parley.adapter.rest;

import dev.parley.application.port.in.ManageUsers;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.domain.identity.Account;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** C-8: the people of a tenant. */
@Path("/api/admin/users")
@Produces(MediaType.APPLICATION_JSON)
public final class UsersResource {

    private final ManageUsers users;
    private final JsonBody body;

    UsersResource(ManageUsers users, JsonBody body) {
        this.users = users;
        this.body = body;
    }

    /** A page, by username. */
    @GET
    public UsersJson list(
            @Context ContainerRequestContext request,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        int most = Parameters.limit(limit);
        return switch (users.list(Callers.of(request), after, most)) {
            case ManageUsers.ListOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ManageUsers.ListOutcome.Page(var accounts) -> UsersJson.from(accounts, most);
        };
    }

    /** Makes an account. */
    @POST
    public Response create(@Context ContainerRequestContext request) {
        Fields fields = body.read(request);
        var command = new ManageUsers.NewUser(
                Callers.of(request),
                fields.requiredText("username"),
                fields.requiredText("email"),
                fields.requiredText("password"),
                fields.requiredText("role"),
                Sources.of(request));
        return Response.status(Response.Status.CREATED)
                .entity(json(users.create(command)))
                .build();
    }

    /** One of them. */
    @GET
    @Path("{user_id}")
    public AccountJson read(@Context ContainerRequestContext request, @PathParam("user_id") String id) {
        return json(users.read(Callers.of(request), Ids.userInPath(id)));
    }

    /** The picture of one of them. */
    @GET
    @Path("{user_id}/avatar")
    @Produces({"image/png", "image/jpeg", MediaType.WILDCARD})
    public Response avatar(@Context ContainerRequestContext request, @PathParam("user_id") String id) {
        return AvatarResource.picture(request, users.avatar(Callers.of(request), Ids.userInPath(id)));
    }

    /** Another role. */
    @PUT
    @Path("{user_id}")
    public AccountJson changeRole(@Context ContainerRequestContext request, @PathParam("user_id") String id) {
        String role = body.read(request).requiredText("role");
        return json(users.changeRole(Callers.of(request), Ids.userInPath(id), role, Sources.of(request)));
    }

    /** Lets somebody in no more. */
    @POST
    @Path("{user_id}/lock")
    public AccountJson lock(@Context ContainerRequestContext request, @PathParam("user_id") String id) {
        return json(users.lock(Callers.of(request), Ids.userInPath(id), Sources.of(request)));
    }

    /** Lets somebody in again. */
    @POST
    @Path("{user_id}/unlock")
    public AccountJson unlock(@Context ContainerRequestContext request, @PathParam("user_id") String id) {
        return json(users.unlock(Callers.of(request), Ids.userInPath(id), Sources.of(request)));
    }

    /** Ends all logins of somebody. */
    @DELETE
    @Path("{user_id}/logins")
    public EndedJson endLogins(@Context ContainerRequestContext request, @PathParam("user_id") String id) {
        return switch (users.endLogins(Callers.of(request), Ids.userInPath(id), Sources.of(request))) {
            case ManageUsers.EndOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ManageUsers.EndOutcome.Missing() -> throw new NotFoundException();
            case ManageUsers.EndOutcome.Ended(int logins) -> new EndedJson(logins);
        };
    }

    /** A token by which somebody sets another password. */
    @POST
    @Path("{user_id}/password-reset")
    public Response allowReset(@Context ContainerRequestContext request, @PathParam("user_id") String id) {
        return switch (users.allowReset(Callers.of(request), Ids.userInPath(id), Sources.of(request))) {
            case ManageUsers.ResetOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ManageUsers.ResetOutcome.Missing() -> throw new NotFoundException();
            case ManageUsers.ResetOutcome.Allowed(String token, Instant end) ->
                Response.status(Response.Status.CREATED)
                        .entity(new ResetJson(token, Json.time(end)))
                        .build();
        };
    }

    /** How many logins ended. */
    record EndedJson(int endedCount) {}

    /**
     * The right to set another password, on the wire.
     *
     * @param resetToken a secret
     */
    record ResetJson(String resetToken, String expiresAt) {

        @Override
        public String toString() {
            return "ResetJson[until " + expiresAt + "]";
        }
    }

    private static AccountJson json(OwnAccount.Outcome outcome) {
        return switch (outcome) {
            case OwnAccount.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case OwnAccount.Outcome.Missing() -> throw new NotFoundException();
            case OwnAccount.Outcome.Found(var found) -> AccountJson.of(found);
        };
    }

    /**
     * A page on the wire.
     *
     * @param after what to ask for to see the next page; null if there is none
     */
    record UsersJson(
            List<AccountJson> users,
            boolean hasMore,
            @Nullable String after) {

        static UsersJson from(List<Account> accounts, int limit) {
            boolean more = accounts.size() == limit;
            return new UsersJson(
                    accounts.stream().map(AccountJson::of).toList(),
                    more,
                    more ? accounts.getLast().username().value() : null);
        }
    }
}
