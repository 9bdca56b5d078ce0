package dev.parley.bootstrap.tracing;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.bootstrap.settings.TracingSettings;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Traces questions, for a collector that speaks OTLP. What spans cost a reply is to be put into a queue: if that is full,
 * since the collector does not take them, they are dropped.
 */
public final class Traces implements Tracing {

    private static final int QUEUE = 8_192;
    private static final Duration HAND_OVER_EVERY = Duration.ofSeconds(1);
    private static final Duration HAND_OVER_WITHIN = Duration.ofSeconds(10);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final String H2 = "H2";

    private final SdkTracerProvider provider;
    private final Spans spans;
    private final RunningSpans running = new RunningSpans();
    private final IdGenerator ids;
    private final InstantSource clock;

    private Traces(SpanProcessor processor, Resource resource, double ratio, IdGenerator ids, InstantSource clock) {
        var given = new GivenIds();
        // Whether a question is traced was asked before.
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(resource))
                .setSampler(Sampler.alwaysOn())
                .setIdGenerator(given)
                .addSpanProcessor(processor)
                .build();
        this.spans = new Spans(provider.get("dev.parley"), given, new Questions(ratio));
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Begins to trace, if that is wanted. Does not wait for the collector.
     *
     * @param version of the program, which is told
     * @param node the node's name, which is told
     */
    public static Tracing begin(
            TracingSettings settings, String version, String node, IdGenerator ids, InstantSource clock) {
        if (!settings.isOn()) {
            return NOTHING;
        }
        var resource = Resource.create(Attributes.builder()
                .put("service.name", settings.serviceName())
                .put("service.version", version)
                .put("service.instance.id", node)
                .build());
        return new Traces(handingOver(exporter(settings)), resource, settings.sampleRatio(), ids, clock);
    }

    private static SpanProcessor handingOver(SpanExporter exporter) {
        return BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(QUEUE)
                .setScheduleDelay(HAND_OVER_EVERY)
                .setExporterTimeout(HAND_OVER_WITHIN)
                .build();
    }

    private static SpanExporter exporter(TracingSettings settings) {
        URI collector = requireNonNull(settings.collector(), "collector");
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(collector.toString())
                .setTimeout(HAND_OVER_WITHIN)
                .setConnectTimeout(HAND_OVER_WITHIN)
                .setMeterProvider(MeterProvider.noop());
        TracingSettings.Header header = settings.header();
        if (header != null) {
            exporter.addHeader(header.name(), header.value());
        }
        return new TellingExporter(exporter.build(), collector.getAuthority());
    }

    @Override
    public SendMessage sending(SendMessage sending) {
        return new TracedSending(sending, spans, ids, clock);
    }

    @Override
    public FollowSession following(FollowSession following) {
        return new TracedFollowing(following, spans);
    }

    @Override
    public ReplyJobs replies(ReplyJobs replies) {
        return new TracedReplyJobs(replies, spans, running);
    }

    @Override
    public LanguageModel model(String kind, String name, LanguageModel model) {
        return new TracedLanguageModel(model, kind, name, spans);
    }

    @Override
    public <T> T store(Class<T> port, String database, T store) {
        return TracedCalls.around(port, store, database.equals(H2) ? "h2database" : "microsoft.sql_server", spans);
    }

    @Override
    public void close() {
        running.close();
        provider.shutdown().join(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
