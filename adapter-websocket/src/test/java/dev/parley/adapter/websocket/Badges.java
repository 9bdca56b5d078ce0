package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whoever says a name is that person, for ever. Beside that, tokens that run out, logins that end and tickets, by a clock
 * that stands still until the test moves it.
 */
final class Badges implements Authentication {

    static final String BAD_TOKEN = "nobody";

    private static final Duration TICKET_VALID_FOR = Duration.ofSeconds(30);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2024-01-01T12:00:00Z"));
    private final AtomicLong made = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, Proof> tokens = new ConcurrentHashMap<>();
    private final Map<String, Entry> tickets = new ConcurrentHashMap<>();
    private final Set<LoginId> ended = ConcurrentHashMap.newKeySet();

    private record Entry(Proof proof, @Nullable SessionId session, Instant end) {}

    /** A token of a new login. */
    String token(Principal who, @Nullable Duration validFor) {
        Instant end = validFor == null ? null : now.get().plus(validFor);
        String token = "secret-token-" + made.incrementAndGet();
        tokens.put(token, new Proof(who, end, new LoginId(UUID.randomUUID())));
        return token;
    }

    String token(String user, Duration validFor) {
        return token(Principal.user(user), validFor);
    }

    /** A ticket for whoever has a token. */
    String ticket(String token, @Nullable SessionId session) {
        return ticket(verify(token).orElseThrow(), session).text();
    }

    /** Its login is over. */
    void end(String token) {
        LoginId login = tokens.get(token).login();
        if (login != null) {
            ended.add(login);
        }
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    Instant now() {
        return now.get();
    }

    /** How often it was asked whether something still holds. */
    int asked() {
        return asked.get();
    }

    @Override
    public Optional<Proof> verify(TenantId tenant, String token) {
        return verify(token).filter(proof -> proof.principal().tenant().equals(tenant));
    }

    private Optional<Proof> verify(String token) {
        Proof known = tokens.get(token);
        if (known != null) {
            return Optional.of(known).filter(this::isGood);
        }
        boolean isName = !token.isEmpty() && !token.equals(BAD_TOKEN);
        return isName ? Optional.of(Proof.of(Principal.user(token))) : Optional.empty();
    }

    @Override
    public boolean holds(Proof proof) {
        asked.incrementAndGet();
        return isGood(proof);
    }

    private boolean isGood(Proof proof) {
        Instant end = proof.validUntil();
        return (end == null || end.isAfter(now.get())) && (proof.login() == null || !ended.contains(proof.login()));
    }

    @Override
    public Optional<Guest> welcome(TenantId tenant, @Nullable String name, String locale) {
        throw new AssertionError("not here");
    }

    @Override
    public Ticket ticket(Proof proof, @Nullable SessionId session) {
        String text = "secret-ticket-" + made.incrementAndGet();
        tickets.put(text, new Entry(proof, session, now.get().plus(TICKET_VALID_FOR)));
        return new Ticket(text, TICKET_VALID_FOR);
    }

    @Override
    public Optional<Proof> holder(TenantId tenant, String ticket, @Nullable SessionId session) {
        Entry entry = tickets.get(ticket);
        return entry != null
                        && Objects.equals(entry.session(), session)
                        && entry.end().isAfter(now.get())
                ? Optional.of(entry.proof()).filter(this::isGood)
                : Optional.empty();
    }

    @Override
    public Optional<Proof> redeem(TenantId tenant, String ticket, @Nullable SessionId session) {
        Entry entry = tickets.get(ticket);
        boolean counts = entry != null
                && Objects.equals(entry.session(), session)
                && entry.end().isAfter(now.get())
                && tickets.remove(ticket, entry);
        return counts ? Optional.of(entry.proof()).filter(this::isGood) : Optional.empty();
    }
}
