package dev.parley.bootstrap.identity;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens of whoever may read the server's secret: commands on its own machine. Good for a minute. What is done with one
 * is written down as done by {@code operator}.
 */
public final class OperatorTokens {

    private static final String KIND = "operator-1";
    private static final String PURPOSE = "operator";
    private static final Duration VALID_FOR = Duration.ofMinutes(1);
    private static final UserId OPERATOR = new UserId("operator");
    private static final Set<Permission> RIGHTS =
            Set.of(Permission.READ_USERS, Permission.MANAGE_USERS, Permission.READ_AUDIT, Permission.KEEP_KEYS);

    private final TokenSeal seal;
    private final InstantSource clock;

    /** @param secret the server's; at least 32 bytes */
    public OperatorTokens(byte[] secret, InstantSource clock) {
        this.seal = new TokenSeal(secret, PURPOSE);
        this.clock = clock;
    }

    /** A new token for a tenant. */
    public String issue(TenantId tenant) {
        long end = clock.instant().plus(VALID_FOR).toEpochMilli();
        return seal.seal(String.join("\n", KIND, tenant.value(), Long.toString(end)));
    }

    /**
     * What commands come in by where several tenants share a server: a widget key that only they know, so that they need
     * not know a host of the tenant's.
     */
    public String widgetKey(TenantId tenant) {
        return seal.digest("entrance\n" + tenant.value());
    }

    Optional<Authentication.Proof> verify(String token) {
        List<String> lines =
                seal.open(token).map(text -> List.of(text.split("\n", -1))).orElse(List.of());
        if (lines.size() != 3 || !lines.getFirst().equals(KIND)) {
            return Optional.empty();
        }
        try {
            Instant end = Instant.ofEpochMilli(Long.parseLong(lines.get(2)));
            var principal = new Principal(new TenantId(lines.get(1)), OPERATOR, null, "en", RIGHTS);
            return Optional.of(new Authentication.Proof(principal, end, null));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // signed by us for something else
        }
    }
}
