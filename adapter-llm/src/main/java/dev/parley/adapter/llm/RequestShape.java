package dev.parley.adapter.llm;

import java.util.Optional;

/**
 * Which of the optional fields a server is sent. Each can be done without: usage is then estimated, stop words and
 * length are watched over by the core as well.
 *
 * @param usage whether {@code stream_options.include_usage} is sent
 * @param temperature whether the temperature is sent
 * @param stop whether stop words are sent
 * @param length under which name the longest length is sent
 */
record RequestShape(boolean usage, boolean temperature, boolean stop, Length length) {

    /** The names for the longest length of a reply. */
    enum Length {
        MAX_TOKENS,
        MAX_COMPLETION_TOKENS,
        NONE
    }

    /** What nearly all servers take. */
    static final RequestShape FULL = new RequestShape(true, true, true, Length.MAX_TOKENS);

    /** Nothing that could be done without. */
    static final RequestShape MINIMAL = new RequestShape(false, false, false, Length.NONE);

    /** What a server is sent at first. */
    static RequestShape of(LlmConfig.Shape shape) {
        return switch (shape) {
            case STANDARD -> FULL;
            case COMPLETION_TOKENS -> new RequestShape(true, true, true, Length.MAX_COMPLETION_TOKENS);
            case MINIMAL -> MINIMAL;
        };
    }

    /** What to try instead after a refusal; empty if the refusal is not about a field that can be left out. */
    Optional<RequestShape> without(ProviderError error) {
        if (usage && error.names("stream_options")) {
            return Optional.of(new RequestShape(false, temperature, stop, length));
        }
        if (!isRefusal(error)) {
            return Optional.empty();
        }
        if (length == Length.MAX_TOKENS && error.names("max_tokens")) {
            return Optional.of(new RequestShape(usage, temperature, stop, Length.MAX_COMPLETION_TOKENS));
        }
        if (length == Length.MAX_COMPLETION_TOKENS && error.names("max_completion_tokens")) {
            return Optional.of(new RequestShape(usage, temperature, stop, Length.NONE));
        }
        if (temperature && error.names("temperature")) {
            return Optional.of(new RequestShape(usage, false, stop, length));
        }
        return stop && isAboutStop(error)
                ? Optional.of(new RequestShape(usage, temperature, false, length))
                : Optional.empty();
    }

    /** That a field is not known or not taken at all, in contrast to a value out of range. */
    private static boolean isRefusal(ProviderError error) {
        return error.saysAnyOf(
                "support", "unrecognized", "unknown", "unexpected", "not permitted", "not allowed", "deprecated");
    }

    private static boolean isAboutStop(ProviderError error) {
        return error.parameter().equals("stop") || error.saysAnyOf("'stop'", "\"stop\"", "`stop`");
    }
}
