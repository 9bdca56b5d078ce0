package dev.parley.bootstrap.tracing;

import dev.parley.domain.message.MessageId;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;

/**
 * Which questions are traced, and by which ids. Both follow from a question's id alone, so every node says the same
 * without having heard of the others. Pure.
 */
final class Questions {

    /** Ids of messages have a version and a variant in their higher bits; these are all by chance. */
    private static final long CHANCE = (1L << 56) - 1;

    private static final long ALL = 1L << 56;

    /** What would be 0 is this: 0 is no id. */
    private static final long NOT_ZERO = 1;

    private final long traced;

    /** @param ratio how many are traced, from 0 for none to 1 for all */
    Questions(double ratio) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("ratio must be 0 to 1, was " + ratio);
        }
        this.traced = (long) (ratio * ALL);
    }

    /** Whether a question is traced. Costs nothing. */
    boolean areTraced(MessageId question) {
        return (question.value().getLeastSignificantBits() & CHANCE) < traced;
    }

    /** The root of a question's trace. */
    static SpanContext root(MessageId question) {
        long high = question.value().getMostSignificantBits();
        long low = question.value().getLeastSignificantBits();
        long folded = high ^ low;
        return SpanContext.createFromRemoteParent(
                TraceId.fromLongs(high, low),
                SpanId.fromLong(folded == 0 ? NOT_ZERO : folded),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }
}
