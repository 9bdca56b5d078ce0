package dev.parley.bootstrap.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.session.SessionId;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionsTest {

    private static final SessionId SESSION = new SessionId(new UUID(1, 2));

    private static List<MessageId> questions() {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> MessageIds.ofMessage(
                        TenantId.DEFAULT, SESSION, new UserId("ada"), new ClientMessageId("m-" + i)))
                .toList();
    }

    @Test
    void a_trace_is_called_what_its_question_is_called() {
        var question = new MessageId(UUID.fromString("0123abcd-0123-5123-8123-0123456789ab"));

        SpanContext root = Questions.root(question);

        assertThat(root.getTraceId()).isEqualTo("0123abcd01235123" + "81230123456789ab");
        assertThat(root.getSpanId()).isEqualTo("8000aaee4444d888");
        assertThat(root.isSampled()).isTrue();
        assertThat(root.isValid()).isTrue();
    }

    @Test
    void no_question_has_a_root_without_an_id() {
        var folded = new MessageId(new UUID(0x0123_4567_89ab_5defL, 0x0123_4567_89ab_5defL));

        assertThat(Questions.root(folded).isValid()).isTrue();
        assertThat(Questions.root(folded).getSpanId()).isEqualTo("0000000000000001");
    }

    @Test
    void roots_differ_as_their_questions_do() {
        assertThat(questions().stream().map(question -> Questions.root(question).getSpanId()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.99, 1})
    void so_many_are_traced_and_every_node_says_which(double ratio) {
        var here = new Questions(ratio);
        var there = new Questions(ratio);

        long traced = questions().stream().filter(here::areTraced).count();

        assertThat((double) traced / questions().size()).isBetween(ratio - 0.03, ratio + 0.03);
        assertThat(questions())
                .allSatisfy(question -> assertThat(there.areTraced(question)).isEqualTo(here.areTraced(question)));
    }

    @Test
    void all_are_all_and_none_is_none() {
        assertThat(questions()).allMatch(new Questions(1)::areTraced).noneMatch(new Questions(0)::areTraced);
        assertThat(new Questions(1).areTraced(new MessageId(new UUID(-1, -1)))).isTrue();
        assertThat(new Questions(0).areTraced(new MessageId(new UUID(0, 0)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void no_other_number_makes_sense(double ratio) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Questions(ratio));
    }
}
