package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one place that decides about accounts: who may, who is too fast, whose password it is. */
final class AccountGate {

    /** When passwords have had their turn, or most of them. */
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final IdentityPorts ports;

    AccountGate(IdentityPorts ports) {
        this.ports = ports;
    }

    /** Why a caller may not; null if they may. */
    static @Nullable Refusal needs(Permission permission, Principal caller) {
        return caller.may(permission) ? null : new Refusal(ErrorCode.FORBIDDEN, null, "needs permission " + permission);
    }

    /** Whether somebody must wait. */
    Optional<Refusal> limited(RateLimiter.Action action, RateLimiter.Subject subject) {
        return tooMany(action, subject)
                .map(wait -> new Refusal(ErrorCode.RATE_LIMITED, null, "too many attempts", wait));
    }

    private Optional<Duration> tooMany(RateLimiter.Action action, RateLimiter.Subject subject) {
        return ports.passwords().isBusy() ? Optional.of(BUSY) : ports.limits().take(action, subject);
    }

    /** Whom somebody says to be, for counting attempts: the same whether there is such a user or not. */
    static UserId typed(String name) {
        byte[] key = name.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return new UserId("typed-" + HexFormat.of().formatHex(sha256(key), 0, 16));
    }

    /** Whether a password is the account's; takes as long for nobody's. A hash of old numbers is made anew. */
    boolean proves(String password, Optional<AccountStore.Stored> stored) {
        if (password.length() > PasswordRules.LONGEST_TYPED || stored.isEmpty()) {
            return ports.passwords().verifyNobody("");
        }
        String normal = PasswordRules.normal(password);
        AccountStore.Stored found = stored.get();
        boolean right = ports.passwords().verify(normal, found.password());
        if (right && ports.passwords().isOutdated(found.password())) {
            Account account = found.account();
            // Somebody who changes it at the same moment wins.
            ports.accounts()
                    .replacePassword(
                            account.tenant(),
                            account.id(),
                            found.password(),
                            ports.passwords().hash(normal),
                            ports.now());
        }
        return right;
    }

    /** Makes an account, unless its name or address is taken. */
    Made create(Account account, String password) {
        var hash = ports.passwords().hash(PasswordRules.normal(password));
        return switch (ports.accounts().create(account, hash)) {
            case AccountStore.Creation.Created() -> new Made.Created(account);
            case AccountStore.Creation.UsernameTaken() -> new Made.Refused(taken("username"));
            case AccountStore.Creation.EmailTaken() -> new Made.Refused(taken("email"));
        };
    }

    static Refusal taken(String field) {
        return Fields.invalid(field, "belongs to somebody already");
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What came of a creation. */
    sealed interface Made {

        /** There it is. */
        record Created(Account account) implements Made {}

        /** It was not made. */
        record Refused(Refusal refusal) implements Made {}
    }
}
