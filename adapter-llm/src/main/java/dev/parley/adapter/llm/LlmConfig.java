package dev.parley.adapter.llm;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * How a model is reached. Nothing secret shows in {@link #toString()}.
 *
 * @param baseUrl http or https, up to and without {@code /chat/completions}; a query in it ({@code ?api-version=…}) is
 *     kept and goes with every request
 * @param apiKey sent as {@code Authorization: Bearer}, or as {@code api-key} to Azure's hosts; null if the server wants
 *     none
 * @param model the name sent when a prompt names none; not blank
 * @param headers sent with every request beside the usual ones, and instead of those of the same name; values are kept
 *     secret; may be empty
 * @param shape which of the optional fields a request has at first; what a server refuses is left out from then on
 * @param limits in time and size
 */
public record LlmConfig(
        URI baseUrl, @Nullable Secret apiKey, String model, Map<String, Secret> headers, Shape shape, Limits limits) {

    /** What requests look like. */
    public enum Shape {
        /** All fields, the longest length as {@code max_tokens}: what nearly all servers take. */
        STANDARD,
        /** The same with {@code max_completion_tokens}. */
        COMPLETION_TOKENS,
        /** Model and messages only, for servers that fail at more. Usage is estimated then. */
        MINIMAL
    }

    /** Refuses what can't be sent. No message shows a secret. */
    public LlmConfig {
        requireNonNull(shape, "shape");
        requireNonNull(limits, "limits");
        headers = Map.copyOf(headers);
        if (!isHttp(baseUrl)) {
            throw new IllegalArgumentException(
                    "base URL must be absolute, http or https, with a host, without user and fragment");
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must not be blank");
        }
        headers.keySet().forEach(LlmConfig::checkName);
        if (apiKey != null) {
            checkValue(apiKey);
        }
        headers.values().forEach(LlmConfig::checkValue);
    }

    /** The usual: a key or none, no headers of its own, {@link Shape#STANDARD}, {@link Limits#STANDARD}. */
    public static LlmConfig of(URI baseUrl, @Nullable Secret apiKey, String model) {
        return new LlmConfig(baseUrl, apiKey, model, Map.of(), Shape.STANDARD, Limits.STANDARD);
    }

    /** The same with other limits. */
    public LlmConfig withLimits(Limits other) {
        return new LlmConfig(baseUrl, apiKey, model, headers, shape, other);
    }

    /** The same with other headers. */
    public LlmConfig withHeaders(Map<String, Secret> other) {
        return new LlmConfig(baseUrl, apiKey, model, other, shape, limits);
    }

    /** The same with requests of another shape. */
    public LlmConfig withShape(Shape other) {
        return new LlmConfig(baseUrl, apiKey, model, headers, other, limits);
    }

    /** Without the base URL's query, which may hold a key. */
    @Override
    public String toString() {
        return "LlmConfig[baseUrl=" + shownUrl() + ", apiKey=" + apiKey + ", model=" + model + ", headers=" + headers
                + ", shape=" + shape + ", limits=" + limits + "]";
    }

    String shownUrl() {
        String url = baseUrl.toString();
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + "?***";
    }

    /** By its authority, since what Java calls a host must not have an underscore and the names of containers may. */
    private static boolean isHttp(URI url) {
        String authority = url.getRawAuthority();
        return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                && authority != null
                && authority.indexOf('@') < 0
                && url.getRawFragment() == null
                && HttpUrl.get(url) != null;
    }

    /** Without showing it. */
    private static void checkValue(Secret secret) {
        String value = secret.value();
        if (value.isEmpty() || !value.equals(value.strip()) || !value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException(
                    "a secret must be visible ASCII, not empty, without spaces or line ends around it");
        }
    }

    private static void checkName(String header) {
        if (!header.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IllegalArgumentException("not a header name: " + header);
        }
    }

    /**
     * How long and how large. Each time is from a millisecond to a day.
     *
     * @param connect from the call to a usable connection, TLS included
     * @param firstToken from the call to the first thing the model says; comments and empty pieces don't count
     * @param betweenTokens how long a reader may then wait for the next; comments and empty pieces don't count
     * @param total from the call to the end
     * @param lineBytes the longest line of a stream, and the longest answer that does not stream, after unpacking; at
     *     least 1024
     * @param bodyBytes the longest stream as a whole, after unpacking; at least lineBytes
     */
    public record Limits(
            Duration connect,
            Duration firstToken,
            Duration betweenTokens,
            Duration total,
            int lineBytes,
            long bodyBytes) {

        private static final Duration SHORTEST = Duration.ofMillis(1);
        private static final Duration LONGEST = Duration.ofDays(1);

        /** 10 s, 60 s, 30 s and 10 min; 1 MiB and 64 MiB. */
        public static final Limits STANDARD = new Limits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                1 << 20,
                64L << 20);

        /** Refuses values out of range. */
        public Limits {
            check("connect", connect);
            check("first token", firstToken);
            check("between tokens", betweenTokens);
            check("total", total);
            if (lineBytes < 1024) {
                throw new IllegalArgumentException("line bytes must be at least 1024, was " + lineBytes);
            }
            if (bodyBytes < lineBytes) {
                throw new IllegalArgumentException("body bytes must be at least line bytes, was " + bodyBytes);
            }
        }

        private static void check(String name, Duration limit) {
            if (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(name + " must be 1 ms to 1 day, was " + limit);
            }
        }
    }
}
