package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.FileStore;
import dev.parley.application.port.out.Pictures;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import java.time.Duration;
import java.util.Optional;

/**
 * The pictures of people. Each has one place in the file store; the account says whether it counts, and by which name
 * readers tell it from the one before.
 */
final class Avatars {

    private static final int SIDE = 256;
    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final String FIELD = "avatar";

    private final IdentityPorts ports;

    Avatars(IdentityPorts ports) {
        this.ports = ports;
    }

    /** Everything of an account in the file store is below this. */
    static FileStore.Key folder(Account account) {
        return new FileStore.Key("users/" + account.id());
    }

    private static FileStore.Key place(Account account) {
        return new FileStore.Key(folder(account).value() + "/avatar");
    }

    Optional<FileStore.File> find(Account account) {
        return account.avatar() == null ? Optional.empty() : ports.files().find(account.tenant(), place(account));
    }

    OwnAccount.Outcome replace(Account account, byte[] picture) {
        if (picture.length > OwnAccount.LARGEST_AVATAR) {
            return refused(Fields.invalid(FIELD, "must have at most " + OwnAccount.LARGEST_AVATAR + " bytes"));
        }
        return switch (ports.pictures().square(picture, SIDE)) {
            case Pictures.Outcome.Made(var made) -> keep(account, made);
            case Pictures.Outcome.Unknown() ->
                refused(Fields.invalid(FIELD, "must be a picture in PNG, JPEG or GIF; other kinds are not read"));
            case Pictures.Outcome.TooLarge() ->
                refused(Fields.invalid(
                        FIELD,
                        "must have at most " + Pictures.MOST_PIXELS / 1_000_000 + " million pixels and be at most "
                                + Pictures.LONGEST_SIDE + " wide and high"));
            case Pictures.Outcome.Broken() ->
                refused(Fields.invalid(FIELD, "is damaged, or a kind of picture that is not read"));
            case Pictures.Outcome.Busy() ->
                refused(new Refusal(ErrorCode.RATE_LIMITED, null, "too many pictures at once", BUSY));
        };
    }

    private OwnAccount.Outcome keep(Account account, FileStore.File picture) {
        ports.files().keep(account.tenant(), place(account), picture);
        var outcome = name(account, ports.ids().next().toString());
        if (outcome instanceof OwnAccount.Outcome.Missing) {
            // Deleted meanwhile, and its files before this one came.
            ports.files().delete(account.tenant(), place(account));
        }
        return outcome;
    }

    OwnAccount.Outcome remove(Account account) {
        var outcome = name(account, "");
        ports.files().delete(account.tenant(), place(account));
        return outcome;
    }

    private OwnAccount.Outcome name(Account account, String avatar) {
        var wish = new AccountStore.Wish(null, null, null, null, avatar);
        return switch (ports.accounts().change(account.tenant(), account.id(), wish, ports.now())) {
            case AccountStore.Change.Done(var changed) -> new OwnAccount.Outcome.Found(changed);
            case AccountStore.Change.Missing() -> new OwnAccount.Outcome.Missing();
            case AccountStore.Change.EmailTaken() -> throw new IllegalStateException("no address was to be changed");
        };
    }

    private static OwnAccount.Outcome refused(Refusal refusal) {
        return new OwnAccount.Outcome.Refused(refusal);
    }
}
