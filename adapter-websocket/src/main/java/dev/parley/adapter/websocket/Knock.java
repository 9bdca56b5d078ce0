package dev.parley.adapter.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A request that wants to become a WebSocket, as it came.
 *
 * @param method as it came
 * @param http11 whether it is HTTP/1.1
 * @param path undecoded, without the query
 * @param query undecoded; empty if there is none
 * @param address of the other end of the TCP connection
 * @param secure whether the TCP connection is encrypted
 * @param headers by name, in any case, each with its values in order
 */
record Knock(
        String method,
        boolean http11,
        String path,
        String query,
        String address,
        boolean secure,
        Map<String, List<String>> headers) {

    private static final String WEBSOCKET = "websocket";

    static Knock of(HttpRequestPacket request) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : request.getHeaders().names()) {
            headers.put(name, valuesOf(request, name));
        }
        String query = request.getQueryString();
        return new Knock(
                request.getMethod().getMethodString(),
                request.getProtocol() == Protocol.HTTP_1_1,
                request.getRequestURI(),
                query == null ? "" : query,
                request.getRemoteAddress(),
                request.isSecure(),
                headers);
    }

    /** Without query and headers, which may hold secrets. */
    @Override
    public String toString() {
        return "Knock[" + path + "]";
    }

    private static List<String> valuesOf(HttpRequestPacket request, String name) {
        var values = new ArrayList<String>();
        request.getHeaders().values(name).forEach(values::add);
        return List.copyOf(values);
    }

    /** Whether a request asks for a WebSocket, however badly. */
    static boolean isFor(HttpRequestPacket request) {
        String upgrade = request.getHeader("Upgrade");
        return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains(WEBSOCKET);
    }

    List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The one value of a header; empty if it is missing or repeated. */
    Optional<String> one(String name) {
        List<String> values = all(name);
        return values.size() == 1 ? Optional.of(values.getFirst().strip()) : Optional.empty();
    }

    /** Whether a list header holds an element, in any case. */
    boolean lists(String name, String element) {
        return HttpText.elements(all(name)).stream().anyMatch(element::equalsIgnoreCase);
    }

    boolean wantsWebSocket() {
        return one("Upgrade").filter(WEBSOCKET::equalsIgnoreCase).isPresent() && lists("Connection", "Upgrade");
    }

    /** The value of a query parameter; null if it is missing. The first one counts. */
    @Nullable
    String parameter(String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return null;
    }
}
