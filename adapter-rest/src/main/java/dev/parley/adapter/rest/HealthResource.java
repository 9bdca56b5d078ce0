package dev.parley.adapter.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this node lives, and whether it should be sent work. */
@Open
@Anywhere
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {

    private static final Logger LOG = LoggerFactory.getLogger(HealthResource.class);

    private final RestAdapter.Node node;

    HealthResource(RestAdapter.Node node) {
        this.node = node;
    }

    /** C-9: answers as long as requests are served at all. */
    @GET
    @Path("live")
    public Response live() {
        return Response.ok(new LiveJson("live")).build();
    }

    /** C-9: whether all is there that is needed. */
    @GET
    @Path("ready")
    public Response ready() {
        Map<String, DependencyJson> all = new LinkedHashMap<>();
        boolean ready = true;
        for (RestAdapter.Dependency dependency : node.dependencies()) {
            RestAdapter.Condition condition = condition(dependency);
            ready &= !dependency.needed() || condition != RestAdapter.Condition.DOWN;
            all.put(dependency.name(), new DependencyJson(MessageJson.lower(condition), dependency.needed()));
        }
        return Response.status(ready ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .entity(new ReadyJson(ready ? "ready" : "not_ready", node.roles(), all))
                .build();
    }

    private static RestAdapter.Condition condition(RestAdapter.Dependency dependency) {
        try {
            return dependency.check().get();
        } catch (RuntimeException e) {
            LOG.warn("{} could not be checked", dependency.name(), e);
            return RestAdapter.Condition.DOWN;
        }
    }

    private record LiveJson(String status) {}

    private record ReadyJson(String status, List<String> roles, Map<String, DependencyJson> dependencies) {}

    private record DependencyJson(String status, boolean needed) {}
}
