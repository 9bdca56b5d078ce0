package dev.parley.adapter.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.RequestExecutorProvider;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.Level;

/**
 * Jersey's handler in a coat of our own: each request runs on a virtual thread, has an id that is in the logs and in the
 * answer, and is answered in our words even where Jersey can't.
 */
final class RestHandler extends HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RestHandler.class);

    private static final Marker ACTION = MarkerFactory.getMarker("action");
    private static final Marker PERFORMANCE = MarkerFactory.getMarker("performance");

    /** Below it nothing is worth a line, whatever the log's own threshold. */
    private static final long SLOW_FROM_MILLIS = 100;

    private final HttpHandler jersey;
    private final Executor threads;
    private final RequestIds requestIds;
    private final Predicate<InetAddress> trustedProxies;
    private final RestAdapter.Observer observer;

    RestHandler(
            HttpHandler jersey,
            Executor threads,
            RequestIds requestIds,
            Predicate<InetAddress> trustedProxies,
            RestAdapter.Observer observer) {
        super("rest");
        this.jersey = jersey;
        this.threads = threads;
        this.requestIds = requestIds;
        this.trustedProxies = trustedProxies;
        this.observer = observer;
    }

    @Override
    public void start() {
        jersey.start();
    }

    @Override
    public void destroy() {
        jersey.destroy();
    }

    @Override
    public RequestExecutorProvider getRequestExecutorProvider() {
        return request -> threads;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        String id = requestIds.of(request.getHeader(RequestIds.HEADER));
        request.setAttribute(RequestIds.PROPERTY, id);
        Sources.note(request, trustedProxies);
        head(response, id);
        MDC.put(RequestIds.LOG_KEY, id);
        long begun = System.nanoTime();
        try {
            jersey.service(request, response);
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                LOG.debug("An answer could not be sent whole", e);
                throw e;
            }
            lastWord(request, response, id, e);
        } finally {
            long nanos = System.nanoTime() - begun;
            tell(request, response, TimeUnit.NANOSECONDS.toMillis(nanos));
            observer.answered(
                    request.getMethod().getMethodString(),
                    (String) request.getAttribute(Observed.ROUTE),
                    response.getStatus(),
                    waits(request, response),
                    nanos);
            MDC.clear();
        }
    }

    /** The path without its query, which may hold what nobody should read. */
    private static void tell(Request request, Response response, long millis) {
        boolean slow = millis >= SLOW_FROM_MILLIS && !waits(request, response);
        if (!slow && !LOG.isDebugEnabled(ACTION)) {
            return;
        }
        LOG.atLevel(slow ? Level.WARN : Level.DEBUG)
                .addMarker(slow ? PERFORMANCE : ACTION)
                .addKeyValue("duration_ms", millis)
                .addKeyValue("type", request.getMethod() + " " + request.getRequestURI())
                .addKeyValue("status", response.getStatus())
                .log("A request was answered");
    }

    /** Whether it takes as long as a reply does, as it should. */
    private static boolean waits(Request request, Response response) {
        String query = request.getQueryString();
        return String.valueOf(response.getContentType()).startsWith("text/event-stream")
                || (query != null && query.contains("wait=true"));
    }

    private static void head(Response response, String id) {
        response.setHeader(RequestIds.HEADER, id);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
    }

    private static void lastWord(Request request, Response response, String id, RuntimeException failure)
            throws IOException {
        Problem problem =
                request.getAttribute(FirstFilter.REACHED) == null ? FailureMapper.plain(400) : broken(failure);
        byte[] body = Json.bytes(problem.withRequestId(id));
        response.reset();
        head(response, id);
        response.setStatus(problem.status());
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static Problem broken(RuntimeException failure) {
        LOG.error("A request failed outside all resources: {}", failure.toString(), failure);
        return FailureMapper.broken();
    }
}
