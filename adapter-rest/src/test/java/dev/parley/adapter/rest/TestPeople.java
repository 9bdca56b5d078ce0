package dev.parley.adapter.rest;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Knows people by {@code token-of-<name>}, and guests by number. */
final class TestPeople implements Authentication {

    private static final String PREFIX = "token-of-";

    private final AtomicInteger guests = new AtomicInteger();

    static String tokenOf(String name) {
        return PREFIX + name;
    }

    @Override
    public Optional<Proof> verify(TenantId tenant, String token) {
        return token.matches(PREFIX + "[a-z0-9-]+")
                ? Optional.of(Proof.of(principal(token.substring(PREFIX.length()), null, "en")))
                : Optional.empty();
    }

    @Override
    public boolean holds(Proof proof) {
        return true;
    }

    @Override
    public Optional<Guest> welcome(TenantId tenant, @Nullable String name, String locale) {
        String user = "guest-" + guests.incrementAndGet();
        return Optional.of(new Guest(principal(user, name, locale), tokenOf(user)));
    }

    @Override
    public Ticket ticket(Proof proof, @Nullable SessionId session) {
        return new Ticket(proof.principal().user() + "-to-" + session, Duration.ofSeconds(30));
    }

    @Override
    public Optional<Proof> holder(TenantId tenant, String ticket, @Nullable SessionId session) {
        throw new AssertionError("sockets are elsewhere");
    }

    @Override
    public Optional<Proof> redeem(TenantId tenant, String ticket, @Nullable SessionId session) {
        throw new AssertionError("sockets are elsewhere");
    }

    private static Principal principal(String user, @Nullable String name, String locale) {
        return new Principal(TenantId.DEFAULT, new UserId(user), name, locale, Set.of(Permission.CHAT));
    }
}
