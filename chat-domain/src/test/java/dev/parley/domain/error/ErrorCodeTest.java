package dev.parley.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

    @Test
    void the_list_is_closed() {
        assertThat(Stream.of(ErrorCode.values()).map(Enum::name))
                .containsExactly(
                        "INVALID_JSON",
                        "INVALID_MESSAGE",
                        "MESSAGE_TOO_LONG",
                        "CONTENT_REJECTED",
                        "UNAUTHORIZED",
                        "FORBIDDEN",
                        "SESSION_NOT_FOUND",
                        "SESSION_CLOSED",
                        "MESSAGE_NOT_FOUND",
                        "IDEMPOTENCY_CONFLICT",
                        "CONFLICT",
                        "RATE_LIMITED",
                        "BUDGET_EXCEEDED",
                        "REPLY_IN_PROGRESS",
                        "CONTEXT_TOO_LONG",
                        "HISTORY_UNAVAILABLE",
                        "AI_TIMEOUT",
                        "AI_UNAVAILABLE",
                        "AI_OVERLOADED",
                        "AI_REJECTED",
                        "AI_BAD_RESPONSE",
                        "STORAGE_DEGRADED",
                        "STORAGE_FULL",
                        "PROCESSING_ERROR");
    }

    @Test
    void what_time_can_heal_is_retryable() {
        assertThat(Stream.of(ErrorCode.values()).filter(ErrorCode::retryable))
                .containsExactlyInAnyOrder(
                        ErrorCode.CONFLICT,
                        ErrorCode.RATE_LIMITED,
                        ErrorCode.REPLY_IN_PROGRESS,
                        ErrorCode.HISTORY_UNAVAILABLE,
                        ErrorCode.AI_TIMEOUT,
                        ErrorCode.AI_UNAVAILABLE,
                        ErrorCode.AI_OVERLOADED,
                        ErrorCode.AI_BAD_RESPONSE,
                        ErrorCode.STORAGE_DEGRADED,
                        ErrorCode.STORAGE_FULL,
                        ErrorCode.PROCESSING_ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void each_has_a_sentence_for_people(ErrorCode code) {
        assertThat(code.sentence()).matches("[A-Z].{10,}\\.").doesNotContain("Exception", code.name());
    }
}
