package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets people in and out. */
final class LoginsUseCase implements Logins {

    private static final Outcome WRONG = refused(Doorman.WRONG);
    private static final Outcome OVER = refused(new Refusal(ErrorCode.UNAUTHORIZED, null, "log in again"));

    private final IdentityPorts ports;
    private final IdentityPolicies policies;
    private final AccountGate gate;
    private final Doorman doorman;
    private final Scribe scribe;
    private final EndedLogins ended;
    private final PasswordResets resets;

    LoginsUseCase(
            IdentityPorts ports,
            IdentityPolicies policies,
            AccountGate gate,
            Doorman doorman,
            Scribe scribe,
            EndedLogins ended,
            PasswordResets resets) {
        this.ports = ports;
        this.policies = policies;
        this.gate = gate;
        this.doorman = doorman;
        this.scribe = scribe;
        this.ended = ended;
        this.resets = resets;
    }

    @Override
    public Outcome register(Registration wanted) {
        if (!policies.accounts() || !policies.registration()) {
            return refused(new Refusal(ErrorCode.FORBIDDEN, null, "nobody can register here"));
        }
        var applicant =
                new Applicant(wanted.username(), wanted.email(), wanted.password(), wanted.name(), wanted.locale());
        UserId id = new UserId(ports.ids().next().toString());
        return switch (applicant.examine(wanted.tenant(), id, Role.USER, ports.now())) {
            case Applicant.Verdict.Unfit(var refusal) -> refused(refusal);
            case Applicant.Verdict.Fit(var account) -> register(account, wanted);
        };
    }

    private Outcome register(Account account, Registration wanted) {
        Source source = wanted.source();
        var subject = new RateLimiter.Subject(account.tenant(), null, source.address());
        var refusal = gate.limited(RateLimiter.Action.REGISTRATION, subject);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        return switch (gate.create(account, wanted.password())) {
            case AccountGate.Made.Refused(var taken) -> refused(taken);
            case AccountGate.Made.Created(var created) -> {
                scribe.own(created.tenant(), created.id(), AuditAction.ACCOUNT_CREATED, null, source);
                yield doorman.letIn(created, wanted.guest(), source);
            }
        };
    }

    @Override
    public Outcome begin(Attempt attempt) {
        if (!policies.accounts()) {
            return refused(new Refusal(ErrorCode.FORBIDDEN, null, "nobody can log in here with a password"));
        }
        Source source = attempt.source();
        var subject = new RateLimiter.Subject(attempt.tenant(), AccountGate.typed(attempt.name()), source.address());
        var refusal = gate.limited(RateLimiter.Action.LOGIN, subject);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        Optional<AccountStore.Stored> stored = ports.accounts().findByName(attempt.tenant(), attempt.name());
        boolean locked = stored.map(AccountStore.Stored::account)
                .filter(Account::isLocked)
                .isPresent();
        // Of a locked account the password is looked at too: whoever tries learns nothing, not even by the time it
        // takes.
        if (!gate.proves(attempt.password(), stored) || locked) {
            UserId known =
                    stored.map(AccountStore.Stored::account).map(Account::id).orElse(null);
            scribe.unknown(
                    attempt.tenant(), known, AuditAction.LOGIN_FAILED, locked ? "the account is locked" : null, source);
            return WRONG;
        }
        return stored.map(found -> doorman.letIn(found.account(), attempt.guest(), source))
                .orElse(WRONG);
    }

    @Override
    public Outcome refresh(TenantId tenant, String refreshToken, Source source) {
        return ports.tokens()
                .read(refreshToken)
                .filter(given -> given.tenant().equals(tenant))
                .map(given -> exchange(given, source))
                .orElse(OVER);
    }

    private Outcome exchange(TokenIssuer.Refresh given, Source source) {
        TenantId tenant = given.tenant();
        TokenIssuer.Refresh next = ports.tokens().successor(given);
        var now = ports.now();
        var rotation = ports.logins()
                .rotate(
                        tenant,
                        given.login(),
                        given.digest(),
                        next.digest(),
                        now,
                        now.plus(policies.loginsIdle()),
                        repeatableFrom(now));
        return switch (rotation) {
            case LoginStore.Rotation.Rotated(var login) -> goOn(login, next);
            // Another tab, or an answer that was lost: nobody has stolen anything.
            case LoginStore.Rotation.Repeated(var login) -> goOn(login, next);
            case LoginStore.Rotation.Reused(var login) -> {
                ended.add(login.id());
                scribe.unknown(tenant, login.user(), AuditAction.REFRESH_REUSED, source);
                yield OVER;
            }
            case LoginStore.Rotation.Missing() -> OVER;
        };
    }

    /** No grace at all: not even an exchange of this millisecond. */
    private Instant repeatableFrom(Instant now) {
        return policies.refreshGrace().isZero() ? now.plusMillis(1) : now.minus(policies.refreshGrace());
    }

    private Outcome goOn(LoginStore.Login login, TokenIssuer.Refresh next) {
        return ports.accounts()
                .find(login.tenant(), login.user())
                .filter(found -> !found.account().isLocked())
                .<Outcome>map(found -> new Outcome.LoggedIn(doorman.tokens(found.account(), login.id(), next)))
                .orElse(OVER);
    }

    @Override
    public @Nullable Refusal resetPassword(TenantId tenant, String token, String newPassword, Source source) {
        if (!policies.accounts()) {
            return new Refusal(ErrorCode.FORBIDDEN, null, "nobody can log in here with a password");
        }
        return resets.use(tenant, token, newPassword, source);
    }

    @Override
    public void end(Authentication.Proof caller, Source source) {
        LoginId login = caller.login();
        Principal user = caller.principal();
        if (login == null) {
            return;
        }
        if (user.user().isOutside() ? doorman.takeBack(caller) : doorman.end(user, login)) {
            scribe.own(user.tenant(), user.user(), AuditAction.LOGGED_OUT, null, source);
        }
    }

    @Override
    public Listing list(Principal caller) {
        Refusal refusal = AccountGate.needs(Permission.OWN_ACCOUNT, caller);
        return refusal == null
                ? new Listing.Found(ports.logins().of(caller.tenant(), caller.user(), ports.now()))
                : new Listing.Refused(refusal);
    }

    @Override
    public Ending end(Principal caller, LoginId login, Source source) {
        Refusal refusal = AccountGate.needs(Permission.OWN_ACCOUNT, caller);
        if (refusal != null) {
            return new Ending.Refused(refusal);
        }
        boolean own = ports.logins().of(caller.tenant(), caller.user(), ports.now()).stream()
                .anyMatch(living -> living.id().equals(login));
        if (!own || !doorman.end(caller, login)) {
            return new Ending.Missing();
        }
        scribe.own(caller.tenant(), caller.user(), AuditAction.LOGIN_ENDED, login.toString(), source);
        return new Ending.Ended();
    }

    private static Outcome refused(Refusal refusal) {
        return new Outcome.Refused(refusal);
    }
}
