package dev.parley.bootstrap.metrics;

import dev.parley.adapter.llm.LlmProvidersAdapter;
import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.redis.RedisAdapter;
import dev.parley.adapter.rest.RestAdapter;
import dev.parley.adapter.websocket.WebSocketAdapter;
import dev.parley.application.port.out.ChatObserver;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.usecase.UseCases;
import dev.parley.bootstrap.settings.MetricsSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import org.glassfish.grizzly.http.server.HttpHandler;

/** Measures everything, for Prometheus to read. */
public final class Metrics implements Measuring {

    private final PrometheusMeterRegistry registry;
    private final Meters meters;
    private final Gauges gauges;
    private final Machine machine;
    private final Readers readers;

    private Metrics(MetricsSettings settings, Path folder) {
        this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        this.meters = new Meters(registry);
        this.gauges = new Gauges(meters);
        this.machine = Machine.shownIn(registry, folder);
        this.readers = new Readers(settings);
    }

    /**
     * Begins to measure, if that is wanted.
     *
     * @param version of the program, which is shown
     * @param folder on the disk that is shown
     */
    public static Measuring begin(MetricsSettings settings, String version, Path folder) {
        if (!settings.enabled()) {
            return NOTHING;
        }
        var metrics = new Metrics(settings, folder);
        metrics.meters.gauge("build.version", "1, for the version that runs.", () -> 1, "version", version);
        return metrics;
    }

    @Override
    public ChatObserver chat() {
        return new ChatMeters(meters);
    }

    @Override
    public WebSocketAdapter.Observer sockets() {
        return new SocketMeters(meters);
    }

    @Override
    public RestAdapter.Observer requests() {
        return new RequestMeters(meters);
    }

    @Override
    public LlmProvidersAdapter.Observer models() {
        return new ModelMeters(meters);
    }

    @Override
    public MssqlAdapter.Observer database() {
        return new DatabaseMeters(meters);
    }

    @Override
    public RedisAdapter.Observer redis() {
        return new RedisMeters(meters);
    }

    @Override
    public RateLimiter limiter(RateLimiter limiter) {
        return new MeasuredRateLimiter(limiter, meters);
    }

    @Override
    public <T> T store(Class<T> port, T store) {
        return TimedCalls.around(port, store, meters);
    }

    @Override
    public void watch(UseCases useCases) {
        gauges.of(useCases);
    }

    @Override
    public void watch(MssqlAdapter database) {
        gauges.of(database);
    }

    @Override
    public void watch(LlmProvidersAdapter models) {
        gauges.of(models);
    }

    @Override
    public void watch(WebSocketAdapter sockets) {
        gauges.of(sockets);
    }

    @Override
    public void watch(RestAdapter rest) {
        gauges.of(rest);
    }

    @Override
    public void watch(String name, CacheFigures cache) {
        gauges.of(name, cache);
    }

    @Override
    public HttpHandler page(HttpHandler pages) {
        return new MetricsPage(registry, readers, pages);
    }

    @Override
    public void close() {
        machine.close();
        registry.close();
    }
}
