package dev.parley.domain.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where somebody gets mail, as it was written. Two that differ in case only are the same address.
 *
 * @param value 3 to 254 characters that look like an address; never null. Nobody has asked whether it exists.
 */
public record EmailAddress(String value) {

    private static final int LONGEST = 254;
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*");

    /** Refuses what can't be an address. */
    public EmailAddress {
        if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be an e-mail address of at most " + LONGEST + " characters");
        }
    }

    /** What is compared: the same for all ways to write the address. */
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
