package dev.parley.bootstrap;

import java.io.IOException;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpHandlerRegistration;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.ServerConfiguration;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one HTTP server: a listener that carries the API, the pages, and what add-ons (WebSocket) put before them. */
final class HttpHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpHost.class);

    /**
     * What is left of a body once its request was answered is read and dropped, for no longer than a body may take: if the
     * connection was closed while a client still writes, the answer would be lost with it. Whose rest is larger than this has
     * said so and is not waited for.
     */
    private static final long LARGEST_REST_TO_SKIP = 32 << 20;

    private final HttpServer server;
    private final NetworkListener listener;
    private final RequestDeadline requestDeadline;

    private HttpHost(HttpServer server, NetworkListener listener, RequestDeadline requestDeadline) {
        this.server = server;
        this.listener = listener;
        this.requestDeadline = requestDeadline;
    }

    /**
     * Starts to listen. Returns when connections are taken.
     *
     * @param api answers everything below its paths
     * @param apiPaths URL patterns like {@code /api/*}
     * @param pages answers everything else
     * @param addOns may register add-ons on the listener before it starts
     * @throws StartFailure if the address can't be listened on
     */
    static HttpHost start(
            HttpHostConfig config,
            HttpHandler api,
            List<String> apiPaths,
            HttpHandler pages,
            Consumer<NetworkListener> addOns) {
        BrokenBodies.areNoFailure();
        var listener = listener(config);
        var requestDeadline = new RequestDeadline(config.headerWithin(), config.bodyWithin());
        listener.registerAddOn(requestDeadline);
        listener.registerAddOn(new StrictRequests());
        addOns.accept(listener);
        var server = server(api, apiPaths, pages);
        server.addListener(listener);
        var host = new HttpHost(server, listener, requestDeadline);
        try {
            server.start();
        } catch (IOException | UnresolvedAddressException e) {
            host.close();
            throw new StartFailure(reason(config, e), e);
        }
        return host;
    }

    private static NetworkListener listener(HttpHostConfig config) {
        var listener = new NetworkListener("http", config.host(), config.port());
        listener.setMaxHttpHeaderSize(config.largestHeader());
        listener.setMaxRequestHeaders(config.mostHeaderFields());
        listener.getKeepAlive()
                .setIdleTimeoutInSeconds(Math.toIntExact(config.idleWithin().toSeconds()));
        listener.getKeepAlive().setMaxRequestsCount(config.mostRequests());
        listener.setDefaultErrorPageGenerator(new PlainErrorPages());
        listener.setTraceEnabled(false);
        TCPNIOTransport transport = listener.getTransport();
        // Never on the selector: what blocks there stops every connection.
        transport.setIOStrategy(WorkerThreadIOStrategy.getInstance());
        transport.setWorkerThreadPoolConfig(ThreadPoolConfig.defaultConfig()
                .setPoolName("http-io")
                .setCorePoolSize(config.ioThreads())
                .setMaxPoolSize(config.ioThreads()));
        transport.setTcpNoDelay(true);
        transport.setWriteTimeout(config.writeWithin().toMillis(), TimeUnit.MILLISECONDS);
        return listener;
    }

    private static HttpServer server(HttpHandler api, List<String> apiPaths, HttpHandler pages) {
        var server = new HttpServer();
        ServerConfiguration configuration = server.getServerConfiguration();
        configuration.setName("parley");
        configuration.setDefaultErrorPageGenerator(new PlainErrorPages());
        configuration.setMaxPayloadRemainderToSkip(LARGEST_REST_TO_SKIP);
        configuration.setTraceEnabled(false);
        configuration.addHttpHandler(
                api, apiPaths.stream().map(HttpHost::registration).toArray(HttpHandlerRegistration[]::new));
        configuration.addHttpHandler(pages, registration("/*"));
        return server;
    }

    private static HttpHandlerRegistration registration(String pattern) {
        return HttpHandlerRegistration.builder()
                .contextPath("")
                .urlPattern(pattern)
                .build();
    }

    private static String reason(HttpHostConfig config, Exception failure) {
        String address = config.host() + ":" + config.port();
        return switch (failure) {
            case BindException taken ->
                "Can't listen on " + address + ": " + taken.getMessage()
                        + ". If another program uses the port, stop it, or choose another by PARLEY_HTTP_PORT.";
            case UnresolvedAddressException unknown ->
                "Can't listen on " + address + ": no such host. Set PARLEY_HTTP_HOST to an address of this machine.";
            default -> "Can't listen on " + address + ": " + failure.getMessage();
        };
    }

    /** The port it listens on. */
    int port() {
        return listener.getPort();
    }

    /**
     * Stops in order: takes no more connections, lets {@code drain} bring what runs to an end, waits for the requests
     * that are still being answered, drops what is left. Blocks for as long as drain does and {@code atMost} longer.
     */
    void stop(Duration atMost, Runnable drain) {
        listener.getTransport().unbindAll();
        drain.run();
        try {
            server.shutdown(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    .get(atMost.toMillis() + 500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Requests were still being answered when the server stopped", e);
        } finally {
            close();
        }
    }

    /** Stops at once. Idempotent. */
    @Override
    public void close() {
        requestDeadline.close();
        server.shutdownNow();
    }
}
