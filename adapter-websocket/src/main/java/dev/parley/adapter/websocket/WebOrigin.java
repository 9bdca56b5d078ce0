package dev.parley.adapter.websocket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a page comes from, in the form in which origins are compared.
 *
 * @param scheme http or https
 * @param host in lower case
 * @param port never left out
 */
record WebOrigin(String scheme, String host, int port) {

    /** Reads an {@code Origin} header; empty for {@code null} and whatever else is no web origin. */
    static Optional<WebOrigin> parse(String text) {
        try {
            URI uri = new URI(text.toLowerCase(Locale.ROOT));
            return isBare(uri) ? Optional.of(of(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether a page of this origin was served by the host a {@code Host} header names. */
    boolean isServedBy(String hostHeader) {
        return parse(scheme + "://" + hostHeader).filter(this::equals).isPresent();
    }

    private static boolean isBare(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static WebOrigin of(URI uri) {
        int standardPort = "https".equals(uri.getScheme()) ? 443 : 80;
        return new WebOrigin(uri.getScheme(), uri.getHost(), uri.getPort() < 0 ? standardPort : uri.getPort());
    }
}
