package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server as seen from the web.
 *
 * @param allowedOrigins web sites that may use it, besides its own pages
 * @param publicUrl how people reach it; null for as the request says
 * @param trustedProxies proxies whose forwarding headers are believed
 * @param hsts for how long browsers are told to come by HTTPS only; 0 for not at all
 * @param connections how many sockets there may be
 */
public record WebSettings(
        Set<String> allowedOrigins,
        @Nullable URI publicUrl,
        Networks trustedProxies,
        Duration hsts,
        Connections connections) {

    /** Copies the set; refuses nulls. */
    public WebSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
        requireNonNull(trustedProxies, "trustedProxies");
        requireNonNull(hsts, "hsts");
    }

    /**
     * How many sockets there may be.
     *
     * @param perUser of one user
     * @param perAddress from one network address
     * @param all on this node
     */
    public record Connections(int perUser, int perAddress, int all) {}
}
