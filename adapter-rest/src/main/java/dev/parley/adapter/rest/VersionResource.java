package dev.parley.adapter.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What is running. */
@Open
@Anywhere
@Path("/version")
@Produces(MediaType.APPLICATION_JSON)
public final class VersionResource {

    private final String version;

    VersionResource(String version) {
        this.version = version;
    }

    /** C-9. */
    @GET
    public Response version() {
        return Response.ok(new VersionJson("parley", version))
                .header(AnswerFilter.CACHE_CONTROL, "no-cache")
                .build();
    }

    private record VersionJson(String name, String version) {}
}
