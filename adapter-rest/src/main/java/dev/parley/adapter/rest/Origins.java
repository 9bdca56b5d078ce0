package dev.parley.adapter.rest;

import dev.parley.domain.error.ErrorCode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Knows which pages may call. */
final class Origins {

    private final RestConfig config;
    private final TenantOfEntrance entrance;

    Origins(RestConfig config, TenantOfEntrance entrance) {
        this.config = config;
        this.entrance = entrance;
    }

    /** Whether a page of this foreign origin may call: one that may everywhere, or in the tenant the request came to. */
    boolean allowed(ContainerRequestContext request, @Nullable String origin) {
        if (origin == null) {
            return false;
        }
        String plain = origin.toLowerCase(Locale.ROOT);
        return config.allowedOrigins().contains(plain)
                || entrance.find(request)
                        .map(found -> found.allowedOrigins().contains(plain))
                        .orElseGet(() -> mayAsk(request, plain));
    }

    /** A browser asks before it sends the widget key that would tell the tenant. */
    private boolean mayAsk(ContainerRequestContext request, String origin) {
        return request.getMethod().equals(HttpMethod.OPTIONS)
                && config.preflightOrigins().contains(origin);
    }

    /**
     * Refuses what a foreign page may have made a browser send along with our cookie. Programs send no Origin and are
     * no danger here.
     */
    void refuseForeign(ContainerRequestContext request) {
        String origin = request.getHeaderString("Origin");
        boolean own = origin == null
                ? !"cross-site".equalsIgnoreCase(request.getHeaderString("Sec-Fetch-Site"))
                : ClientView.of(request, config).isOrigin(origin) || allowed(request, origin);
        if (!own) {
            throw RefusedException.of(ErrorCode.FORBIDDEN, "pages of this origin may not do that");
        }
    }
}
