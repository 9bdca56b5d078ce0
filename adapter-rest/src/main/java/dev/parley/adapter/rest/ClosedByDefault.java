package dev.parley.adapter.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/** Puts the question who is calling before every resource that does not say it is {@link Open}. */
final class ClosedByDefault implements DynamicFeature {

    private final ContainerRequestFilter filter;

    ClosedByDefault(Callers callers) {
        this.filter = request -> {
            // What a path takes is no secret, and Jersey answers it itself.
            if (!request.getMethod().equals(HttpMethod.OPTIONS)) {
                callers.admit(request);
            }
        };
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (!resource.getResourceClass().isAnnotationPresent(Open.class)) {
            context.register(filter, Priorities.AUTHENTICATION);
        }
    }
}
