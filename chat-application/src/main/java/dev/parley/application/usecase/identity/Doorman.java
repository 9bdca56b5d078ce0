package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.in.Tokens;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Begins and ends logins of people who are known by now. */
final class Doorman {

    /** What is told of a name that is not there, of a wrong password, and of an account that lets nobody in. */
    static final Refusal WRONG = new Refusal(ErrorCode.UNAUTHORIZED, null, "username or password is wrong");

    /** No issuer makes tokens that are good for longer. */
    private static final Duration LONGEST_OUTSIDE = Duration.ofDays(366);

    private static final int LONGEST_DEVICE = 200;
    private static final int LONGEST_ADDRESS = 64;

    private final IdentityPorts ports;
    private final IdentityPolicies policies;
    private final Scribe scribe;
    private final EndedLogins ended;

    Doorman(IdentityPorts ports, IdentityPolicies policies, Scribe scribe, EndedLogins ended) {
        this.ports = ports;
        this.policies = policies;
        this.scribe = scribe;
        this.ended = ended;
    }

    /** A new login; a visitor's sessions come with it. */
    Logins.Outcome letIn(Account account, @Nullable Principal guest, Source source) {
        LoginId login = new LoginId(ports.ids().next());
        Instant now = ports.now();
        TokenIssuer.Refresh refresh = ports.tokens().refresh(account.tenant(), login);
        ports.logins()
                .begin(
                        new LoginStore.Login(
                                account.tenant(),
                                login,
                                account.id(),
                                atMost(LONGEST_DEVICE, source.device()),
                                atMost(LONGEST_ADDRESS, source.address()),
                                now,
                                now,
                                now.plus(policies.loginsIdle())),
                        refresh.digest());
        if (!mayStay(account)) {
            ports.logins().end(account.tenant(), account.id(), login, ports.now());
            return new Logins.Outcome.Refused(WRONG);
        }
        scribe.own(account.tenant(), account.id(), AuditAction.LOGGED_IN, null, source);
        adopt(account, guest, source);
        return new Logins.Outcome.LoggedIn(tokens(account, login, refresh));
    }

    /** Locked or deleted while the password was looked at: whoever did that has not seen this login yet. */
    private boolean mayStay(Account account) {
        return ports.accounts()
                .find(account.tenant(), account.id())
                .filter(stored -> !stored.account().isLocked())
                .isPresent();
    }

    private void adopt(Account account, @Nullable Principal guest, Source source) {
        if (guest == null || !guest.tenant().equals(account.tenant())) {
            return;
        }
        int adopted = ports.adoptSessions().adopt(guest, account.id(), account.name());
        if (adopted > 0) {
            String detail = adopted + " from " + guest.user();
            scribe.own(account.tenant(), account.id(), AuditAction.SESSIONS_HANDED_OVER, detail, source);
        }
    }

    Tokens tokens(Account account, LoginId login, TokenIssuer.Refresh refresh) {
        TokenIssuer.Access access = ports.tokens().access(account, login);
        Duration left = Duration.between(ports.clock().instant(), access.expiresAt());
        return new Tokens(account, access.token(), left, refresh.token(), policies.loginsIdle());
    }

    /** Ends a login that lives. */
    boolean end(Principal user, LoginId login) {
        boolean lived = ports.logins().end(user.tenant(), user.user(), login, ports.now());
        ended.add(login);
        return lived;
    }

    /** Takes a token of another issuer back; false if it was already. */
    boolean takeBack(Authentication.Proof proof) {
        LoginId token = proof.login();
        Instant end = proof.validUntil();
        if (token == null || end == null || ended.ends(proof)) {
            return false;
        }
        Principal user = proof.principal();
        revoke(new LoginStore.Revocation(user.tenant(), user.user(), token, ports.now(), end));
        return true;
    }

    /** Takes all tokens of another issuer back that somebody has. */
    void takeAllBack(TenantId tenant, UserId user) {
        Instant now = ports.now();
        revoke(new LoginStore.Revocation(tenant, user, null, now, now.plus(LONGEST_OUTSIDE)));
    }

    private void revoke(LoginStore.Revocation revocation) {
        ports.logins().revoke(revocation);
        ended.add(revocation);
    }

    /** Ends all logins of somebody, and says how many lived. */
    int endAll(TenantId tenant, UserId user) {
        List<LoginId> lived = ports.logins().endAll(tenant, user, ports.now());
        lived.forEach(ended::add);
        return lived.size();
    }

    private static @Nullable String atMost(int longest, @Nullable String text) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest);
    }
}
