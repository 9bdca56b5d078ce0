package dev.parley.adapter.rest;

import dev.parley.domain.session.SessionId;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a client sees this server.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host and port as the client wrote them
 * @param websocketPath where sockets are opened
 */
record ClientView(String scheme, String authority, String websocketPath) {

    /** Set on a request that came straight from a trusted proxy. */
    static final String VIA_PROXY = "dev.parley.via_proxy";

    private static final String USER_SOCKET = "/ws/user/";
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9._\\[\\]:-]{1,255}");

    /** From the configured address, else the trusted proxy's headers, else the request's own host. */
    static ClientView of(ContainerRequestContext request, RestConfig config) {
        URI base = config.publicAddress() == null ? request.getUriInfo().getBaseUri() : config.publicAddress();
        String scheme = base.getScheme();
        String authority = base.getAuthority();
        if (config.publicAddress() == null) {
            authority = usable(request.getHeaderString("Host"), authority);
            if (request.getProperty(VIA_PROXY) != null) {
                scheme = usable(first(request.getHeaderString("X-Forwarded-Proto")), scheme);
                authority = usable(first(request.getHeaderString("X-Forwarded-Host")), authority);
            }
        }
        return new ClientView(scheme.equalsIgnoreCase("https") ? "https" : "http", authority, config.websocketPath());
    }

    boolean secure() {
        return scheme.equals("https");
    }

    String websocketUrl(SessionId session) {
        return (secure() ? "wss://" : "ws://") + authority + websocketPath + session + "/";
    }

    /** Where the user's own socket is opened. */
    String userWebsocketUrl() {
        return (secure() ? "wss://" : "ws://") + authority + USER_SOCKET;
    }

    /** Whether a browser's Origin is a page of ours. A proxy may have ended TLS before us, so the scheme is not compared. */
    boolean isOrigin(String origin) {
        int slashes = origin.indexOf("://");
        return slashes > 0 && plain(origin.substring(slashes + 3)).equals(plain(authority));
    }

    private static String plain(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        if (lower.endsWith(":80")) {
            return lower.substring(0, lower.length() - 3);
        }
        return lower.endsWith(":443") ? lower.substring(0, lower.length() - 4) : lower;
    }

    // The nearest proxy appends; what stands first came from the browser's side of a chain of our own proxies.
    private static @Nullable String first(@Nullable String values) {
        return values == null ? null : values.split(",", 2)[0].strip();
    }

    private static String usable(@Nullable String given, String otherwise) {
        return given != null && AUTHORITY.matcher(given).matches() ? given : otherwise;
    }
}
