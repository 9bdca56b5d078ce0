package dev.parley.adapter.websocket;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who knocks: the credential and the address, wherever a request carries them. */
final class Visitor {

    private static final String BEARER = "Bearer ";
    private static final String BEARER_PROTOCOL = "bearer.";
    private static final String TICKET_PROTOCOL = "ticket.";

    private static final int LONGEST_ADDRESS = 64;
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    /** What is read as an address without asking anybody for a name. */
    private static final Pattern LITERAL =
            Pattern.compile("(" + OCTET + "\\.){3}" + OCTET + "|[0-9A-Fa-f.]*+:[0-9A-Fa-f:.]*+(%\\w++)?");

    private Visitor() {}

    /**
     * A ticket: the query parameter {@code ticket}, else of the subprotocol {@code ticket.<ticket>}; else a token: of the
     * bearer header, else of the subprotocol {@code bearer.<token>}, else of the cookie. The first that is there counts,
     * valid or not.
     */
    static Optional<Credential> credential(Knock knock, String cookie) {
        Optional<Credential> ticket = ticket(knock).map(Credential.Ticket::new);
        return ticket.or(() -> token(knock, cookie).map(Credential.Token::new));
    }

    private static Optional<String> ticket(Knock knock) {
        String inQuery = knock.parameter("ticket");
        return inQuery == null ? protocol(knock, TICKET_PROTOCOL) : Optional.of(decoded(inQuery));
    }

    private static Optional<String> token(Knock knock, String cookie) {
        if (!knock.all("Authorization").isEmpty()) {
            return knock.one("Authorization").flatMap(Visitor::bearer);
        }
        return protocol(knock, BEARER_PROTOCOL).or(() -> cookie(knock, cookie));
    }

    /** Without percent codes; what has broken ones is no ticket, and neither is nothing. */
    private static String decoded(String parameter) {
        try {
            return URLDecoder.decode(parameter.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /**
     * The visitor's address; what a proxy tells is believed only of trusted ones, and only if it is an address. Each
     * address is written in one form.
     */
    static String address(Knock knock, Predicate<InetAddress> trustedProxies) {
        if (!isOneOf(trustedProxies, knock.address())) {
            return knock.address();
        }
        for (String hop : HttpText.elements(knock.all("X-Forwarded-For")).reversed()) {
            InetAddress address = parsed(hop);
            if (address == null) {
                break;
            }
            if (!trustedProxies.test(address)) {
                return address.getHostAddress();
            }
        }
        return knock.address();
    }

    /** The host the visitor asked for: what a trusted proxy tells, else what the request says. */
    static String host(Knock knock, String asked, Predicate<InetAddress> trustedProxies) {
        if (!isOneOf(trustedProxies, knock.address())) {
            return asked;
        }
        return HttpText.elements(knock.all("X-Forwarded-Host")).stream()
                .findFirst()
                .orElse(asked);
    }

    /**
     * Where the visitor comes in: the host that was asked for, told by a trusted proxy if one does and if it is one host. A
     * proxy that added its own to what a stranger had written would leave open which counts.
     */
    static String door(Knock knock, String asked, Predicate<InetAddress> trustedProxies) {
        List<String> forwarded = knock.all("X-Forwarded-Host");
        return forwarded.isEmpty() || !isOneOf(trustedProxies, knock.address())
                ? asked
                : String.join(",", forwarded).strip();
    }

    /** The widget key: of the header, else the query parameter {@code widget_key}; null if there is none. */
    static @Nullable String widgetKey(Knock knock) {
        List<String> inHeader = knock.all("X-Parley-Widget-Key");
        return inHeader.isEmpty() ? knock.parameter("widget_key") : String.join(",", inHeader);
    }

    private static boolean isOneOf(Predicate<InetAddress> addresses, String text) {
        InetAddress address = parsed(text);
        return address != null && addresses.test(address);
    }

    /** Null if it is no address. */
    private static @Nullable InetAddress parsed(String text) {
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

    private static Optional<String> bearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? notEmpty(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static Optional<String> protocol(Knock knock, String prefix) {
        return HttpText.elements(knock.all("Sec-WebSocket-Protocol")).stream()
                .filter(protocol -> protocol.startsWith(prefix))
                .map(protocol -> protocol.substring(prefix.length()))
                .findFirst();
    }

    private static Optional<String> cookie(Knock knock, String name) {
        return knock.all("Cookie").stream()
                .flatMap(header -> List.of(header.split(";", -1)).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst()
                .flatMap(Visitor::notEmpty);
    }

    private static Optional<String> notEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
