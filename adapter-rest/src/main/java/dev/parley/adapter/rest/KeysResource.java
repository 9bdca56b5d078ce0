package dev.parley.adapter.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The public keys of our access tokens, for whoever wants to verify them. */
@Open
@Path("/.well-known/jwks.json")
@Produces("application/jwk-set+json")
public final class KeysResource {

    private final Supplier<String> keys;

    KeysResource(Supplier<String> keys) {
        this.keys = keys;
    }

    /** A JSON Web Key Set. */
    @GET
    public Response keys(@Context Request request) {
        String set = keys.get();
        var tag = new EntityTag(AnswerFilter.digest(set.getBytes(StandardCharsets.UTF_8)));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null ? Response.ok(set) : unchanged)
                .tag(tag)
                .header(AnswerFilter.CACHE_CONTROL, "public, max-age=300")
                .build();
    }
}
