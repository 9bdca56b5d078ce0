package dev.parley.adapter.websocket;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.memory.Buffers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before Grizzly's HTTP handlers. Requests that want to become WebSockets are examined on a virtual thread while
 * the connection is not read; what is refused gets an HTTP answer and a closed connection and never reaches Tyrus. Bytes
 * of open sockets go their way at once. Everything else passes.
 */
final class SocketFilter extends BaseFilter {

    private static final Logger LOG = LoggerFactory.getLogger(SocketFilter.class);

    /** What became of a connection that asked to be a WebSocket. */
    private static final Attribute<Fate> FATE =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(SocketFilter.class.getName() + ".fate");

    private final Gatekeeper gatekeeper;
    private final Upgrader upgrader;
    private final RequestIds ids;
    private final WebSocketAdapter.Observer observer;

    SocketFilter(Gatekeeper gatekeeper, Upgrader upgrader, RequestIds ids, WebSocketAdapter.Observer observer) {
        this.gatekeeper = gatekeeper;
        this.upgrader = upgrader;
        this.ids = ids;
        this.observer = observer;
    }

    private sealed interface Fate {

        /** Being examined, or refused: whatever else it sends is dropped. */
        record Outside() implements Fate {}

        /** A WebSocket. */
        record Inside(OpenSocket socket) implements Fate {}
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        HttpContent content = context.getMessage();
        return switch (FATE.get(context.getConnection())) {
            case Fate.Inside(var socket) -> frames(context, content, socket);
            case Fate.Outside ignored -> context.getStopAction();
            case null -> request(context, content);
        };
    }

    private NextAction request(FilterChainContext context, HttpContent content) {
        if (!(content.getHttpHeader() instanceof HttpRequestPacket request)) {
            return context.getInvokeAction();
        }
        if (!Knock.isFor(request)) {
            return plain(context, request);
        }
        FATE.set(context.getConnection(), new Fate.Outside());
        context.suspend();
        Thread.ofVirtual().name("parley-ws-upgrade").start(() -> {
            answer(context, content, request);
            context.resume(context.getStopAction());
        });
        return context.getSuspendAction();
    }

    /** A plain request for what is only there as a WebSocket; anything else is somebody else's. */
    private NextAction plain(FilterChainContext context, HttpRequestPacket request) {
        if (Target.of(request.getRequestURI()) == null) {
            return context.getInvokeAction();
        }
        refuse(context, request, Turnaway.plain());
        return context.getStopAction();
    }

    private void answer(FilterChainContext context, HttpContent content, HttpRequestPacket request) {
        try {
            Knock knock = Knock.of(request);
            switch (gatekeeper.examine(knock)) {
                case Gatekeeper.Verdict.Refused(var turnaway) -> refuse(context, request, turnaway);
                case Gatekeeper.Verdict.Admitted(var admission) -> open(context, content, request, knock, admission);
            }
        } catch (RuntimeException e) {
            LOG.warn("An upgrade could not be examined", e);
            refuse(context, request, Turnaway.unavailable("try again later"));
        }
    }

    private void open(
            FilterChainContext context,
            HttpContent content,
            HttpRequestPacket request,
            Knock knock,
            Admission admission) {
        Connection<SocketAddress> connection = connectionOf(context);
        OpenSocket socket = upgrader.upgrade(connection, knock, admission, headers -> {
            HttpResponsePacket response = request.getResponse();
            response.setStatus(101);
            response.setReasonPhrase("Switching Protocols");
            headers.forEach(response::setHeader);
            context.write(HttpContent.builder(response).build());
        });
        if (socket == null) {
            refuse(context, request, Turnaway.badRequest("not a WebSocket handshake"));
            return;
        }
        FATE.set(connection, new Fate.Inside(socket));
        pass(socket, content.getContent());
    }

    private NextAction frames(FilterChainContext context, HttpContent content, OpenSocket socket) {
        Buffer bytes = content.getContent();
        content.recycle();
        pass(socket, bytes);
        if (!socket.isFull()) {
            return context.getStopAction();
        }
        context.suspend();
        socket.pause(() -> context.resume(context.getStopAction()));
        return context.getSuspendAction();
    }

    private static void pass(OpenSocket socket, Buffer bytes) {
        if (!bytes.hasRemaining()) {
            return;
        }
        if (bytes.isComposite()) {
            var array = bytes.toByteBufferArray();
            ByteBuffer[] parts = array.getArray();
            for (int i = 0; i < array.size(); i++) {
                socket.read(parts[i]);
            }
            array.recycle();
        } else {
            socket.read(bytes.toByteBuffer());
        }
        bytes.tryDispose();
    }

    private void refuse(FilterChainContext context, HttpRequestPacket request, Turnaway turnaway) {
        observer.refused(turnaway.status());
        String id = ids.of(request.getHeader(RequestIds.HEADER));
        LOG.atDebug()
                .addKeyValue(RequestIds.LOG_KEY, id)
                .addKeyValue("status", turnaway.status())
                .log("A socket was refused: {}", turnaway.detail());
        byte[] body = turnaway.body(id).getBytes(StandardCharsets.UTF_8);
        HttpResponsePacket response = request.getResponse();
        // Else Grizzly leaves Content-Type away, as if the upgrade that was asked for were granted.
        request.setIgnoreContentModifiers(false);
        response.setStatus(turnaway.status());
        response.setReasonPhrase(turnaway.reason());
        response.setContentLength(body.length);
        response.setHeader("Content-Type", "application/problem+json");
        response.setHeader("Connection", "close");
        response.setHeader(RequestIds.HEADER, id);
        turnaway.headers().forEach(response::setHeader);
        context.write(HttpContent.builder(response)
                .content(Buffers.wrap(context.getMemoryManager(), body))
                .last(true)
                .build());
        // Closes when what was written is out.
        connectionOf(context).closeSilently();
    }

    @SuppressWarnings("unchecked")
    private static Connection<SocketAddress> connectionOf(FilterChainContext context) {
        return (Connection<SocketAddress>) context.getConnection();
    }
}
