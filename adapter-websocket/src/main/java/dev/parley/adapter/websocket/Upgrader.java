package dev.parley.adapter.websocket;

import java.net.SocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a WebSocket of an admitted request. Tyrus sees a request made by us: the path in its one form, no cookies, no
 * tokens, no extensions, and of the subprotocols only ours.
 */
final class Upgrader {

    private static final Logger LOG = LoggerFactory.getLogger(Upgrader.class);

    private static final int SWITCHING_PROTOCOLS = 101;

    private final WebSocketEngine engine;
    private final Shared shared;
    private final OpenSockets sockets;

    Upgrader(WebSocketEngine engine, Shared shared, OpenSockets sockets) {
        this.engine = engine;
        this.shared = shared;
        this.sockets = sockets;
    }

    /**
     * Upgrades, and takes the admission in any case.
     *
     * @param sendHead sends the answer's head, once, before any frame
     * @return null if Tyrus found fault with the request; nothing was sent then
     */
    @Nullable
    OpenSocket upgrade(
            Connection<SocketAddress> connection,
            Knock knock,
            Admission admission,
            Consumer<Map<String, String>> sendHead) {
        ChatConnection chat = new ChatConnection(admission, shared);
        OpenSocket socket = new OpenSocket(connection, knock.secure(), chat, shared);
        TyrusUpgradeResponse response = new TyrusUpgradeResponse();
        WebSocketEngine.UpgradeInfo upgrade = engine.upgrade(request(knock, admission, socket), response);
        // Tyrus calls 3xx, 401 and 503 successes too.
        if (upgrade.getStatus() != WebSocketEngine.UpgradeStatus.SUCCESS
                || response.getStatus() != SWITCHING_PROTOCOLS) {
            chat.abandon();
            return null;
        }
        // Grizzly would cut an idle connection after 30 seconds; we see to that ourselves.
        IdleTimeoutFilter.setCustomTimeout(connection, -1, TimeUnit.SECONDS);
        sendHead.accept(joined(response.getHeaders()));
        open(connection, socket, upgrade);
        return socket;
    }

    private void open(Connection<SocketAddress> connection, OpenSocket socket, WebSocketEngine.UpgradeInfo upgrade) {
        sockets.add(socket);
        shared.observer().opened();
        try {
            socket.open(upgrade);
        } catch (RuntimeException e) {
            LOG.warn("A socket could not be opened", e);
            socket.chat().abandon();
            connection.terminateSilently();
        }
        whenClosed(connection, () -> {
            sockets.remove(socket);
            socket.lost();
            shared.observer().closed(socket.closeCode());
        });
    }

    /** Calls at once if it is closed already. Grizzly has deprecated the type of the reason, but no listener without it. */
    @SuppressWarnings("deprecation")
    private static void whenClosed(Closeable connection, Runnable action) {
        CloseListener<Closeable, ?> listener = (closed, type) -> action.run();
        connection.addCloseListener(listener);
    }

    private UpgradeRequest request(Knock knock, Admission admission, OpenSocket socket) {
        RequestContext request = RequestContext.Builder.create()
                .requestURI(URI.create(admission.followed().path()))
                .secure(knock.secure())
                .remoteAddr(knock.address())
                .userPrincipal(new Endpoints.Pass(socket))
                .tyrusProperties(Map.of())
                .build();
        request.getHeaders().put("Host", knock.all("Host"));
        request.getHeaders().put("Upgrade", List.of("websocket"));
        request.getHeaders().put("Connection", List.of("Upgrade"));
        request.getHeaders().put("Sec-WebSocket-Version", knock.all("Sec-WebSocket-Version"));
        request.getHeaders().put("Sec-WebSocket-Key", knock.all("Sec-WebSocket-Key"));
        if (admission.speaksProtocol()) {
            request.getHeaders()
                    .put("Sec-WebSocket-Protocol", List.of(shared.config().subprotocol()));
        }
        return request;
    }

    private static Map<String, String> joined(Map<String, List<String>> headers) {
        Map<String, String> joined = new LinkedHashMap<>();
        headers.forEach((name, values) -> joined.put(name, String.join(", ", values)));
        return joined;
    }
}
