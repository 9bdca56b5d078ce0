package dev.parley.bootstrap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.MimeHeaders;

/**
 * Refuses with 400, and closes, what Grizzly would let through or answer with 500: targets that are not well formed or
 * climb, tunnels, fields without a name, two hosts or one that can be none, and codings of a body it does not know. A chunked request is the last of its
 * connection, so that one that also tells a length can smuggle nothing.
 */
final class StrictRequests extends BaseFilter implements AddOn {

    // Unreserved, reserved and whole percent codes; no backslash, no encoded slash, backslash or NUL. Possessive, since
    // the other repetition of alternatives goes a level deeper into the stack with every character.
    private static final Pattern TARGET =
            Pattern.compile("(?:[A-Za-z0-9._~:/?@!$&'()*+,;=|{}\\[\\]^`\"-]|%(?!00|2[fF]|5[cC])[0-9A-Fa-f]{2})*+");
    private static final Pattern CLIMBS = Pattern.compile("(?i).*/(?:\\.|%2e){1,2}(?:[/;].*)?");
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._~-]{1,255}+|\\[[0-9A-Fa-f:.]{2,45}+])(?::[0-9]{1,5})?");
    private static final Set<Method> TUNNELS = Set.of(Method.CONNECT, Method.PRI);
    private static final String CHECKED = "dev.parley.checked";

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder filters) {
        filters.add(filters.indexOfType(HttpServerFilter.class) + 1, this);
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        if (context.getMessage() instanceof HttpContent content
                && content.getHttpHeader() instanceof HttpRequestPacket request
                && request.getAttribute(CHECKED) == null) {
            request.setAttribute(CHECKED, true);
            if (!isStrict(request)) {
                return refuse(context, request);
            }
            if (isLast(request)) {
                request.getProcessingState().setKeepAlive(false);
            }
        }
        return context.getInvokeAction();
    }

    // Beside chunks Grizzly has removed a Content-Length, as it may; then nothing may come after this request. And
    // after
    // an offer to upgrade that nobody took it sometimes closes the connection without having said so.
    private static boolean isLast(HttpRequestPacket request) {
        return request.isChunked() || (request.isUpgrade() && !isHandshake(request));
    }

    // Grizzly takes every Upgrade field for an upgrade and then finds no end of the body; clients that offer h2c would
    // wait for ever for their answer. Only a WebSocket handshake is one here.
    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) {
        if (event instanceof HttpEvents.IncomingHttpUpgradeEvent upgrade
                && upgrade.getHttpHeader() instanceof HttpRequestPacket request
                && !isHandshake(request)) {
            request.setIgnoreContentModifiers(false);
        }
        return context.getInvokeAction();
    }

    /** Whether it asks for a WebSocket as one has to. */
    static boolean isHandshake(HttpRequestPacket request) {
        return "websocket".equalsIgnoreCase(request.getUpgrade())
                && request.getMethod().equals(Method.GET)
                && request.getContentLength() <= 0
                && !request.isChunked();
    }

    private static boolean isStrict(HttpRequestPacket request) {
        String path = request.getRequestURI();
        return !TUNNELS.contains(request.getMethod())
                && TARGET.matcher(path).matches()
                && !CLIMBS.matcher(path).matches()
                && isUtf8(path)
                && hasOneHost(request.getHeaders())
                && hasKnownCoding(request.getHeaders())
                && hasNames(request.getHeaders());
    }

    private static boolean isUtf8(String path) {
        var bytes = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '%') {
                bytes.write(Integer.parseInt(path, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(path.charAt(i));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .hasRemaining();
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    // The host of a target that is a whole address has taken the field's place by now. Who speaks HTTP/1.0 may name
    // none.
    private static boolean hasOneHost(MimeHeaders headers) {
        int hosts = 0;
        for (String host : headers.values(Header.Host)) {
            hosts++;
            if (!HOST.matcher(host).matches()) {
                return false;
            }
        }
        return hosts <= 1;
    }

    private static boolean hasKnownCoding(MimeHeaders headers) {
        var coding = headers.getValue(Header.TransferEncoding);
        return coding == null || coding.equalsIgnoreCase("chunked");
    }

    private static boolean hasNames(MimeHeaders headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.getName(i).getLength() == 0) {
                return false;
            }
        }
        return true;
    }

    private static NextAction refuse(FilterChainContext context, HttpRequestPacket request) {
        HttpResponsePacket response = request.getResponse();
        response.setStatus(400);
        response.setReasonPhrase("Bad Request");
        response.setContentLength(0);
        response.setHeader(Header.Connection, "close");
        context.write(HttpContent.builder(response).last(true).build());
        // Not at once, but when what was written is out.
        context.getConnection().closeSilently();
        return context.getStopAction();
    }
}
