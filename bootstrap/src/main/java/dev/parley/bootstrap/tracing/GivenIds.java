package dev.parley.bootstrap.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;

/** Ids by chance, but for a span that has its ids already. Thread-safe. */
final class GivenIds implements IdGenerator {

    /** Set for the moment in which a span is begun. */
    private static final ThreadLocal<SpanContext> GIVEN = new ThreadLocal<>();

    private final IdGenerator chance = IdGenerator.random();

    /** Begins one span, which gets these ids. */
    <T> T giving(SpanContext ids, Supplier<T> begin) {
        GIVEN.set(ids);
        try {
            return begin.get();
        } finally {
            GIVEN.remove();
        }
    }

    @Override
    public String generateTraceId() {
        SpanContext ids = GIVEN.get();
        return ids == null ? chance.generateTraceId() : ids.getTraceId();
    }

    @Override
    public String generateSpanId() {
        SpanContext ids = GIVEN.get();
        return ids == null ? chance.generateSpanId() : ids.getSpanId();
    }
}
