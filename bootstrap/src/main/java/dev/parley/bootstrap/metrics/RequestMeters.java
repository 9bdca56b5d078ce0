package dev.parley.bootstrap.metrics;

import dev.parley.adapter.rest.RestAdapter;
import dev.parley.domain.error.ErrorCode;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Times requests. */
final class RequestMeters implements RestAdapter.Observer {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final String NOWHERE = "none";

    private final Meters meters;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
    private final ErrorMeters errors;

    /** What counts as the same. All of it is from closed lists. */
    private record Kind(String method, String route, String status, boolean held) {}

    RequestMeters(Meters meters) {
        this.meters = meters;
        this.errors = new ErrorMeters(meters, "http");
    }

    @Override
    public void answered(String method, @Nullable String route, int status, boolean held, long nanos) {
        var kind = new Kind(
                METHODS.contains(method) ? method : Labels.OTHER,
                route == null ? NOWHERE : route,
                Labels.statusClass(status),
                held);
        timers.computeIfAbsent(kind, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        String[] labels = {"method", kind.method(), "route", kind.route(), "status", kind.status()};
        return kind.held()
                ? meters.timer("http.held", "Requests that last as long as a reply does.", Scale.COARSE, labels)
                : meters.timer("http.request", "Requests, from their arrival to the end.", Scale.MIDDLE, labels);
    }

    @Override
    public void complained(ErrorCode code) {
        errors.count(code);
    }
}
