package dev.parley.adapter.rest;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.error.ErrorCode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Finds out who is calling: by a bearer token, or else by the guest's cookie. */
final class Callers {

    static final String COOKIE = "parley_guest";

    private static final String PROPERTY = "dev.parley.caller";
    private static final String SCHEME = "Bearer ";
    private static final Set<String> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Authentication authentication;
    private final TenantOfEntrance entrance;
    private final Origins origins;

    Callers(Authentication authentication, TenantOfEntrance entrance, Origins origins) {
        this.authentication = authentication;
        this.entrance = entrance;
        this.origins = origins;
    }

    /** Who was let in. */
    static Principal of(ContainerRequestContext request) {
        return proof(request).principal();
    }

    /** Who was let in, and how long that is known. */
    static Authentication.Proof proof(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof Authentication.Proof proof) {
            return proof;
        }
        throw new IllegalStateException("a resource that is not open was reached by nobody");
    }

    void admit(ContainerRequestContext request) {
        Authentication.Proof proof = verified(request)
                .map(Verified::proof)
                .orElseThrow(() ->
                        RefusedException.of(ErrorCode.UNAUTHORIZED, "a valid bearer token or guest cookie is needed"));
        request.setProperty(PROPERTY, proof);
        Principal caller = proof.principal();
        MDC.put("tenant_id", caller.tenant().value());
        MDC.put("user_id", caller.user().value());
    }

    /** Who carries something valid. */
    Optional<Verified> verified(ContainerRequestContext request) {
        String bearer = bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (bearer != null) {
            return verified(request, bearer);
        }
        return byCookie(request);
    }

    /** Who carries a valid cookie, whatever else is carried. */
    Optional<Verified> byCookie(ContainerRequestContext request) {
        Cookie cookie = request.getCookies().get(COOKIE);
        if (cookie == null) {
            return Optional.empty();
        }
        refuseForged(request);
        return verified(request, cookie.getValue());
    }

    /** Whose token it is. Where one came in by another tenant's entrance it is worth nothing. */
    Optional<Verified> verified(ContainerRequestContext request, String token) {
        return authentication.verify(entrance.tenant(request), token).map(proof -> new Verified(proof, token));
    }

    // A cookie comes along whoever made the browser send the request; a header does not.
    private void refuseForged(ContainerRequestContext request) {
        if (SAFE.contains(request.getMethod())) {
            return;
        }
        origins.refuseForeign(request);
        MediaType type = request.getMediaType();
        if (type != null && !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            throw new NotSupportedException();
        }
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }

    /** A caller and the token that proved it. */
    record Verified(Authentication.Proof proof, String token) {

        Principal caller() {
            return proof.principal();
        }

        @Override
        public String toString() {
            return "Verified[" + caller().user() + "]";
        }
    }
}
