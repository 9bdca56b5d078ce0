package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.TenantId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Other passwords for people who forgot theirs. A token names the password it takes the place of, so it works once and only
 * while nobody has changed the password meanwhile; nothing has to be kept of it.
 */
final class PasswordResets {

    private static final Duration VALID_FOR = Duration.ofHours(1);
    private static final Refusal OVER =
            new Refusal(ErrorCode.UNAUTHORIZED, "reset_token", "is not good, was used, or has run out");

    private final IdentityPorts ports;
    private final AccountGate gate;
    private final Doorman doorman;
    private final Scribe scribe;

    PasswordResets(IdentityPorts ports, AccountGate gate, Doorman doorman, Scribe scribe) {
        this.ports = ports;
        this.gate = gate;
        this.doorman = doorman;
        this.scribe = scribe;
    }

    TokenIssuer.Reset allow(AccountStore.Stored stored) {
        Account account = stored.account();
        return ports.tokens()
                .reset(
                        account.tenant(),
                        account.id(),
                        stored.password(),
                        ports.now().plus(VALID_FOR));
    }

    /** Null if the password is the new one. */
    @Nullable
    Refusal use(TenantId tenant, String token, String newPassword, Source source) {
        TokenIssuer.Reset reset = ports.tokens()
                .readReset(token)
                .filter(read -> read.tenant().equals(tenant))
                .filter(read -> read.expiresAt().isAfter(ports.now()))
                .orElse(null);
        if (reset == null) {
            return OVER;
        }
        var subject = new RateLimiter.Subject(reset.tenant(), reset.user(), source.address());
        var limited = gate.limited(RateLimiter.Action.LOGIN, subject);
        if (limited.isPresent()) {
            return limited.get();
        }
        return ports.accounts()
                .find(reset.tenant(), reset.user())
                .filter(stored -> ports.tokens().digest(stored.password()).equals(reset.password()))
                .map(stored -> replaced(stored, newPassword, source))
                .orElse(new Result(OVER))
                .refusal();
    }

    private record Result(@Nullable Refusal refusal) {}

    private Result replaced(AccountStore.Stored stored, String newPassword, Source source) {
        Account account = stored.account();
        var broken = PasswordRules.brokenBy(newPassword, account.username(), account.email());
        if (broken.isPresent()) {
            return new Result(Fields.invalid("new_password", broken.get()));
        }
        var hash = ports.passwords().hash(PasswordRules.normal(newPassword));
        if (!ports.accounts().replacePassword(account.tenant(), account.id(), stored.password(), hash, ports.now())) {
            return new Result(OVER);
        }
        int ended = doorman.endAll(account.tenant(), account.id());
        scribe.unknown(account.tenant(), account.id(), AuditAction.PASSWORD_RESET, ended + " logins ended", source);
        return new Result(null);
    }
}
