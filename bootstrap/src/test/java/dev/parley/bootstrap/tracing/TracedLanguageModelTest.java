package dev.parley.bootstrap.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.contract.LanguageModelContract;
import dev.parley.application.local.DemoLanguageModel;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracedLanguageModelTest extends LanguageModelContract {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-02-03T14:05:06Z"));
    private static final SpanContext QUESTION = Questions.root(new MessageId(new UUID(1, 2)));

    private final EndedSpans ended = new EndedSpans();

    @BeforeEach
    void belongToAQuestion() {
        Current.becomes(QUESTION);
    }

    @AfterEach
    void forget() {
        MDC.clear();
    }

    private LanguageModel traced(LanguageModel model) {
        return new TracedLanguageModel(model, "demo", "small", ended.spans(1));
    }

    @Override
    protected Talk answering(String text) {
        return new Talk(traced(new DemoLanguageModel(CLOCK, 0)), prompt("echo " + text), text);
    }

    @Override
    protected Talk pausing() {
        return new Talk(traced(new DemoLanguageModel(CLOCK, 1)), prompt("long"), "never read to its end");
    }

    @AfterEach
    @Override
    protected void awaitNothingUnderWay() {
        // Nothing lies behind it: what is closed is over.
    }

    private static void readAll(ReplyStream stream) throws InterruptedException {
        try (stream) {
            while (stream.next() instanceof ReplyChunk.TextDelta) {
                // There is more.
            }
        }
    }

    private SpanData only() {
        assertThat(ended.all()).hasSize(1);
        return ended.all().getFirst();
    }

    @Test
    void an_answer_is_one_span_with_one_event() throws Exception {
        readAll(traced(new DemoLanguageModel(CLOCK, 0)).reply(prompt("count to 20")));

        SpanData span = only();
        assertThat(span.getName()).isEqualTo("chat small");
        assertThat(span.getTraceId()).isEqualTo(QUESTION.getTraceId());
        assertThat(span.getParentSpanId()).isEqualTo(QUESTION.getSpanId());
        assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("first text");
        assertThat(span.getAttributes().get(Names.FINISH_REASONS)).containsExactly("stop");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void what_is_asked_for_no_question_is_none() throws Exception {
        MDC.clear();

        readAll(traced(new DemoLanguageModel(CLOCK, 0)).reply(prompt("count to 20")));

        assertThat(ended.all()).isEmpty();
    }

    @Test
    void one_that_is_closed_is_no_failure() throws Exception {
        Talk talk = pausing();
        try (ReplyStream stream = talk.model().reply(talk.prompt())) {
            stream.next();
        }

        SpanData span = only();
        assertThat(span.getAttributes().get(Names.FINISH_REASONS)).isEqualTo(List.of("closed"));
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void a_refusal_is_a_failure_and_stays_what_it_is() {
        var refusal = new ModelException(ModelFailure.of(ModelFailure.Kind.OVERLOADED, "a detail"), null);

        assertThatThrownBy(() -> traced(prompt -> {
                            throw refusal;
                        })
                        .reply(prompt("Hello")))
                .isSameAs(refusal);

        SpanData span = only();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(Names.ERROR_TYPE)).isEqualTo("overloaded");
        assertThat(Current.span().getSpanId()).isEqualTo(QUESTION.getSpanId());
    }
}
