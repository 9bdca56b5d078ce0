package dev.parley.bootstrap.identity;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Visitors known by a signed token and nothing else: whoever holds it is that visitor. Nothing is stored, so a token
 * can't be taken back before it runs out, except by another key.
 */
final class SignedGuests {

    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);

    private final TokenSeal seal;
    private final Duration validFor;
    private final IdGenerator ids;
    private final InstantSource clock;

    SignedGuests(TokenSeal seal, Duration validFor, IdGenerator ids, InstantSource clock) {
        this.seal = requireNonNull(seal, "seal");
        this.validFor = requireNonNull(validFor, "validFor");
        this.ids = requireNonNull(ids, "ids");
        this.clock = requireNonNull(clock, "clock");
    }

    Authentication.Guest welcome(TenantId tenant, @Nullable String name, String locale) {
        UserId user = new UserId("guest-" + ids.next());
        GuestToken token = GuestToken.of(tenant, user, clock.instant(), locale, name);
        return new Authentication.Guest(principal(token), seal.seal(token.text()));
    }

    Optional<Authentication.Proof> verify(String token) {
        return seal.open(token)
                .flatMap(GuestToken::parse)
                .filter(this::isValid)
                .map(guest -> new Authentication.Proof(
                        principal(guest), guest.issued().plus(validFor), null));
    }

    private boolean isValid(GuestToken token) {
        Instant now = clock.instant();
        return !token.issued().isAfter(now.plus(CLOCKS_MAY_DIFFER))
                && token.issued().plus(validFor).isAfter(now);
    }

    private static Principal principal(GuestToken token) {
        return new Principal(token.tenant(), token.user(), token.name(), token.locale(), Permission.ofGuests());
    }
}
