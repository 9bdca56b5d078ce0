package dev.parley.bootstrap.tracing;

import dev.parley.domain.reply.ReplyChunk.Completed;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One answer of a model. It ends once, by whatever is told first; of the rest nothing is taken. Thread-safe. */
final class ModelSpan {

    static final String FIRST_TEXT = "first text";

    private static final String CLOSED = "closed";

    private final Span span;
    private final AtomicBoolean over = new AtomicBoolean();

    ModelSpan(Span span) {
        this.span = span;
    }

    SpanContext context() {
        return span.getSpanContext();
    }

    /** It has said its first word. To be told once. */
    void speaks() {
        span.addEvent(FIRST_TEXT);
    }

    /**
     * It has said all.
     *
     * @param model who answered; empty if that is not known
     */
    void completed(Completed end, Optional<String> model) {
        if (over.compareAndSet(false, true)) {
            model.ifPresent(name -> span.setAttribute(Names.RESPONSE_MODEL, name));
            span.setAttribute(Names.FINISH_REASONS, List.of(Names.of(end.reason())));
            if (end.usage().replyTokens() > 0) {
                span.setAttribute(Names.INPUT_TOKENS, (long) end.usage().promptTokens());
                span.setAttribute(Names.OUTPUT_TOKENS, (long) end.usage().replyTokens());
            }
            span.end();
        }
    }

    /** We wanted no more of it. */
    void closed() {
        if (over.compareAndSet(false, true)) {
            span.setAttribute(Names.FINISH_REASONS, List.of(CLOSED));
            span.end();
        }
    }

    /** It broke off, or never began. */
    void failed(String kind) {
        if (over.compareAndSet(false, true)) {
            Spans.failed(span, kind);
            span.end();
        }
    }
}
