package dev.parley.application.usecase.identity;

import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.Username;
import dev.parley.domain.text.Characters;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a password may be. Length is what counts; no kinds of characters are asked for. Pure. */
final class PasswordRules {

    /** The fewest characters. */
    static final int SHORTEST = 10;

    /** The most characters: a longer one only costs time. */
    static final int LONGEST = 200;

    /** Nothing longer is looked at: its characters may be composed of several. In UTF-16 units. */
    static final int LONGEST_TYPED = 4 * LONGEST;

    private static final int FEWEST_DIFFERENT = 4;
    private static final String LENGTH = "must have " + SHORTEST + " to " + LONGEST + " characters";

    private PasswordRules() {}

    /** The one form of a password: however a keyboard composes its characters, it is the same. */
    static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    /**
     * The rule a new password breaks; empty if it will do.
     *
     * @param password as it was typed
     * @param username whose it becomes; null if not known
     * @param email whose it becomes; null if not known
     */
    static Optional<String> brokenBy(String password, @Nullable Username username, @Nullable EmailAddress email) {
        if (password.length() > LONGEST_TYPED || Characters.hasHalf(password)) {
            return Optional.of(LENGTH);
        }
        String normal = normal(password);
        int length = Characters.count(normal);
        if (length < SHORTEST || length > LONGEST) {
            return Optional.of(LENGTH);
        }
        if (normal.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            return Optional.of("must have at least " + FEWEST_DIFFERENT + " different characters");
        }
        String plain = normal.toLowerCase(Locale.ROOT);
        boolean personal =
                (username != null && plain.contains(username.key())) || (email != null && plain.contains(email.key()));
        return personal ? Optional.of("must not contain the username or the e-mail address") : Optional.empty();
    }
}
