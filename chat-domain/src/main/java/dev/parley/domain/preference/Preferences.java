package dev.parley.domain.preference;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.assistant.AssistantName;
import org.jspecify.annotations.Nullable;

/**
 * What somebody prefers.
 *
 * @param language the language of the pages; null for the browser's
 * @param theme the colours
 * @param typingSpeed how replies appear
 * @param sendOnEnter whether the enter key sends what was written
 * @param assistant who answers in a new session that names nobody; null for the standard one
 * @param model how answers to this user's questions are made
 */
public record Preferences(
        @Nullable PageLanguage language,
        Theme theme,
        TypingSpeed typingSpeed,
        boolean sendOnEnter,
        @Nullable AssistantName assistant,
        ModelPreferences model) {

    /** What it is before anybody chose anything. */
    public static final Preferences STANDARD =
            new Preferences(null, Theme.SYSTEM, TypingSpeed.NORMAL, true, null, ModelPreferences.NONE);

    /** Refuses nulls where none are allowed. */
    public Preferences {
        requireNonNull(theme, "theme");
        requireNonNull(typingSpeed, "typingSpeed");
        requireNonNull(model, "model");
    }

    /** What somebody prefers who is answered as the assistant has it. */
    public Preferences(
            @Nullable PageLanguage language,
            Theme theme,
            TypingSpeed typingSpeed,
            boolean sendOnEnter,
            @Nullable AssistantName assistant) {
        this(language, theme, typingSpeed, sendOnEnter, assistant, ModelPreferences.NONE);
    }
}
