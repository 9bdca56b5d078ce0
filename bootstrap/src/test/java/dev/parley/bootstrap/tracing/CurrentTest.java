package dev.parley.bootstrap.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.domain.message.MessageId;
import io.opentelemetry.api.trace.SpanContext;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class CurrentTest {

    private final SpanContext outer = Questions.root(new MessageId(new UUID(1, 2)));
    private final SpanContext inner = Questions.root(new MessageId(new UUID(3, 4)));

    @AfterEach
    void forget() {
        MDC.clear();
    }

    @Test
    void there_is_none_at_first() {
        assertThat(Current.span()).isNull();
    }

    @Test
    void it_is_what_lines_of_the_log_name() {
        Current.becomes(outer);

        assertThat(MDC.get("trace_id")).isEqualTo("00000000000000010000000000000002");
        assertThat(MDC.get("span_id")).isEqualTo("0000000000000003");
        assertThat(id(Current.span())).isEqualTo(outer.getSpanId());
    }

    @Test
    void afterwards_it_is_as_it_was() {
        MDC.put("session_id", "s");
        Current.becomes(outer);

        String seen = Current.during(inner, () -> id(Current.span()));

        assertThat(seen).isEqualTo(inner.getSpanId());
        assertThat(id(Current.span())).isEqualTo(outer.getSpanId());
        assertThat(MDC.get("session_id")).isEqualTo("s");
    }

    @Test
    void also_if_there_was_none_and_if_it_failed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Current.during(inner, () -> {
                    throw new IllegalStateException("on purpose");
                }));

        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void only_the_current_one_ends() {
        Current.becomes(outer);
        Current.ends(inner);
        assertThat(id(Current.span())).isEqualTo(outer.getSpanId());

        Current.ends(outer);
        assertThat(Current.span()).isNull();
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void what_is_no_span_is_none() {
        MDC.put("trace_id", "something");
        assertThat(Current.span()).isNull();

        MDC.put("span_id", "else");
        assertThat(Current.span()).isNull();
    }

    private static String id(SpanContext span) {
        return span.getSpanId();
    }
}
