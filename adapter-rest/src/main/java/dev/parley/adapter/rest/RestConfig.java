package dev.parley.adapter.rest;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP API behaves.
 *
 * @param version what {@code /version} tells
 * @param websocketPath where sockets are opened; begins and ends with a slash, the session's id follows
 * @param publicAddress how clients reach this server (scheme, host, port); null if the request's own host is right
 * @param trustedProxies which addresses' {@code X-Forwarded-Proto} and {@code X-Forwarded-Host} are believed
 * @param allowedOrigins foreign origins whose pages may call, as browsers write them: {@code https://shop.example}
 * @param preflightOrigins those whose pages may ask what they may do (CORS) at a host that leads to no tenant: the widget
 *     key, which would, comes only with the request itself
 * @param largestBody of a request, in bytes
 * @param guestCookieLifetime how long a browser keeps a guest's cookie
 * @param alwaysSecureCookies whether cookies are marked secure even if the request looks like plain HTTP
 * @param keepAlive the longest silence on an event stream
 * @param longestWait how long a request with {@code wait=true} is held before it is answered without the reply
 */
public record RestConfig(
        String version,
        String websocketPath,
        @Nullable URI publicAddress,
        Predicate<InetAddress> trustedProxies,
        Set<String> allowedOrigins,
        Set<String> preflightOrigins,
        int largestBody,
        Duration guestCookieLifetime,
        boolean alwaysSecureCookies,
        Duration keepAlive,
        Duration longestWait) {

    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?");

    /** Refuses settings that can't work. */
    public RestConfig {
        requireNonNull(version, "version");
        requireNonNull(trustedProxies, "trustedProxies");
        allowedOrigins = Set.copyOf(allowedOrigins);
        preflightOrigins = Set.copyOf(preflightOrigins);
        for (String origin : allowedOrigins) {
            require(ORIGIN.matcher(origin).matches(), "an allowed origin must be like https://shop.example: " + origin);
        }
        require(websocketPath.matches("/(.*/)?"), "websocketPath must begin and end with a slash: " + websocketPath);
        require(
                publicAddress == null || (publicAddress.getScheme() != null && publicAddress.getHost() != null),
                "publicAddress must have a scheme and a host: " + publicAddress);
        require(largestBody >= 1_024, "largestBody must be at least 1024, was " + largestBody);
        require(guestCookieLifetime.isPositive(), "guestCookieLifetime must be above 0, was " + guestCookieLifetime);
        require(keepAlive.isPositive(), "keepAlive must be above 0, was " + keepAlive);
        require(longestWait.isPositive(), "longestWait must be above 0, was " + longestWait);
    }

    /** What holds unless told otherwise: own pages only, bodies up to 256 KiB, cookies for a year. */
    public static RestConfig standard(String version) {
        return new RestConfig(
                version,
                "/ws/chat/",
                null,
                address -> false,
                Set.of(),
                Set.of(),
                256 * 1024,
                Duration.ofDays(365),
                false,
                Duration.ofSeconds(15),
                Duration.ofMinutes(5));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
