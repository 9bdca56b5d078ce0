package dev.parley.bootstrap.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log when a collector begins to take no spans, and when it takes them again; not each time. Thread-safe. */
final class TellingExporter implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(TellingExporter.class);

    private final SpanExporter exporter;
    private final String collector;
    private final AtomicBoolean inTrouble = new AtomicBoolean();
    private volatile boolean ending;

    /** @param collector as people may see it */
    TellingExporter(SpanExporter exporter, String collector) {
        this.exporter = exporter;
        this.collector = collector;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (result.isSuccess()) {
                taken();
            } else {
                refused(result.getFailureThrowable());
            }
        });
    }

    private void taken() {
        if (inTrouble.compareAndSet(true, false)) {
            LOG.info("The collector of traces at {} takes them again", collector);
        }
    }

    private void refused(@Nullable Throwable why) {
        if (!ending && inTrouble.compareAndSet(false, true)) {
            LOG.warn(
                    "The collector of traces at {} does not take them; they are dropped until it does: {}",
                    collector,
                    why == null ? "no reason is known" : why.toString());
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    /** What is broken off by this is no trouble of the collector's. */
    @Override
    public CompletableResultCode shutdown() {
        ending = true;
        return exporter.shutdown();
    }
}
