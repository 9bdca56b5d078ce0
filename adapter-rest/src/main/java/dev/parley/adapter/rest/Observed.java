package dev.parley.adapter.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.List;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;

/**
 * Notes with each request which resource answered it, for {@link RestHandler} to tell, and tells of problems. It sees an
 * answer first, while a problem is one still.
 */
@Priority(Priorities.USER + 1_000)
final class Observed implements ContainerResponseFilter {

    /** The request's property that holds the template of its path. */
    static final String ROUTE = "dev.parley.route";

    private final RestAdapter.Observer observer;

    Observed(RestAdapter.Observer observer) {
        this.observer = observer;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String route = route(request);
        if (!route.isEmpty()) {
            request.setProperty(ROUTE, route);
        }
        if (response.getEntity() instanceof Problem problem && problem.errorCode() != null) {
            observer.complained(problem.errorCode());
        }
    }

    /** As the routes are told: the last part that matched comes first, and no slash ends it. Empty if nothing is there. */
    private static String route(ContainerRequestContext request) {
        List<UriTemplate> matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedTemplates();
        return matched.reversed().stream()
                .map(UriTemplate::getTemplate)
                .collect(Collectors.joining())
                .replaceAll("/{2,}", "/")
                .replaceAll("/$", "");
    }
}
