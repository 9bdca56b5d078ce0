package dev.parley.adapter.websocket;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the WebSocket adapter keeps to. Immutable; refuses values that can't be kept.
 *
 * @param subprotocol the one subprotocol that is negotiated if a client offers it
 * @param guestCookie the cookie that may carry a token
 * @param allowedOrigins further origins whose pages may connect ({@code https://shop.example}); a page from the
 *     server's own host always may, and so may a client that names no origin
 * @param trustedProxies which addresses' {@code X-Forwarded-For} and {@code X-Forwarded-Host} are believed
 * @param limits how many connections there may be
 * @param sizes how large things may get
 * @param timing how long things may take
 * @param flood how many frames a client may send
 */
public record WebSocketConfig(
        String subprotocol,
        String guestCookie,
        Set<String> allowedOrigins,
        Predicate<InetAddress> trustedProxies,
        Limits limits,
        Sizes sizes,
        Timing timing,
        Flood flood) {

    /** The name of the protocol this version speaks. */
    public static final String SUBPROTOCOL = "parley.v1";

    /** The name of the cookie that carries a guest's token. */
    public static final String GUEST_COOKIE = "parley_guest";

    /** Everything as documented. */
    public static final WebSocketConfig STANDARD = new WebSocketConfig(
            SUBPROTOCOL,
            GUEST_COOKIE,
            Set.of(),
            address -> false,
            Limits.STANDARD,
            Sizes.STANDARD,
            Timing.STANDARD,
            Flood.STANDARD);

    /** Refuses names that are no HTTP tokens and origins that are none. */
    public WebSocketConfig {
        requireToken("subprotocol", subprotocol);
        requireToken("guestCookie", guestCookie);
        allowedOrigins = Set.copyOf(allowedOrigins);
        requireNonNull(trustedProxies, "trustedProxies");
        requireNonNull(limits, "limits");
        requireNonNull(sizes, "sizes");
        requireNonNull(timing, "timing");
        requireNonNull(flood, "flood");
        for (String origin : allowedOrigins) {
            if (WebOrigin.parse(origin).isEmpty()) {
                throw new IllegalArgumentException(
                        "allowedOrigins: must be like https://host or https://host:port, was " + origin);
            }
        }
    }

    /** The same with other origins. */
    public WebSocketConfig withAllowedOrigins(Set<String> origins) {
        return new WebSocketConfig(subprotocol, guestCookie, origins, trustedProxies, limits, sizes, timing, flood);
    }

    /** The same with other proxies. */
    public WebSocketConfig withTrustedProxies(Predicate<InetAddress> proxies) {
        return new WebSocketConfig(subprotocol, guestCookie, allowedOrigins, proxies, limits, sizes, timing, flood);
    }

    /** The same with other limits. */
    public WebSocketConfig withLimits(Limits other) {
        return new WebSocketConfig(
                subprotocol, guestCookie, allowedOrigins, trustedProxies, other, sizes, timing, flood);
    }

    /** The same with other sizes. */
    public WebSocketConfig withSizes(Sizes other) {
        return new WebSocketConfig(
                subprotocol, guestCookie, allowedOrigins, trustedProxies, limits, other, timing, flood);
    }

    /** The same with other times. */
    public WebSocketConfig withTiming(Timing other) {
        return new WebSocketConfig(
                subprotocol, guestCookie, allowedOrigins, trustedProxies, limits, sizes, other, flood);
    }

    /** The same with other flood limits. */
    public WebSocketConfig withFlood(Flood other) {
        return new WebSocketConfig(
                subprotocol, guestCookie, allowedOrigins, trustedProxies, limits, sizes, timing, other);
    }

    private static void requireToken(String name, String value) {
        if (!HttpText.isToken(value)) {
            throw new IllegalArgumentException(name + " must be an HTTP token, was '" + value + "'");
        }
    }

    /**
     * How many connections there may be at once.
     *
     * @param perUser of one user
     * @param perAddress from one address
     * @param perNode in all
     */
    public record Limits(int perUser, int perAddress, int perNode) {

        /** 100 of a user, 1,000 from an address, 10,000 in all. */
        public static final Limits STANDARD = new Limits(100, 1_000, 10_000);

        /** Refuses limits below 1. */
        public Limits {
            Positive.require("limits.perUser", perUser);
            Positive.require("limits.perAddress", perAddress);
            Positive.require("limits.perNode", perNode);
        }
    }

    /**
     * How large things may get, in bytes.
     *
     * @param message a client's message, in one frame or many; at least 1,024
     * @param inbox what a client may have sent that is not handled yet; above it nothing more is read
     * @param outbox the answers that may wait for a client; above it the client is too slow
     */
    public record Sizes(int message, int inbox, int outbox) {

        /** 64 KB a message, 256 KB each way. */
        public static final Sizes STANDARD = new Sizes(64 * 1024, 256 * 1024, 256 * 1024);

        /** Refuses sizes nothing fits in. */
        public Sizes {
            Positive.require("sizes.message", message - 1_023L);
            Positive.require("sizes.inbox", inbox - 1_023L);
            Positive.require("sizes.outbox", outbox - 1_023L);
        }
    }

    /**
     * How long things may take.
     *
     * @param resumeWithin how long a client may take to say where it stands
     * @param heartbeat after so much silence we speak; after so much silence of the client we ping it
     * @param deadAfter a client that gave no sign of life for so long is gone
     * @param sendWithin a client that takes nothing for so long is too slow
     * @param messageWithin a message that was begun must be complete within this
     * @param closeWithin how long a client may take to answer a close frame
     * @param reconnectWithin when draining, clients are asked to come back spread over this
     */
    public record Timing(
            Duration resumeWithin,
            Duration heartbeat,
            Duration deadAfter,
            Duration sendWithin,
            Duration messageWithin,
            Duration closeWithin,
            Duration reconnectWithin) {

        /** 2 s to resume, heartbeat after 15 s, gone after 45 s, 10 s to send, 30 s a message, 2 s to close, 5 s. */
        public static final Timing STANDARD = new Timing(
                Duration.ofSeconds(2),
                Duration.ofSeconds(15),
                Duration.ofSeconds(45),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5));

        /** Refuses times that are not positive, and a death before the first ping could be answered. */
        public Timing {
            Positive.require("timing.resumeWithin", resumeWithin);
            Positive.require("timing.heartbeat", heartbeat);
            Positive.require("timing.deadAfter", deadAfter);
            Positive.require("timing.sendWithin", sendWithin);
            Positive.require("timing.messageWithin", messageWithin);
            Positive.require("timing.closeWithin", closeWithin);
            Positive.require("timing.reconnectWithin", reconnectWithin);
            if (deadAfter.compareTo(heartbeat.multipliedBy(2)) < 0) {
                throw new IllegalArgumentException("timing.deadAfter must be at least twice timing.heartbeat");
            }
        }
    }

    /**
     * How many frames a client may send within a while.
     *
     * @param badFrames bad ones before the connection is closed
     * @param messages messages before they are refused as too many
     * @param controls pings and pongs before the connection is closed
     * @param within the while
     */
    public record Flood(int badFrames, int messages, int controls, Duration within) {

        /** 20 bad ones, 500 messages, 200 pings or pongs in 10 seconds. */
        public static final Flood STANDARD = new Flood(20, 500, 200, Duration.ofSeconds(10));

        /** Refuses limits below 1. */
        public Flood {
            Positive.require("flood.badFrames", badFrames);
            Positive.require("flood.messages", messages);
            Positive.require("flood.controls", controls);
            Positive.require("flood.within", within);
        }
    }
}
