package dev.parley.bootstrap.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.bootstrap.settings.MetricsSettings;
import dev.parley.domain.text.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.util.List;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who may read the figures: whoever shows the token, and whoever comes from a network that is named, without a proxy
 * between. What a proxy passes on comes from its own address, and might be anybody's.
 */
final class Readers {

    private static final String BEARER = "Bearer ";

    /** Whoever sends one of these is, or stands behind, a proxy; or pretends to, for which there is no reason. */
    private static final List<String> PROXYS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private final MetricsSettings settings;

    Readers(MetricsSettings settings) {
        this.settings = settings;
    }

    boolean admit(Request request) {
        return showsToken(request.getHeader("Authorization")) || comesFromNearby(request);
    }

    /** Whether there is a token to be shown. */
    boolean haveToken() {
        return settings.token() != null;
    }

    private boolean showsToken(@Nullable String authorization) {
        Secret token = settings.token();
        return token != null
                && authorization != null
                && MessageDigest.isEqual((BEARER + token.value()).getBytes(UTF_8), authorization.getBytes(UTF_8));
    }

    private boolean comesFromNearby(Request request) {
        return PROXYS.stream().allMatch(header -> request.getHeader(header) == null)
                && isNearby(request.getRemoteAddr());
    }

    private boolean isNearby(@Nullable String address) {
        if (address == null) {
            return false;
        }
        try {
            // An address as it is written, so nobody is asked for a name.
            return settings.networks().test(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
