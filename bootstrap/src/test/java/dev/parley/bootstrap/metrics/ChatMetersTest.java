package dev.parley.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.ChatObserverContract;
import dev.parley.application.port.out.ChatObserver;
import dev.parley.application.port.out.ChatObserver.Durability;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.TokenUsage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChatMetersTest extends ChatObserverContract {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ChatMeters chat = new ChatMeters(new Meters(registry));

    @Override
    protected ChatObserver observer() {
        return chat;
    }

    private Figures figures() {
        return Figures.read(registry.scrape());
    }

    @Test
    void what_came_again_is_no_new_text() {
        chat.messageAccepted(Durability.STORE, 5);
        chat.messageAccepted(Durability.JOURNAL, 7);
        chat.messageAccepted(Durability.KNOWN, 100);

        assertThat(figures().sum("parley_messages_accepted_total", "durability", "journal"))
                .isEqualTo(1);
        assertThat(figures().sum("parley_messages_accepted_total")).isEqualTo(3);
        assertThat(figures().sum("parley_text_characters_total", "direction", "in"))
                .isEqualTo(12);
    }

    @Test
    void only_the_first_attempt_tells_how_long_a_reply_waited() {
        chat.replyBegan(1, Duration.ofSeconds(3));
        chat.replyBegan(2, Duration.ofSeconds(60));

        assertThat(figures().sum("parley_reply_wait_seconds_sum")).isEqualTo(3);
        assertThat(figures().sum("parley_replies_begun_total", "attempt", "further"))
                .isEqualTo(1);
    }

    @Test
    void an_ending_is_counted_with_its_tokens_or_its_error() {
        chat.replyEnded(
                new ReplyEnding.Completed(FinishReason.STOP, new TokenUsage(11, 5, false)),
                20,
                Duration.ofMillis(300),
                Duration.ofSeconds(2));
        chat.replyEnded(new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, ""), 0, null, Duration.ofSeconds(9));

        Figures figures = figures();
        assertThat(figures.sum("parley_tokens_total", "direction", "in")).isEqualTo(11);
        assertThat(figures.sum("parley_tokens_total", "direction", "out")).isEqualTo(5);
        assertThat(figures.sum("parley_errors_total", "code", "AI_TIMEOUT", "via", "reply"))
                .isEqualTo(1);
        assertThat(figures.sum("parley_reply_seconds_count", "outcome", "complete"))
                .isEqualTo(1);
        assertThat(figures.sum("parley_reply_seconds_bucket", "outcome", "failed", "le", "5.0"))
                .isZero();
        assertThat(figures.sum("parley_reply_seconds_bucket", "outcome", "failed", "le", "10.0"))
                .isEqualTo(1);
        assertThat(figures.sum("parley_reply_first_text_seconds_count")).isEqualTo(1);
    }
}
