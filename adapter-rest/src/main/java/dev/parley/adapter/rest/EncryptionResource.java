package dev.parley.adapter.rest;

import dev.parley.application.port.in.KeepKeys;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.text.Names;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** E-7: the keys that texts are sealed under. For commands on the server's own machine. */
@Path("/api/admin/encryption")
@Produces(MediaType.APPLICATION_JSON)
public final class EncryptionResource {

    private final KeepKeys keys;
    private final JsonBody body;

    EncryptionResource(KeepKeys keys, JsonBody body) {
        this.keys = keys;
        this.body = body;
    }

    /** Wraps all data keys by the present master key, and makes new ones if asked. */
    @POST
    @Path("keys")
    public RotatedJson rotate(@Context ContainerRequestContext request) {
        boolean newKeys = Boolean.TRUE.equals(body.readIfAny(request).flag("new_keys"));
        return switch (keys.rotate(Callers.of(request), newKeys, Sources.of(request))) {
            case KeepKeys.KeysOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case KeepKeys.KeysOutcome.Rotated(int rewrapped, int renewed) -> new RotatedJson(rewrapped, renewed);
        };
    }

    /** Seals some of what is not sealed as it would be now. */
    @POST
    @Path("words")
    public SealedJson seal(@Context ContainerRequestContext request) {
        return switch (keys.seal(Callers.of(request), place(body.readIfAny(request)))) {
            case KeepKeys.WordsOutcome.Refused(var refusal) -> throw new RefusedException(refusal);
            case KeepKeys.WordsOutcome.Sealed(int sealed, int damaged, var next) ->
                new SealedJson(
                        sealed,
                        damaged,
                        next == null ? null : next.tenant().value(),
                        next == null ? null : next.after());
        };
    }

    private static KeepKeys.@Nullable Place place(Fields fields) {
        String tenant = fields.text("tenant");
        if (tenant == null) {
            return null;
        }
        if (!Names.isName(tenant)) {
            throw RefusedException.field("tenant", "must be the tenant of a place that was given");
        }
        String after = fields.text("after");
        if (after != null && !Ids.isUuid(after)) {
            throw RefusedException.field("after", "must be of a place that was given");
        }
        return new KeepKeys.Place(new TenantId(tenant), after);
    }

    /**
     * A rotation on the wire.
     *
     * @param rewrapped how many tenants' keys another master key wraps now
     * @param renewed how many tenants have a new data key
     */
    record RotatedJson(int rewrapped, int renewed) {}

    /**
     * Some sealing on the wire.
     *
     * @param sealed how many rows were sealed anew
     * @param damaged how many rows can't be opened
     * @param tenant where to go on; null at the end
     * @param after behind what of that tenant; null for its beginning
     */
    record SealedJson(
            int sealed,
            int damaged,
            @Nullable String tenant,
            @Nullable String after) {}
}
