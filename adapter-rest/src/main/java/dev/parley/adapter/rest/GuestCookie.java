package dev.parley.adapter.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.NewCookie;

/** The cookie a visitor without an account is known by. */
final class GuestCookie {

    private final RestConfig config;

    GuestCookie(RestConfig config) {
        this.config = config;
    }

    NewCookie with(ContainerRequestContext request, String token) {
        return cookie(
                request, token, Math.toIntExact(config.guestCookieLifetime().toSeconds()));
    }

    /** Makes a browser forget the visitor. */
    NewCookie gone(ContainerRequestContext request) {
        return cookie(request, "", 0);
    }

    private NewCookie cookie(ContainerRequestContext request, String value, int seconds) {
        return new NewCookie.Builder(Callers.COOKIE)
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure(config.alwaysSecureCookies()
                        || ClientView.of(request, config).secure())
                .sameSite(NewCookie.SameSite.LAX)
                .maxAge(seconds)
                .build();
    }
}
