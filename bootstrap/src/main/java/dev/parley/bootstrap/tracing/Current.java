package dev.parley.bootstrap.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The span that what a thread does belongs to. It is kept in the log's context, for two reasons: the core hands that on
 * wherever it changes threads, and lines of the log then name their trace.
 */
final class Current {

    /** By these names the log's lines have it. */
    static final String TRACE = "trace_id";

    static final String SPAN = "span_id";

    private Current() {}

    /** Something done. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {

        /** Does it. */
        T done() throws X;
    }

    /** The current one; null if there is none. */
    static @Nullable SpanContext span() {
        String trace = MDC.get(TRACE);
        String span = MDC.get(SPAN);
        if (trace == null || span == null) {
            return null;
        }
        SpanContext found = SpanContext.create(trace, span, TraceFlags.getSampled(), TraceState.getDefault());
        return found.isValid() ? found : null;
    }

    /** From now on it is this one, until it {@link #ends} or the thread's context is cleared. */
    static void becomes(SpanContext span) {
        MDC.put(TRACE, span.getTraceId());
        MDC.put(SPAN, span.getSpanId());
    }

    /** From now on there is none, if it was this one. */
    static void ends(SpanContext span) {
        if (span.getSpanId().equals(MDC.get(SPAN))) {
            MDC.remove(TRACE);
            MDC.remove(SPAN);
        }
    }

    /** Does something with this one as the current one, and afterwards makes it as it was. */
    static <T, X extends Exception> T during(SpanContext span, Work<T, X> work) throws X {
        String traceBefore = MDC.get(TRACE);
        String spanBefore = MDC.get(SPAN);
        becomes(span);
        try {
            return work.done();
        } finally {
            restore(TRACE, traceBefore);
            restore(SPAN, spanBefore);
        }
    }

    private static void restore(String key, @Nullable String before) {
        if (before == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, before);
        }
    }
}
