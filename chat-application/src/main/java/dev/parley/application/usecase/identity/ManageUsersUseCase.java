package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.ManageUsers;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.application.usecase.Field;
import dev.parley.application.usecase.Witness;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What those do who run a tenant. */
final class ManageUsersUseCase implements ManageUsers {

    private static final int MOST = 100;

    private final IdentityPorts ports;
    private final AccountGate gate;
    private final Doorman doorman;
    private final Scribe scribe;
    private final Witness witness;
    private final Avatars avatars;
    private final PasswordResets resets;

    ManageUsersUseCase(
            IdentityPorts ports,
            AccountGate gate,
            Doorman doorman,
            Scribe scribe,
            Witness witness,
            Avatars avatars,
            PasswordResets resets) {
        this.ports = ports;
        this.gate = gate;
        this.doorman = doorman;
        this.scribe = scribe;
        this.witness = witness;
        this.avatars = avatars;
        this.resets = resets;
    }

    @Override
    public ListOutcome list(Principal caller, @Nullable String after, int limit) {
        var cursor = Field.read("after", after, Username::new);
        Refusal broken = AccountGate.needs(Permission.READ_USERS, caller);
        if (broken == null) {
            broken = limit < 1 || limit > MOST
                    ? Fields.invalid("limit", "must be 1 to " + MOST)
                    : Fields.firstBroken(cursor);
        }
        if (broken != null) {
            return new ListOutcome.Refused(broken);
        }
        witness.looks(caller, AuditAction.USERS_LISTED, caller.tenant().value(), null);
        return new ListOutcome.Page(ports.accounts().list(caller.tenant(), cursor.orNull(), limit));
    }

    @Override
    public OwnAccount.Outcome read(Principal caller, UserId user) {
        Refusal refusal = AccountGate.needs(Permission.READ_USERS, caller);
        if (refusal != null) {
            return refused(refusal);
        }
        return ports.accounts()
                .find(caller.tenant(), user)
                .<OwnAccount.Outcome>map(found -> shown(caller, found.account()))
                .orElse(new OwnAccount.Outcome.Missing());
    }

    @Override
    public OwnAccount.AvatarOutcome avatar(Principal caller, UserId user) {
        return switch (read(caller, user)) {
            case OwnAccount.Outcome.Refused(var refusal) -> new OwnAccount.AvatarOutcome.Refused(refusal);
            case OwnAccount.Outcome.Missing() -> new OwnAccount.AvatarOutcome.Missing();
            case OwnAccount.Outcome.Found(var account) ->
                avatars.find(account)
                        .<OwnAccount.AvatarOutcome>map(OwnAccount.AvatarOutcome.Found::new)
                        .orElse(new OwnAccount.AvatarOutcome.Missing());
        };
    }

    private OwnAccount.Outcome shown(Principal caller, Account account) {
        if (!account.id().equals(caller.user())) {
            witness.looks(caller, AuditAction.USER_READ, account.id().value(), null);
        }
        return new OwnAccount.Outcome.Found(account);
    }

    @Override
    public OwnAccount.Outcome create(NewUser command) {
        Principal caller = command.caller();
        Refusal refusal = AccountGate.needs(Permission.MANAGE_USERS, caller);
        var role = Field.read("role", command.role(), ManageUsersUseCase::role);
        Refusal broken = refusal == null ? Fields.firstBroken(role) : refusal;
        Role wanted = role.orNull();
        if (broken != null || wanted == null) {
            return refused(broken == null ? Fields.invalid("role", "is required") : broken);
        }
        var applicant = new Applicant(command.username(), command.email(), command.password(), null, null);
        UserId id = new UserId(ports.ids().next().toString());
        return switch (applicant.examine(caller.tenant(), id, wanted, ports.now())) {
            case Applicant.Verdict.Unfit(var unfit) -> refused(unfit);
            case Applicant.Verdict.Fit(var account) -> create(account, command);
        };
    }

    private OwnAccount.Outcome create(Account account, NewUser command) {
        return switch (gate.create(account, command.password())) {
            case AccountGate.Made.Refused(var taken) -> refused(taken);
            case AccountGate.Made.Created(var created) -> {
                scribe.other(
                        command.caller(),
                        created.id(),
                        AuditAction.ACCOUNT_CREATED,
                        "as " + name(created.role()),
                        command.source());
                yield new OwnAccount.Outcome.Found(created);
            }
        };
    }

