package dev.parley.bootstrap.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;

/**
 * Shows all figures at {@code /metrics}, as Prometheus reads them; other pages are somebody else's. Figures are asked for
 * on a thread of their own, since a queue may have to be asked how long it is.
 */
final class MetricsPage extends HttpHandler {

    static final String PATH = "/metrics";

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final Readers readers;
    private final HttpHandler others;
    private final Executor threads = task -> Thread.ofVirtual().name("metrics").start(task);

    MetricsPage(PrometheusMeterRegistry registry, Readers readers, HttpHandler others) {
        super("metrics");
        this.registry = registry;
        this.readers = readers;
        this.others = others;
    }

    @Override
    public void start() {
        others.start();
    }

    @Override
    public void destroy() {
        others.destroy();
    }

    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        RequestExecutorProvider usual = others.getRequestExecutorProvider();
        return request -> isForFigures(request) ? threads : usual.getExecutor(request);
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        if (!isForFigures(request)) {
            others.service(request, response);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!readers.admit(request)) {
            refuse(response);
        } else if (isRead(request)) {
            write(response, figures());
        } else {
            response.setHeader("Allow", "GET, HEAD");
            response.setStatus(405);
            write(response, text("Figures are read by GET.\n"));
        }
    }

    private static boolean isForFigures(Request request) {
        return PATH.equals(request.getRequestURI());
    }

    private static boolean isRead(Request request) {
        return Method.GET.equals(request.getMethod()) || Method.HEAD.equals(request.getMethod());
    }

    private void refuse(Response response) throws IOException {
        if (readers.haveToken()) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"metrics\"");
            response.setStatus(401);
        } else {
            response.setStatus(403);
        }
        write(response, text("Who may read this is set by metrics.networks and metrics.token.\n"));
    }

    private static byte[] text(String sentence) {
        return sentence.getBytes(UTF_8);
    }

    private byte[] figures() throws IOException {
        var bytes = new ByteArrayOutputStream(1 << 16);
        registry.scrape(bytes, TEXT);
        return bytes.toByteArray();
    }

    // Grizzly leaves the body of an answer to HEAD out by itself, and keeps its length.
    private static void write(Response response, byte[] body) throws IOException {
        response.setContentType(TEXT);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
