package dev.parley.domain.content;

import static java.util.Objects.requireNonNull;

/** The kinds of personal data that can be masked. */
public enum PersonalData {
    /** E-mail addresses. */
    EMAIL("[email]"),
    /** Phone numbers. */
    PHONE("[phone]"),
    /** Numbers of payment cards. */
    CARD("[card]"),
    /** Numbers that name a person or an account to an authority or a bank. */
    NATIONAL_ID("[id]");

    private final String mask;

    PersonalData(String mask) {
        this.mask = requireNonNull(mask);
    }

    /** What is shown in its place. */
    public String mask() {
        return mask;
    }
}
