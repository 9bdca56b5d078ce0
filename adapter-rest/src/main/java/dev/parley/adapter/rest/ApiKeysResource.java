package dev.parley.adapter.rest;

import dev.parley.application.port.in.ManageApiKeys;
import dev.parley.application.port.out.ApiKeyStore.ApiKey;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** G-11: the keys that programs call with. */
@Path("/api/admin/api-keys")
@Produces(MediaType.APPLICATION_JSON)
public final class ApiKeysResource {

    private final ManageApiKeys keys;
    private final JsonBody body;

    ApiKeysResource(ManageApiKeys keys, JsonBody body) {
        this.keys = keys;
        this.body = body;
    }

    /** All of the tenant, without their secrets. */
    @GET
    public KeysJson list(@Context ContainerRequestContext request) {
        return switch (keys.list(Callers.of(request))) {
            case ManageApiKeys.ListOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ManageApiKeys.ListOutcome.Keys(var found) ->
                new KeysJson(found.stream().map(key -> KeyJson.from(key, null)).toList());
        };
    }

    /** A new one. Its secret is told here and nowhere else. */
    @POST
    public Response create(@Context ContainerRequestContext request) {
        Fields fields = body.read(request);
        var command = new ManageApiKeys.NewKey(
                Callers.of(request),
                fields.requiredText("service_account"),
                fields.requiredText("name"),
                new HashSet<>(fields.requiredTexts("scopes")),
                fields.time("expires_at"),
                Sources.of(request));
        return switch (keys.create(command)) {
            case ManageApiKeys.CreateOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ManageApiKeys.CreateOutcome.Created(var key, String token) ->
                Response.status(Response.Status.CREATED)
                        .entity(KeyJson.from(key, token))
                        .build();
        };
    }

    /** Takes one back. */
    @DELETE
    @Path("{key_id}")
    public void revoke(@Context ContainerRequestContext request, @PathParam("key_id") String id) {
        switch (keys.revoke(Callers.of(request), Ids.apiKeyInPath(id), Sources.of(request))) {
            case ManageApiKeys.RevokeOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case ManageApiKeys.RevokeOutcome.Missing() -> throw new NotFoundException();
            case ManageApiKeys.RevokeOutcome.Revoked revoked -> {}
        }
    }

    /** A list on the wire. */
    record KeysJson(List<KeyJson> apiKeys) {}

    /**
     * A key on the wire.
     *
     * @param userId whom it calls as
     * @param key the secret; null but in the answer to its creation
     */
    record KeyJson(
            String keyId,
            String userId,
            String name,
            List<String> scopes,
            String createdBy,
            String createdAt,
            @Nullable String expiresAt,
            @Nullable String lastUsedAt,
            @Nullable String key) {

        static KeyJson from(ApiKey key, @Nullable String token) {
            return new KeyJson(
                    key.id().toString(),
                    key.owner().value(),
                    key.name(),
                    key.scopes().stream().sorted().toList(),
                    key.createdBy().value(),
                    Json.time(key.createdAt()),
                    timeOrNull(key.expiresAt()),
                    timeOrNull(key.usedAt()),
                    token);
        }

        private static @Nullable String timeOrNull(@Nullable Instant time) {
            return time == null ? null : Json.time(time);
        }

        @Override
        public String toString() {
            return "KeyJson[" + keyId + "]";
        }
    }
}
