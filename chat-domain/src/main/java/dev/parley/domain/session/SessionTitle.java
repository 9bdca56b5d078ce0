package dev.parley.domain.session;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Characters;
import dev.parley.domain.text.NameText;
import java.util.Optional;

/**
 * What a session is called.
 *
 * @param text 1 to 255 UTF-16 units, not blank, on one line
 * @param origin who gave it; a chosen title is never overwritten by a generated one
 */
public record SessionTitle(String text, Origin origin) {

    /** The longest title, in UTF-16 units. */
    public static final int LONGEST = 255;

    /** Who gave the title. */
    public enum Origin {
        /** Made from the first exchange. */
        GENERATED,
        /** Set by hand. */
        CHOSEN
    }

    /** Refuses blank, over-long and unprintable titles. */
    public SessionTitle {
        requireNonNull(origin, "origin");
        if (Characters.isBlank(text) || text.length() > LONGEST) {
            throw new IllegalArgumentException("title must have 1 to 255 characters and not be blank");
        }
        if (Characters.hasUnprintable(text)) {
            throw new IllegalArgumentException("title must not hold control characters or half characters");
        }
    }

    /**
     * The title somebody chose, without characters that show nothing.
     *
     * @throws IllegalArgumentException if it breaks a rule of titles
     */
    public static SessionTitle chosen(String text) {
        return new SessionTitle(NameText.withoutTricks(text), Origin.CHOSEN);
    }

    /**
     * The title a model meant when it was asked for one: on one line, without quotation marks, markup, label and full
     * stop, at most 60 code points.
     *
     * @param said anything
     * @return empty if nothing of it is left
     */
    public static Optional<SessionTitle> generated(String said) {
        return TitleText.of(said).map(text -> new SessionTitle(text, Origin.GENERATED));
    }
}
