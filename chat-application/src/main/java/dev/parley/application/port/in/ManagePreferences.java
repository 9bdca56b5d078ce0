package dev.parley.application.port.in;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.preference.ModelBounds;
import dev.parley.domain.preference.Preferences;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the caller prefers, with an account or without. Thread-safe; every method blocks. */
public interface ManagePreferences {

    /** The caller's preferences; the standard ones if nothing was ever chosen. */
    Outcome read(Principal caller);

    /** Changes what is named; of two changes at once each keeps what it names. All of the caller's devices are told. */
    Outcome change(Command command);

    /** What can be preferred. */
    enum Preference {
        LOCALE,
        THEME,
        TYPING_SPEED,
        SEND_ON_ENTER,
        DEFAULT_ASSISTANT,
        MODEL,
        TEMPERATURE,
        MAX_TOKENS
    }

    /**
     * What shall be different. Null means: as it is. Texts come as they were sent.
     *
     * @param caller whose
     * @param locale a language the pages are written in
     * @param theme system, light or dark
     * @param typingSpeed off, normal or fast
     * @param sendOnEnter whether the enter key sends
     * @param defaultAssistant who answers in a new session
     * @param model a model people may choose
     * @param temperature how freely it answers, within the bounds
     * @param maxTokens how many tokens an answer may have, within the bounds
     * @param reset what shall be as it is at first; counts for nothing where another value is given
     */
    record Command(
            Principal caller,
            @Nullable String locale,
            @Nullable String theme,
            @Nullable String typingSpeed,
            @Nullable Boolean sendOnEnter,
            @Nullable String defaultAssistant,
            @Nullable String model,
            @Nullable Double temperature,
            @Nullable Long maxTokens,
            Set<Preference> reset) {

        /** Refuses null where none is allowed; copies the set. */
        public Command {
            requireNonNull(caller, "caller");
            reset = Set.copyOf(reset);
        }
    }

    /** What came of it. */
    sealed interface Outcome {

        /**
         * The preferences as they are now.
         *
         * @param preferences all of them
         * @param updatedAt when they were last changed; null if never
         * @param allowed what may be chosen about answers now
         */
        record Found(Preferences preferences, @Nullable Instant updatedAt, ModelBounds allowed) implements Outcome {}

        /** Neither shown nor changed. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
