package dev.parley.adapter.rest;

import dev.parley.domain.error.ErrorCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Knows which pages may call. */
final class Origins {

    private final RestConfig config;

    Origins(RestConfig config) {
        this.config = config;
    }

    /** Whether a page of this foreign origin may call. */
    boolean allowed(@Nullable String origin) {
        return origin != null && config.allowedOrigins().contains(origin.toLowerCase(Locale.ROOT));
    }

    /**
     * Refuses what a foreign page may have made a browser send along with our cookie. Programs send no Origin and are
     * no danger here.
     */
    void refuseForeign(ContainerRequestContext request) {
        String origin = request.getHeaderString("Origin");
        boolean own = origin == null
                ? !"cross-site".equalsIgnoreCase(request.getHeaderString("Sec-Fetch-Site"))
                : ClientView.of(request, config).isOrigin(origin) || allowed(origin);
        if (!own) {
            throw RefusedException.of(ErrorCode.FORBIDDEN, "pages of this origin may not do that");
        }
    }
}
