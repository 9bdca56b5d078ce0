package dev.parley.bootstrap.settings;

import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server as seen from the web.
 *
 * @param allowedOrigins web sites that may use it, besides its own pages
 * @param publicUrl how people reach it; null for as the request says
 * @param trustedProxies proxies whose forwarding headers are believed
 * @param connections how many sockets there may be
 */
public record WebSettings(
        Set<String> allowedOrigins, @Nullable URI publicUrl, Set<InetAddress> trustedProxies, Connections connections) {

    /** Copies the sets. */
    public WebSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
        trustedProxies = Set.copyOf(trustedProxies);
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
