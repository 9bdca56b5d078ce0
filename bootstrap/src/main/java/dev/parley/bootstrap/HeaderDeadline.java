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
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Cuts connections whose request header takes too long. Grizzly's own idle limit begins anew with every byte, so that a
 * client could hold a connection for ever by a byte now and then.
 */
final class HeaderDeadline implements AddOn, AutoCloseable {

    private final Map<Connection<?>, Long> arriving = new ConcurrentHashMap<>();
    private final long withinNanos;
    private final ScheduledExecutorService sweeper;

    HeaderDeadline(Duration within) {
        this.withinNanos = within.toNanos();
        this.sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("http-header-deadline").factory());
        long every = Math.max(1, within.toMillis() / 10);
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
        arriving.forEach((connection, since) -> {
            if (now - since > withinNanos) {
                arriving.remove(connection);
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
        public NextAction handleRead(FilterChainContext context) {
            arriving.putIfAbsent(context.getConnection(), System.nanoTime());
            return context.getInvokeAction();
        }

        @Override
        public NextAction handleClose(FilterChainContext context) {
            arriving.remove(context.getConnection());
            return context.getInvokeAction();
        }
    }

    /** Stands behind the parser: is reached when a header is complete, and by everything that comes after it. */
    private final class HeaderComplete extends BaseFilter {

        @Override
        public NextAction handleRead(FilterChainContext context) {
            arriving.remove(context.getConnection());
            return context.getInvokeAction();
        }
    }
}
