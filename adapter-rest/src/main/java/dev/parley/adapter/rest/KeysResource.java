package dev.parley.adapter.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
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
    public Response keys() {
        return Response.ok(keys.get())
                .header(AnswerFilter.CACHE_CONTROL, "public, max-age=300")
                .build();
    }
}
