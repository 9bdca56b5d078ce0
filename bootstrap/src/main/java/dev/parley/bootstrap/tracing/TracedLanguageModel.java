package dev.parley.bootstrap.tracing;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.Prompt;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;

/** A model whose answers are spans, where they belong to a question: what is asked for other ends is left alone. */
final class TracedLanguageModel implements LanguageModel {

    private static final String CHAT = "chat";

    private final LanguageModel model;
    private final String provider;
    private final String name;
    private final Spans spans;

    /** @param name which model answers a prompt that names none */
    TracedLanguageModel(LanguageModel model, String provider, String name, Spans spans) {
        this.model = model;
        this.provider = provider;
        this.name = name;
        this.spans = spans;
    }

    @Override
    public ReplyStream reply(Prompt prompt) throws InterruptedException {
        SpanContext parent = Current.span();
        return parent == null ? model.reply(prompt) : traced(prompt, new ModelSpan(begun(parent, prompt)));
    }

    private ReplyStream traced(Prompt prompt, ModelSpan span) throws InterruptedException {
        try {
            return new TracedReplyStream(Current.during(span.context(), () -> model.reply(prompt)), span);
        } catch (InterruptedException e) {
            span.closed();
            throw e;
        } catch (ModelException e) {
            span.failed(Names.of(e.failure().kind()));
            throw e;
        } catch (RuntimeException | Error e) {
            span.failed(e.getClass().getSimpleName());
            throw e;
        }
    }

    private Span begun(SpanContext parent, Prompt prompt) {
        String named = prompt.parameters().model();
        String asked = named == null ? name : named;
        return spans.beneath(parent, CHAT + " " + asked)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(Names.OPERATION, CHAT)
                .setAttribute(Names.PROVIDER, provider)
                .setAttribute(Names.REQUEST_MODEL, asked)
                .setAttribute(
                        Names.REQUEST_MAX_TOKENS, (long) prompt.parameters().maxTokens())
                .startSpan();
    }
}
