package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.UserKey;
import dev.parley.application.usecase.Field;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.EmailAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people do with their own account. */
final class OwnAccountUseCase implements OwnAccount {

    private final IdentityPorts ports;
    private final AccountGate gate;
    private final Doorman doorman;
    private final Scribe scribe;
    private final Avatars avatars;

    OwnAccountUseCase(IdentityPorts ports, AccountGate gate, Doorman doorman, Scribe scribe, Avatars avatars) {
        this.ports = ports;
        this.gate = gate;
        this.doorman = doorman;
        this.scribe = scribe;
        this.avatars = avatars;
    }

    /** What came of a question for the caller's own account. */
    private sealed interface Own {

        record Found(AccountStore.Stored stored) implements Own {}

        record Refused(Refusal refusal) implements Own {}
    }

    private Own own(Principal caller) {
        Refusal refusal = AccountGate.needs(Permission.OWN_ACCOUNT, caller);
        if (refusal != null) {
            return new Own.Refused(refusal);
        }
        return ports.accounts()
                .find(caller.tenant(), caller.user())
                .<Own>map(Own.Found::new)
                .orElse(new Own.Refused(noAccount()));
    }

    /** Gone meanwhile, or known by somebody else's token only. */
    private static Refusal noAccount() {
        return new Refusal(ErrorCode.FORBIDDEN, null, "there is no account here");
    }

    @Override
    public Outcome read(Principal caller) {
        return switch (own(caller)) {
            case Own.Refused(var refusal) -> new Outcome.Refused(refusal);
            case Own.Found(var stored) -> new Outcome.Found(stored.account());
        };
    }

    @Override
    public Outcome change(Command command) {
        var name = Field.read("name", command.name(), PersonalDetails::name);
        var email = Field.read("email", command.email(), EmailAddress::new);
        var locale = Field.read("locale", command.locale(), PersonalDetails::locale);
        Refusal broken = Fields.firstBroken(name, email, locale);
        Principal caller = command.caller();
        if (broken == null) {
            broken = AccountGate.needs(Permission.OWN_ACCOUNT, caller);
        }
        if (broken != null) {
            return new Outcome.Refused(broken);
        }
        var wish = new AccountStore.Wish(name.orNull(), email.orNull(), locale.orNull(), null, null);
        return switch (ports.accounts().change(caller.tenant(), caller.user(), wish, ports.now())) {
            case AccountStore.Change.Done(var account) -> new Outcome.Found(account);
            case AccountStore.Change.EmailTaken() -> new Outcome.Refused(AccountGate.taken("email"));
            case AccountStore.Change.Missing() -> new Outcome.Refused(noAccount());
        };
    }

    @Override
    public AvatarOutcome avatar(Principal caller) {
        return switch (own(caller)) {
            case Own.Refused(var refusal) -> new AvatarOutcome.Refused(refusal);
            case Own.Found(var stored) ->
                avatars.find(stored.account())
                        .<AvatarOutcome>map(AvatarOutcome.Found::new)
                        .orElse(new AvatarOutcome.Missing());
        };
    }

    @Override
    public Outcome changeAvatar(Principal caller, byte[] picture) {
        return switch (own(caller)) {
            case Own.Refused(var refusal) -> new Outcome.Refused(refusal);
            case Own.Found(var stored) -> avatars.replace(stored.account(), picture);
        };
    }

    @Override
    public Outcome removeAvatar(Principal caller) {
        return switch (own(caller)) {
            case Own.Refused(var refusal) -> new Outcome.Refused(refusal);
            case Own.Found(var stored) -> avatars.remove(stored.account());
        };
    }

    @Override
    public Logins.Outcome changePassword(Principal caller, String oldPassword, String newPassword, Source source) {
        return switch (proved(caller, "old_password", oldPassword, source)) {
            case Own.Refused(var refusal) -> new Logins.Outcome.Refused(refusal);
            case Own.Found(var stored) -> replace(stored, newPassword, source);
        };
    }

    private Logins.Outcome replace(AccountStore.Stored stored, String newPassword, Source source) {
        Account account = stored.account();
        var broken = PasswordRules.brokenBy(newPassword, account.username(), account.email());
        if (broken.isPresent()) {
            return new Logins.Outcome.Refused(Fields.invalid("new_password", broken.get()));
        }
        var hash = ports.passwords().hash(PasswordRules.normal(newPassword));
        if (!ports.accounts().replacePassword(account.tenant(), account.id(), stored.password(), hash, ports.now())) {
            return new Logins.Outcome.Refused(
                    new Refusal(ErrorCode.CONFLICT, "old_password", "was changed by somebody else just now"));
        }
        doorman.endAll(account.tenant(), account.id());
        scribe.own(account.tenant(), account.id(), AuditAction.PASSWORD_CHANGED, null, source);
        return doorman.letIn(account, null, source);
    }

    /** The caller's account, if the password is right. Somebody who found an open device must not guess for ever. */
    private Own proved(Principal caller, String field, String password, Source source) {
        if (!(own(caller) instanceof Own.Found(var stored))) {
            return own(caller);
        }
        var subject = new RateLimiter.Subject(caller.tenant(), caller.user(), source.address());
        var limited = gate.limited(RateLimiter.Action.LOGIN, subject);
        if (limited.isPresent()) {
            return new Own.Refused(limited.get());
        }
        if (!gate.proves(password, Optional.of(stored))) {
            scribe.own(caller.tenant(), caller.user(), AuditAction.PASSWORD_CHANGE_FAILED, field, source);
            return new Own.Refused(new Refusal(ErrorCode.FORBIDDEN, field, "is wrong"));
        }
        // A hash of old numbers was just made anew.
        return own(caller);
    }

    @Override
    public @Nullable Refusal delete(Principal caller, String password, Source source) {
        return switch (proved(caller, "password", password, source)) {
            case Own.Refused(var refusal) -> refusal;
            case Own.Found(var stored) -> {
                remove(caller, stored.account(), source);
                yield null;
            }
        };
    }

    /** The account goes last: cut short, its owner can log in and do it again. */
    private void remove(Principal caller, Account account, Source source) {
        doorman.endAll(account.tenant(), account.id());
        long sessions = deleteSessions(caller);
        ports.files().deleteAll(account.tenant(), Avatars.folder(account));
        ports.preferences().remove(new UserKey(account.tenant(), account.id()));
        ports.accounts().delete(account.tenant(), account.id());
        // Whoever kept a file meanwhile finds no account from now on, and takes it away again.
        ports.files().deleteAll(account.tenant(), Avatars.folder(account));
        String detail = sessions + " sessions";
        scribe.own(account.tenant(), account.id(), AuditAction.ACCOUNT_DELETED, detail, source);
    }

    private long deleteSessions(Principal caller) {
        return switch (ports.changeSession().deleteAll(caller)) {
            case ChangeSession.AllOutcome.Deleted(long sessions) -> sessions;
            case ChangeSession.AllOutcome.Refused ignored -> 0;
        };
    }

    @Override
    public @Nullable Refusal export(Principal caller, Source source) {
        if (own(caller) instanceof Own.Refused(var refusal)) {
            return refusal;
        }
        scribe.own(caller.tenant(), caller.user(), AuditAction.DATA_EXPORTED, null, source);
        return null;
    }
}
