package dev.parley.bootstrap.identity;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Authentication.Proof;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.application.port.out.TicketStore;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.SessionId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tickets to open one socket, once, within 30 seconds. They hold who asked; what the store remembers is only which were
 * taken, for all nodes.
 */
final class Tickets {

    /** How long one is good. */
    static final Duration VALID_FOR = Duration.ofSeconds(30);

    private static final String KIND = "ticket-1";
    private static final int LINES = 10;

    private final TokenSeal seal;
    private final UnaryOperator<String> digest;
    private final TicketStore spent;
    private final IdGenerator ids;
    private final InstantSource clock;

    /**
     * Tickets under a seal.
     *
     * @param digest what is stored of a ticket: 64 hexadecimal digits that say nothing of it
     */
    Tickets(TokenSeal seal, UnaryOperator<String> digest, TicketStore spent, IdGenerator ids, InstantSource clock) {
        this.seal = seal;
        this.digest = digest;
        this.spent = spent;
        this.ids = ids;
        this.clock = clock;
    }

    Authentication.Ticket issue(Proof proof, @Nullable SessionId session) {
        Principal who = proof.principal();
        String rights = who.permissions().stream().map(Enum::name).sorted().collect(Collectors.joining(","));
        String text = String.join(
                "\n",
                KIND,
                ids.next().toString(),
                millis(clock.instant().plus(VALID_FOR)),
                target(session),
                who.tenant().value(),
                who.user().value(),
                who.locale(),
                who.name() == null ? "" : who.name(),
                rights,
                life(proof));
        return new Authentication.Ticket(seal.seal(text), VALID_FOR);
    }

    /** Whose ticket it is, taken or not. */
    Optional<Proof> holder(String ticket, @Nullable SessionId session) {
        return valid(ticket, session).map(Valid::proof);
    }

    Optional<Proof> redeem(String ticket, @Nullable SessionId session) {
        return valid(ticket, session).filter(this::isFirst).map(Valid::proof);
    }

    private boolean isFirst(Valid ticket) {
        return spent.spend(ticket.proof().principal().tenant(), ticket.digest(), ticket.end());
    }

    /** A ticket that would open a socket, if it was not taken yet. */
    private record Valid(Proof proof, Instant end, SecretDigest digest) {}

    /** The digest is of what is under the seal: the same bytes can be written as more than one text. */
    private Optional<Valid> valid(String ticket, @Nullable SessionId session) {
        return seal.open(ticket).flatMap(text -> {
            List<String> lines = List.of(text.split("\n", -1));
            if (lines.size() != LINES || !lines.getFirst().equals(KIND)) {
                return Optional.empty();
            }
            try {
                Instant end = Instant.ofEpochMilli(Long.parseLong(lines.get(2)));
                return end.isAfter(clock.instant()) && lines.get(3).equals(target(session))
                        ? Optional.of(new Valid(proof(lines), end, new SecretDigest(digest.apply(text))))
                        : Optional.empty();
            } catch (IllegalArgumentException | DateTimeException e) {
                return Optional.empty(); // signed by us for something else
            }
        });
    }

    /** No id of a session reads like the other one. */
    private static String target(@Nullable SessionId session) {
        return session == null ? "user" : session.toString();
    }

    private static Proof proof(List<String> lines) {
        String[] life = lines.get(9).split("/", -1);
        Set<Permission> rights = Arrays.stream(lines.get(8).split(","))
                .filter(name -> !name.isEmpty())
                .map(Permission::valueOf)
                .collect(Collectors.toUnmodifiableSet());
        String name = lines.get(7);
        return new Proof(
                new Principal(
                        new TenantId(lines.get(4)),
                        new UserId(lines.get(5)),
                        name.isEmpty() ? null : name,
                        lines.get(6),
                        rights),
                time(life[0]),
                life[1].isEmpty() ? null : new LoginId(UUID.fromString(life[1])),
                life.length < 3 ? null : time(life[2]));
    }

    /** Until when it is known, by which login, and of another issuer's token when it was made. */
    private static String life(Proof proof) {
        String known = millis(proof.validUntil()) + "/" + (proof.login() == null ? "" : proof.login());
        return proof.madeAt() == null ? known : known + "/" + millis(proof.madeAt());
    }

    private static @Nullable Instant time(String millis) {
        return millis.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    private static String millis(@Nullable Instant time) {
        return time == null ? "" : Long.toString(time.toEpochMilli());
    }
}
