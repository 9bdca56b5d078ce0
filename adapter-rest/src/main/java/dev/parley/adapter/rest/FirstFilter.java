package dev.parley.adapter.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/** Marks that a request got as far as Jersey's filters: what broke before was the request line or a header. */
@PreMatching
final class FirstFilter implements ContainerRequestFilter {

    static final String REACHED = "dev.parley.reached";

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(REACHED, true);
    }
}
