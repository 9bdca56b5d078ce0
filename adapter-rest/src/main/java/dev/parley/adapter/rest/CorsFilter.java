package dev.parley.adapter.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/** Tells browsers which foreign pages may call (CORS), and answers their preflight questions. */
@PreMatching
@Priority(100)
final class CorsFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private final Origins origins;

    CorsFilter(Origins origins) {
        this.origins = origins;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)
                && request.getHeaderString("Origin") != null
                && request.getHeaderString("Access-Control-Request-Method") != null) {
            request.abortWith(Response.noContent().build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.add(HttpHeaders.VARY, "Origin");
        String origin = request.getHeaderString("Origin");
        if (!origins.allowed(request, origin)) {
            return;
        }
        headers.putSingle("Access-Control-Allow-Origin", origin);
        headers.putSingle("Access-Control-Allow-Credentials", "true");
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            headers.putSingle("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE");
            headers.putSingle(
                    "Access-Control-Allow-Headers", "Authorization, Content-Type, X-Request-Id, X-Parley-Widget-Key");
            headers.putSingle("Access-Control-Max-Age", "600");
        } else {
            headers.putSingle("Access-Control-Expose-Headers", "Location, Retry-After, X-Request-Id");
        }
    }
}
