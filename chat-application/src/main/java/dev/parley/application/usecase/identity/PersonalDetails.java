package dev.parley.application.usecase.identity;

import dev.parley.domain.text.Characters;
import dev.parley.domain.text.NameText;
import java.util.IllformedLocaleException;
import java.util.Locale;

/** What people tell about themselves, and its form. */
final class PersonalDetails {

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_LOCALE = 35;

    private PersonalDetails() {}

    /** A name to be called by; empty if there is none. */
    static String name(String text) {
        String name = NameText.withoutTricks(text).strip();
        if (Characters.count(name) > LONGEST_NAME || Characters.hasUnprintable(name)) {
            throw new IllegalArgumentException("must have at most " + LONGEST_NAME + " printable characters");
        }
        return Characters.isBlank(name) ? "" : name;
    }

    static String locale(String text) {
        try {
            String tag = new Locale.Builder().setLanguageTag(text).build().toLanguageTag();
            if (tag.length() <= LONGEST_LOCALE) {
                return tag;
            }
        } catch (IllformedLocaleException e) {
            throw new IllegalArgumentException("must be a BCP 47 language tag", e);
        }
        throw new IllegalArgumentException("must have at most " + LONGEST_LOCALE + " characters");
    }
}
