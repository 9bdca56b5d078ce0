package dev.parley.bootstrap.tracing;

import dev.parley.domain.message.MessageId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;

/** Makes spans. Thread-safe; nothing here blocks. */
final class Spans {

    static final String MESSAGE_SEND = "message send";

    private final Tracer tracer;
    private final GivenIds ids;
    private final Questions questions;

    /** @param ids those of the tracer */
    Spans(Tracer tracer, GivenIds ids, Questions questions) {
        this.tracer = tracer;
        this.ids = ids;
        this.questions = questions;
    }

    /** Whether a question is traced. To be asked before anything is made for it. */
    boolean areFor(MessageId question) {
        return questions.areTraced(question);
    }

    /** Begins the root of a question's trace. Once for each: its ids are the question's. */
    Span root(MessageId question, Instant begun) {
        SpanBuilder root = tracer.spanBuilder(MESSAGE_SEND)
                .setSpanKind(SpanKind.SERVER)
                .setNoParent()
                .setStartTimestamp(begun);
        return ids.giving(Questions.root(question), root::startSpan);
    }

    /** One beneath the root of a question's trace, wherever that is or was. */
    SpanBuilder ofQuestion(String name, MessageId question) {
        return beneath(Questions.root(question), name);
    }

    /** One beneath another. */
    SpanBuilder beneath(SpanContext parent, String name) {
        return tracer.spanBuilder(name).setParent(Context.root().with(Span.wrap(parent)));
    }

    /** Says that it failed. */
    static void failed(Span span, String kind) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(Names.ERROR_TYPE, kind);
    }

    /** Says that it failed by something thrown, of which the text is not told: it may hold anything. */
    static void failed(Span span, Throwable failure) {
        failed(span, failure.getClass().getSimpleName());
    }
}
