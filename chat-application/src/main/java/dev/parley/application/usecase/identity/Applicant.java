package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Refusal;
import dev.parley.application.usecase.Field;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants an account, as they described themselves.
 *
 * @param username as it was sent
 * @param email as it was sent
 * @param password as it was sent; a secret
 * @param name as it was sent; null for nothing
 * @param locale as it was sent; null for nothing
 */
record Applicant(
        String username,
        String email,
        String password,
        @Nullable String name,
        @Nullable String locale) {

    private static final String UNKNOWN_LOCALE = "en";

    /** What came of a look at the description. */
    sealed interface Verdict {

        /** It will do. */
        record Fit(Account account) implements Verdict {}

        /** It breaks a rule. */
        record Unfit(Refusal refusal) implements Verdict {}
    }

    Verdict examine(TenantId tenant, UserId id, Role role, Instant now) {
        var readUsername = Field.read("username", username, Username::new);
        var readEmail = Field.read("email", email, EmailAddress::new);
        var readName = Field.read("name", name, PersonalDetails::name);
        var readLocale = Field.read("locale", locale, PersonalDetails::locale);
        Refusal broken = Fields.firstBroken(readUsername, readEmail, readName, readLocale);
        Username validUsername = readUsername.orNull();
        EmailAddress validEmail = readEmail.orNull();
        if (broken != null || validUsername == null || validEmail == null) {
            return new Verdict.Unfit(broken == null ? Fields.invalid("username", "is required") : broken);
        }
        var badPassword = PasswordRules.brokenBy(password, validUsername, validEmail);
        if (badPassword.isPresent()) {
            return new Verdict.Unfit(new Refusal(ErrorCode.INVALID_MESSAGE, "password", badPassword.get()));
        }
        String tag = readLocale.orNull();
        String called = readName.orNull();
        return new Verdict.Fit(new Account(
                tenant,
                id,
                validUsername,
                validEmail,
                called == null || called.isEmpty() ? null : called,
                tag == null ? UNKNOWN_LOCALE : tag,
                role,
                null,
                now,
                now));
    }

    @Override
    public String toString() {
        return "Applicant";
    }
}
