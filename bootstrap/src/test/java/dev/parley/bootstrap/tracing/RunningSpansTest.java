package dev.parley.bootstrap.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs.Claim;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import io.opentelemetry.api.trace.Span;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunningSpansTest {

    private static final SessionKey KEY = new SessionKey(TenantId.DEFAULT, new SessionId(new UUID(1, 1)));
    private static final NodeLease NODE = new NodeLease("a", 1);

    private final EndedSpans ended = new EndedSpans();
    private final Spans spans = ended.spans(1);
    private final RunningSpans running = new RunningSpans();

    private Span begun(int reply, int attempt) {
        Span span = spans.ofQuestion("reply " + reply + "." + attempt, new MessageId(new UUID(2, reply)))
                .startSpan();
        running.add(claim(reply, attempt), span);
        return span;
    }

    private static Claim claim(int reply, int attempt) {
        return new Claim(KEY, new MessageId(new UUID(3, reply)), attempt, NODE);
    }

    @Test
    void what_was_begun_is_given_back_once() {
        Span span = begun(1, 1);

        assertThat(running.remove(claim(1, 1))).isSameAs(span);
        assertThat(running.remove(claim(1, 1))).isNull();
        assertThat(ended.all()).isEmpty();
    }

    @Test
    void another_claim_ends_what_nobody_ended() {
        begun(1, 1);
        Span second = begun(1, 2);

        assertThat(running.remove(claim(1, 1))).isNull();
        assertThat(running.remove(claim(1, 2))).isSameAs(second);
        assertThat(ended.all()).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("reply 1.1");
            assertThat(span.getAttributes().get(Names.ENDING)).isEqualTo("unknown");
        });
    }

    @Test
    void of_too_many_the_first_is_ended() {
        for (int reply = 0; reply <= RunningSpans.MOST; reply++) {
            begun(reply, 1);
        }

        assertThat(ended.all())
                .singleElement()
                .satisfies(span -> assertThat(span.getName()).isEqualTo("reply 0.1"));
        assertThat(running.remove(claim(0, 1))).isNull();
        assertThat(running.remove(claim(1, 1))).isNotNull();
    }

    @Test
    void all_that_is_left_ends_with_the_server() {
        begun(1, 1);
        begun(2, 1);

        running.close();

        assertThat(ended.all()).hasSize(2);
        assertThat(running.remove(claim(2, 1))).isNull();
    }
}
