package dev.parley.bootstrap;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Cuts connections whose requests take too long to arrive. Grizzly's own idle limit begins anew with every byte, so that
 * a client could hold a connection for ever by a byte now and then.
 *
 * <p>The first header counts from when the connection was opened, so that what comes before it, a TLS handshake or
 * nothing at all, counts too; each later one counts from its first byte. A body has its time from the end of its header,
 * and more for what has come.
 */
final class RequestDeadline implements AddOn, AutoCloseable {

    private static final String BODY_BEGUN = "dev.parley.body_begun";
    private static final long SLOWEST_BYTES_A_SECOND = 10 * 1_024;

    private final Map<Connection<?>, Long> dueAt = new ConcurrentHashMap<>();
    private final long headerNanos;
    private final long bodyNanos;
    private final ScheduledExecutorService sweeper;

    RequestDeadline(Duration header, Duration body) {
        this.headerNanos = header.toNanos();
        this.bodyNanos = body.toNanos();
        this.sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("http-request-deadline").factory());
        long every = Math.max(1, header.toMillis() / 10);
        var unused = sweeper.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder filters) {
        int codec = filters.indexOfType(HttpServerFilter.class);
        filters.add(codec + 1, new HeaderComplete());
        filters.add(codec, new BytesArrive());
    }

    private void sweep() {
        long now = System.nanoTime();
        dueAt.forEach((connection, due) -> {
            if (now - due > 0) {
                dueAt.remove(connection);
                connection.terminateSilently();
            }
        });
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }

    /** Stands before the parser: sees bytes. */
    private final class BytesArrive extends BaseFilter {

        @Override
        public NextAction handleAccept(FilterChainContext context) {
            begin(context);
            return context.getInvokeAction();
        }

        @Override
        public NextAction handleRead(FilterChainContext context) {
            begin(context);
            return context.getInvokeAction();
        }

        private void begin(FilterChainContext context) {
            dueAt.putIfAbsent(context.getConnection(), System.nanoTime() + headerNanos);
        }

        @Override
        public NextAction handleClose(FilterChainContext context) {
            dueAt.remove(context.getConnection());
            return context.getInvokeAction();
        }
    }

    /** Stands behind the parser: is reached when a header is complete, and by everything that comes after it. */
    private final class HeaderComplete extends BaseFilter {

        @Override
        public NextAction handleRead(FilterChainContext context) {
            Connection<?> connection = context.getConnection();
            if (context.getMessage() instanceof HttpContent content
                    && content.getHttpHeader() instanceof HttpRequestPacket request
                    && !content.isLast()
                    && !StrictRequests.isHandshake(request)) {
                await(connection, request, content.getContent().remaining());
            } else {
                dueAt.remove(connection);
            }
            return context.getInvokeAction();
        }

        private void await(Connection<?> connection, HttpRequestPacket request, int bytes) {
            if (request.getAttribute(BODY_BEGUN) == null) {
                request.setAttribute(BODY_BEGUN, true);
                dueAt.put(connection, System.nanoTime() + bodyNanos);
            }
            long earned = TimeUnit.SECONDS.toNanos(bytes) / SLOWEST_BYTES_A_SECOND;
            dueAt.computeIfPresent(connection, (same, due) -> due + earned);
        }
    }
}
