package dev.parley.domain.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.error.ErrorCode;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyTypesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void a_reply_waits_or_runs_until_it_has_ended() {
        assertThat(Stream.of(ReplyState.values()).filter(ReplyState::ended))
                .containsExactly(ReplyState.COMPLETE, ReplyState.CANCELLED, ReplyState.INTERRUPTED, ReplyState.FAILED);
    }

    @Test
    void each_ending_leads_to_its_state() {
        assertThat(new ReplyEnding.Completed(FinishReason.LENGTH, new TokenUsage(0, 0, true)).state())
                .isEqualTo(ReplyState.COMPLETE);
        assertThat(new ReplyEnding.Cancelled().state()).isEqualTo(ReplyState.CANCELLED);
        assertThat(new ReplyEnding.Interrupted().state()).isEqualTo(ReplyState.INTERRUPTED);
        assertThat(new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, "").state()).isEqualTo(ReplyState.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, AI_TIMEOUT",
        "UNAVAILABLE, AI_UNAVAILABLE",
        "OVERLOADED, AI_OVERLOADED",
        "REJECTED, AI_REJECTED",
        "CONTEXT_TOO_LONG, CONTEXT_TOO_LONG",
        "BAD_RESPONSE, AI_BAD_RESPONSE"
    })
    void each_trouble_of_a_model_has_its_code(ModelFailure.Kind kind, ErrorCode code) {
        assertThat(ModelFailure.of(kind, "HTTP 503").ending()).isEqualTo(new ReplyEnding.Failed(code, "HTTP 503"));
    }

    @Test
    void no_trouble_of_a_model_is_untested() {
        assertThat(ModelFailure.Kind.values()).hasSize(6);
    }

    @Test
    void a_delta_is_not_empty() {
        assertThat(new ReplyChunk.TextDelta("\uD83D").text()).hasSize(1);
        assertThatThrownBy(() -> new ReplyChunk.TextDelta("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tokens_are_not_negative() {
        assertThatThrownBy(() -> new TokenUsage(-1, 0, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenUsage(0, -1, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_standard_policy_is_as_documented() {
        assertThat(StreamPolicy.STANDARD)
                .isEqualTo(new StreamPolicy(
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        200_000,
                        16_384,
                        Duration.ofSeconds(2),
                        4_096));
    }

    static Stream<Duration> impossibleTimes() {
        return Stream.of(Duration.ZERO, Duration.ofNanos(-1));
    }

    @ParameterizedTest
    @MethodSource("impossibleTimes")
    void a_policy_gives_some_time(Duration time) {
        refused(() -> new StreamPolicy(time, SECOND, SECOND, 1, 2, SECOND, 1));
        refused(() -> new StreamPolicy(SECOND, time, SECOND, 1, 2, SECOND, 1));
        refused(() -> new StreamPolicy(SECOND, SECOND, time, 1, 2, SECOND, 1));
        refused(() -> new StreamPolicy(SECOND, SECOND, SECOND, 1, 2, time, 1));
    }

    @Test
    void a_policy_has_room_for_a_character() {
        assertThat(new StreamPolicy(SECOND, SECOND, SECOND, 1, 2, SECOND, 1).largestPiece())
                .isEqualTo(2);
        refused(() -> new StreamPolicy(SECOND, SECOND, SECOND, 0, 2, SECOND, 1));
        refused(() -> new StreamPolicy(SECOND, SECOND, SECOND, 1, 1, SECOND, 1));
        refused(() -> new StreamPolicy(SECOND, SECOND, SECOND, 1, 2, SECOND, 0));
    }

    private static void refused(ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class);
    }
}
