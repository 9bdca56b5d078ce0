package dev.parley.adapter.rest;

import dev.parley.application.port.out.Entrances;
import dev.parley.domain.identity.TenantId;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides into whose tenant a request comes, before anything else is decided: by the host it asked for and the widget key
 * it carries. What a proxy tells of the host is believed only of trusted ones, and only if it is one host: a proxy that
 * added its own to what a stranger had written would leave open which counts.
 */
final class TenantOfEntrance implements DynamicFeature {

    /** What a page on a foreign site names its tenant by. */
    static final String WIDGET_KEY = "X-Parley-Widget-Key";

    static final int MISDIRECTED = 421;

    private static final String PROPERTY = "dev.parley.entrance";
    private static final int BEFORE_AUTHENTICATION = Priorities.AUTHENTICATION - 100;

    private final Entrances entrances;

    TenantOfEntrance(Entrances entrances) {
        this.entrances = entrances;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (!resource.getResourceClass().isAnnotationPresent(Anywhere.class)) {
            context.register(
                    (jakarta.ws.rs.container.ContainerRequestFilter) this::refuseMisdirected, BEFORE_AUTHENTICATION);
        }
    }

    private void refuseMisdirected(ContainerRequestContext request) {
        // What a path takes is no secret, and a browser that asks for it may send no key.
        if (!request.getMethod().equals(HttpMethod.OPTIONS)) {
            var unused = tenant(request);
        }
    }

    /** The tenant. Refuses the request if there is none. */
    TenantId tenant(ContainerRequestContext request) {
        return find(request)
                .map(Entrances.Entrance::tenant)
                .orElseThrow(() -> new WebApplicationException(MISDIRECTED));
    }

    /** The way in; empty if it leads nowhere. */
    Optional<Entrances.Entrance> find(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof Entrances.Entrance known) {
            return Optional.of(known);
        }
        Optional<Entrances.Entrance> found = entrances.find(host(request), request.getHeaderString(WIDGET_KEY));
        found.ifPresent(entrance -> request.setProperty(PROPERTY, entrance));
        return found;
    }

    private static @Nullable String host(ContainerRequestContext request) {
        String forwarded =
                request.getProperty(ClientView.VIA_PROXY) == null ? null : request.getHeaderString("X-Forwarded-Host");
        return forwarded == null ? request.getHeaderString("Host") : forwarded.strip();
    }
}