    @Override
    public OwnAccount.Outcome changeRole(Principal caller, UserId user, String role, Source source) {
        Refusal refusal = AccountGate.needs(Permission.MANAGE_USERS, caller);
        var read = Field.read("role", role, ManageUsersUseCase::role);
        Refusal broken = refusal == null ? Fields.firstBroken(read) : refusal;
        if (broken == null && user.equals(caller.user())) {
            broken = new Refusal(ErrorCode.FORBIDDEN, "role", "nobody changes their own role");
        }
        if (broken != null) {
            return refused(broken);
        }
        var wish = new AccountStore.Wish(null, null, null, read.orNull(), null);
        return switch (ports.accounts().change(caller.tenant(), user, wish, ports.now())) {
            case AccountStore.Change.Done(var account) -> {
                // What tokens say of a role counts until they run out.
                doorman.endAll(account.tenant(), account.id());
                scribe.other(caller, user, AuditAction.ROLE_CHANGED, "to " + name(account.role()), source);
                yield new OwnAccount.Outcome.Found(account);
            }
            case AccountStore.Change.Missing() -> new OwnAccount.Outcome.Missing();
            case AccountStore.Change.EmailTaken() -> throw new IllegalStateException("no address was to be changed");
        };
    }

    @Override
    public OwnAccount.Outcome lock(Principal caller, UserId user, Source source) {
        return lock(caller, user, true, source);
    }

    @Override
    public OwnAccount.Outcome unlock(Principal caller, UserId user, Source source) {
        return lock(caller, user, false, source);
    }

    private OwnAccount.Outcome lock(Principal caller, UserId user, boolean locked, Source source) {
        Refusal refusal = AccountGate.needs(Permission.MANAGE_USERS, caller);
        if (refusal == null && user.equals(caller.user())) {
            refusal = new Refusal(ErrorCode.FORBIDDEN, null, "nobody locks themselves out");
        }
        if (refusal != null) {
            return refused(refusal);
        }
        return switch (ports.accounts().lock(caller.tenant(), user, locked, ports.now())) {
            case AccountStore.Change.Done(var account) -> locked(caller, account, source);
            case AccountStore.Change.Missing() -> new OwnAccount.Outcome.Missing();
            case AccountStore.Change.EmailTaken() -> throw new IllegalStateException("no address was to be changed");
        };
    }

    /** Locked first, then sent away: whoever logs in meanwhile finds one or the other. */
    private OwnAccount.Outcome locked(Principal caller, Account account, Source source) {
        if (account.isLocked()) {
            int ended = doorman.endAll(account.tenant(), account.id());
            scribe.other(caller, account.id(), AuditAction.ACCOUNT_LOCKED, ended + " logins ended", source);
        } else {
            scribe.other(caller, account.id(), AuditAction.ACCOUNT_UNLOCKED, null, source);
        }
        return new OwnAccount.Outcome.Found(account);
    }

    @Override
    public EndOutcome endLogins(Principal caller, UserId user, Source source) {
        Refusal refusal = AccountGate.needs(Permission.MANAGE_USERS, caller);
        if (refusal != null) {
            return new EndOutcome.Refused(refusal);
        }
        if (user.isOutside()) {
            doorman.takeAllBack(caller.tenant(), user);
        } else if (ports.accounts().find(caller.tenant(), user).isEmpty()) {
            return new EndOutcome.Missing();
        }
        int ended = doorman.endAll(caller.tenant(), user);
        scribe.other(caller, user, AuditAction.LOGINS_ENDED, Integer.toString(ended), source);
        return new EndOutcome.Ended(ended);
    }

    @Override
    public ResetOutcome allowReset(Principal caller, UserId user, Source source) {
        Refusal refusal = AccountGate.needs(Permission.MANAGE_USERS, caller);
        if (refusal != null) {
            return new ResetOutcome.Refused(refusal);
        }
        return ports.accounts()
                .find(caller.tenant(), user)
                .<ResetOutcome>map(stored -> allowed(caller, stored, source))
                .orElse(new ResetOutcome.Missing());
    }

    private ResetOutcome allowed(Principal caller, AccountStore.Stored stored, Source source) {
        TokenIssuer.Reset reset = resets.allow(stored);
        scribe.other(
                caller,
                stored.account().id(),
                AuditAction.PASSWORD_RESET_ALLOWED,
                "until " + reset.expiresAt(),
                source);
        return new ResetOutcome.Allowed(reset.token(), reset.expiresAt());
    }

    private static Role role(String text) {
        for (Role role : Role.values()) {
            if (name(role).equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("must be user, agent, supervisor or admin");
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static OwnAccount.Outcome refused(Refusal refusal) {
        return new OwnAccount.Outcome.Refused(refusal);
    }
}
