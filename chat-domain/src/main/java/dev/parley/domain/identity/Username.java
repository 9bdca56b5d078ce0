package dev.parley.domain.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name somebody logs in with, as it was written. Two that differ in case only are the same name.
 *
 * @param value 3 to 64 of {@code A-Z a-z 0-9 . _ -}, beginning with a letter or digit; never null
 */
public record Username(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,63}");

    /** Refuses anything else. */
    public Username {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "must be 3 to 64 of A-Z a-z 0-9 . _ - and begin with a letter or a digit");
        }
    }

    /** What is compared: the same for all ways to write the name. */
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
