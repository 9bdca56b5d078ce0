package dev.parley.bootstrap;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers with every answer, whoever gave it, what they must not do with it. What an answer says itself stands:
 * pages allow themselves what they need, everything else needs nothing. To be registered after whatever answers.
 */
final class AnswerHeaders extends BaseFilter implements AddOn {

    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Permissions-Policy",
                    "camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()");
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Duration hsts;
    private final boolean alwaysSecure;
    private final Predicate<InetAddress> trustedProxies;

    /**
     * Adds to all answers of a listener.
     *
     * @param hsts for how long browsers shall come by HTTPS only, once they did; 0 for not at all
     * @param alwaysSecure whether people come by HTTPS, however it looks from here
     * @param trustedProxies who is believed about that
     */
    AnswerHeaders(Duration hsts, boolean alwaysSecure, Predicate<InetAddress> trustedProxies) {
        this.hsts = hsts;
        this.alwaysSecure = alwaysSecure;
        this.trustedProxies = trustedProxies;
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder filters) {
        filters.add(filters.indexOfType(HttpServerFilter.class) + 1, this);
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) {
        if (context.getMessage() instanceof HttpPacket packet
                && packet.getHttpHeader() instanceof HttpResponsePacket response
                && !response.isCommitted()
                && response.getStatus() != SWITCHING_PROTOCOLS) {
            add(response, context.getConnection());
        }
        return context.getInvokeAction();
    }

    private void add(HttpResponsePacket response, Connection<?> connection) {
        ALWAYS.forEach((name, value) -> {
            if (!response.containsHeader(name)) {
                response.setHeader(name, value);
            }
        });
        if (hsts.isPositive() && isSecure(response.getRequest(), connection)) {
            response.setHeader("Strict-Transport-Security", "max-age=" + hsts.toSeconds());
        }
    }

    private boolean isSecure(HttpRequestPacket request, Connection<?> connection) {
        return alwaysSecure
                || request.isSecure()
                || (saysHttps(request.getHeader("X-Forwarded-Proto")) && isTrusted(connection));
    }

    private static boolean saysHttps(@Nullable String forwarded) {
        return forwarded != null && forwarded.split(",", 2)[0].strip().equalsIgnoreCase("https");
    }

    private boolean isTrusted(Connection<?> connection) {
        return connection.getPeerAddress() instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && trustedProxies.test(peer.getAddress());
    }
}
