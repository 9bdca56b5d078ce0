package dev.parley.adapter.rest;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes visitors known. */
@Open
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
public final class GuestResource {

    private static final int LONGEST_NAME = 100;

    private final Authentication authentication;
    private final RateLimiter limiter;
    private final TenantOfEntrance entrance;
    private final Callers callers;
    private final Origins origins;
    private final JsonBody body;
    private final GuestCookie cookie;

    GuestResource(
            RestAdapter.Ports ports,
            TenantOfEntrance entrance,
            Callers callers,
            Origins origins,
            JsonBody body,
            GuestCookie cookie) {
        this.authentication = ports.authentication();
        this.limiter = ports.limiter();
        this.entrance = entrance;
        this.callers = callers;
        this.origins = origins;
        this.body = body;
        this.cookie = cookie;
    }

    /** A token of one's own. Who carries a valid one keeps it. */
    @POST
    @Path("guest")
    public Response guest(@Context ContainerRequestContext request) {
        origins.refuseForeign(request);
        Fields fields = body.readIfAny(request);
        String name = name(fields);
        String locale = locale(fields, request);
        GuestJson guest = callers.verified(request)
                .map(known -> new GuestJson(known.token(), known.caller().user().value()))
                .orElseGet(() -> welcome(entrance.tenant(request), name, locale, Sources.of(request)));
        return Response.ok(guest).cookie(cookie.with(request, guest.token())).build();
    }

    private GuestJson welcome(TenantId tenant, @Nullable String name, String locale, Source source) {
        var subject = new RateLimiter.Subject(tenant, null, source.address());
        limiter.take(RateLimiter.Action.GUEST, subject).ifPresent(wait -> {
            throw new RefusedException(
                    new Refusal(ErrorCode.RATE_LIMITED, null, "too many new visitors within a minute", wait));
        });
        Authentication.Guest guest = authentication
                .welcome(tenant, name, locale)
                .orElseThrow(() -> RefusedException.of(ErrorCode.FORBIDDEN, "nobody is let in without an account"));
        return new GuestJson(guest.token(), guest.principal().user().value());
    }

    private static @Nullable String name(Fields fields) {
        String name = fields.text("name");
        if (name == null) {
            return null;
        }
        boolean printable = name.codePoints()
                .noneMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
        if (name.isBlank() || name.length() > LONGEST_NAME || !printable) {
            throw RefusedException.field("name", "must have 1 to " + LONGEST_NAME + " printable characters");
        }
        return name.strip();
    }

    private static String locale(Fields fields, ContainerRequestContext request) {
        String given = fields.text("locale");
        if (given == null) {
            List<Locale> accepted = request.getAcceptableLanguages();
            String first = accepted.isEmpty() ? "" : accepted.getFirst().getLanguage();
            return first.isEmpty() || first.equals("*")
                    ? "en"
                    : accepted.getFirst().toLanguageTag();
        }
        try {
            return new Locale.Builder().setLanguageTag(given).build().toLanguageTag();
        } catch (IllformedLocaleException e) {
            throw RefusedException.field("locale", "must be a BCP 47 language tag");
        }
    }

    private record GuestJson(String token, String userId) {

        @Override
        public String toString() {
            return "GuestJson[" + userId + "]";
        }
    }
}
