package dev.parley.bootstrap.identity;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything that may prove who is calling, each looked at by whoever makes it. */
final class Credentials implements Authentication {

    private final @Nullable SignedGuests guests;
    private final OperatorTokens operators;
    private final Function<String, Optional<Proof>> tokens;
    private final BiFunction<TenantId, String, Optional<Proof>> apiKeys;
    private final Tickets tickets;
    private final Predicate<Proof> ended;
    private final InstantSource clock;

    /**
     * All that counts here.
     *
     * @param guests null where visitors without an account are not let in
     * @param operators verifies those of commands on this machine
     * @param tokens verifies access tokens, ours or an outside issuer's
     * @param apiKeys verifies the keys of a tenant's programs; must not block
     * @param ended whether the login or token of a proof has ended, or its key was revoked; must not block
     */
    Credentials(
            @Nullable SignedGuests guests,
            OperatorTokens operators,
            Function<String, Optional<Proof>> tokens,
            BiFunction<TenantId, String, Optional<Proof>> apiKeys,
            Tickets tickets,
            Predicate<Proof> ended,
            InstantSource clock) {
        this.guests = guests;
        this.operators = operators;
        this.tokens = tokens;
        this.apiKeys = apiKeys;
        this.tickets = tickets;
        this.ended = ended;
        this.clock = clock;
    }

    @Override
    public Optional<Proof> verify(TenantId tenant, String token) {
        return proof(tenant, token).filter(proof -> isOf(tenant, proof)).filter(this::holds);
    }

    private static boolean isOf(TenantId tenant, Proof proof) {
        return proof.principal().tenant().equals(tenant);
    }

    private Optional<Proof> proof(TenantId tenant, String token) {
        if (token.startsWith(TokenIssuer.Key.PREFIX)) {
            return apiKeys.apply(tenant, token);
        }
        return TokenSeal.looksSealed(token)
                ? operators.verify(token).or(() -> Optional.ofNullable(guests).flatMap(known -> known.verify(token)))
                : tokens.apply(token);
    }

    @Override
    public boolean holds(Proof proof) {
        Instant end = proof.validUntil();
        return (end == null || end.isAfter(clock.instant())) && !ended.test(proof);
    }

    @Override
    public Optional<Guest> welcome(TenantId tenant, @Nullable String name, String locale) {
        return Optional.ofNullable(guests).map(known -> known.welcome(tenant, name, locale));
    }

    @Override
    public Ticket ticket(Proof proof, @Nullable SessionId session) {
        return tickets.issue(proof, session);
    }

    @Override
    public Optional<Proof> holder(TenantId tenant, String ticket, @Nullable SessionId session) {
        return tickets.holder(ticket, session)
                .filter(proof -> isOf(tenant, proof))
                .filter(this::holds);
    }

    @Override
    public Optional<Proof> redeem(TenantId tenant, String ticket, @Nullable SessionId session) {
        return holder(tenant, ticket, session).flatMap(proof -> tickets.redeem(ticket, session));
    }
}
