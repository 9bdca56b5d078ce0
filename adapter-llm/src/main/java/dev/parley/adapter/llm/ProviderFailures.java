package dev.parley.adapter.llm;

import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What providers' refusals mean: by HTTP status, by their own codes, and where both are vague by their words. */
final class ProviderFailures {

    /** Only what looks like a code is shown: messages may repeat keys and prompts. */
    private static final Pattern SHOWABLE = Pattern.compile("[A-Za-z][A-Za-z_.]{1,47}");

    private static final Pattern REFUSALS = Pattern.compile("quota|balance|billing|auth|permission|apikey"
            + "|invalidrequest|badrequest|notfound|contentfilter|inspection|moderation");
    private static final Pattern OVERLOADS = Pattern.compile("ratelimit|overload|toomany|throttl|busy|capacity");
    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;

    private ProviderFailures() {}

    /** A status that is not a success. */
    static ModelFailure ofStatus(int status, ProviderError error, @Nullable Duration retryAfter) {
        Kind kind = mayBeTooLong(status) && isTooLong(error) ? Kind.CONTEXT_TOO_LONG : kind(status, error, retryAfter);
        String redirect = status < BAD_REQUEST ? ", redirects are not followed" : "";
        return new ModelFailure(kind, "HTTP " + status + shown(error) + redirect, retryAfter);
    }

    /** An error inside of a stream that began well. */
    static ModelFailure inStream(ProviderError error) {
        return ModelFailure.of(streamKind(error), "error in the stream" + shown(error));
    }

    /** Whether the prompt, or prompt and answer together, do not fit the model. */
    static boolean isTooLong(ProviderError error) {
        return error.saysAnyOf(
                "context_length",
                "context length",
                "context window",
                "context size",
                "context_size",
                "too many tokens",
                "prompt is too long",
                "input is too long",
                "input length should be",
                "string_above_max_length");
    }

    private static boolean mayBeTooLong(int status) {
        return status >= BAD_REQUEST && status <= UNPROCESSABLE;
    }

    private static Kind kind(int status, ProviderError error, @Nullable Duration retryAfter) {
        return switch (status) {
            case 408 -> Kind.TIMEOUT;
            case 413 -> Kind.CONTEXT_TOO_LONG;
            case 429 -> isOutOfMoney(error) ? Kind.REJECTED : Kind.OVERLOADED;
            case 503 -> retryAfter == null ? Kind.UNAVAILABLE : Kind.OVERLOADED;
            case 529 -> Kind.OVERLOADED;
            default -> status >= 500 ? Kind.UNAVAILABLE : status >= BAD_REQUEST ? Kind.REJECTED : Kind.BAD_RESPONSE;
        };
    }

    private static Kind streamKind(ProviderError error) {
        if (isTooLong(error)) {
            return Kind.CONTEXT_TOO_LONG;
        }
        return error.status() != 0 ? kind(error.status(), error, null) : kindByWords(error);
    }

    private static Kind kindByWords(ProviderError error) {
        String words = (error.code() + error.type()).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        if (REFUSALS.matcher(words).find()) {
            return Kind.REJECTED;
        }
        if (OVERLOADS.matcher(words).find()) {
            return Kind.OVERLOADED;
        }
        return words.contains("timeout") ? Kind.TIMEOUT : Kind.UNAVAILABLE;
    }

    private static boolean isOutOfMoney(ProviderError error) {
        return error.saysAnyOf("insufficient_quota", "insufficient balance", "billing");
    }

    private static String shown(ProviderError error) {
        return SHOWABLE.matcher(error.code()).matches()
                ? ", " + error.code()
                : SHOWABLE.matcher(error.type()).matches() ? ", " + error.type() : "";
    }
}
