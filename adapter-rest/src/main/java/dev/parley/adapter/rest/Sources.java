package dev.parley.adapter.rest;

import dev.parley.application.port.in.Source;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** Where requests come from. What a proxy tells is believed only of trusted ones. */
final class Sources {

    private static final String ADDRESS = "dev.parley.address";
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int LONGEST_DEVICE = 200;
    private static final int LONGEST_ADDRESS = 64;

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    /** What is read as an address without asking anybody for a name. */
    private static final Pattern LITERAL =
            Pattern.compile("(" + OCTET + "\\.){3}" + OCTET + "|[0-9A-Fa-f.]*+:[0-9A-Fa-f:.]*+(%\\w++)?");

    private Sources() {}

    /** Notes on a request where it comes from. */
    static void note(Request request, Predicate<InetAddress> isTrusted) {
        InetAddress peer = peer(request);
        if (peer == null) {
            return;
        }
        boolean viaProxy = isTrusted.test(peer);
        if (viaProxy) {
            request.setAttribute(ClientView.VIA_PROXY, true);
        }
        String address = viaProxy ? forwarded(request, isTrusted, peer) : peer.getHostAddress();
        request.setAttribute(ADDRESS, address);
    }

    private static @Nullable InetAddress peer(Request request) {
        return request.getRequest().getConnection().getPeerAddress() instanceof InetSocketAddress peer
                ? peer.getAddress()
                : null;
    }

    /** The first hop that is not ours, counted from the nearest. Some proxies add a header instead of to the last one. */
    private static String forwarded(Request request, Predicate<InetAddress> isTrusted, InetAddress peer) {
        String header = String.join(",", request.getHeaders(FORWARDED_FOR));
        List<String> hops = Arrays.stream(header.split(","))
                .map(String::strip)
                .filter(hop -> !hop.isEmpty())
                .toList();
        for (String hop : hops.reversed()) {
            InetAddress address = address(hop);
            if (address == null) {
                break;
            }
            if (!isTrusted.test(address)) {
                return address.getHostAddress();
            }
        }
        return peer.getHostAddress();
    }

    private static @Nullable InetAddress address(String text) {
        if (!isLiteral(text)) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null; // looks like an address and is none
        }
    }

    /** Whether it looks like an address. A visitor may have written it, so a long one is not looked at. */
    static boolean isLiteral(CharSequence text) {
        return text.length() <= LONGEST_ADDRESS && LITERAL.matcher(text).matches();
    }

    static Source of(ContainerRequestContext request) {
        String device = request.getHeaderString(HttpHeaders.USER_AGENT);
        return new Source(
                request.getProperty(ADDRESS) instanceof String address ? address : null,
                device == null || device.length() <= LONGEST_DEVICE ? device : device.substring(0, LONGEST_DEVICE));
    }
}
