package dev.parley.bootstrap.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Spans that are kept in memory when they end. */
final class EndedSpans implements SpanExporter {

    private final Queue<SpanData> ended = new ConcurrentLinkedQueue<>();
    private final GivenIds ids = new GivenIds();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .addSpanProcessor(SimpleSpanProcessor.create(this))
            .build();

    /** Makes spans, of so many questions. */
    Spans spans(double ratio) {
        return new Spans(provider.get("test"), ids, new Questions(ratio));
    }

    /** All that have ended, in that order. */
    List<SpanData> all() {
        return List.copyOf(ended);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        ended.addAll(spans);
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
