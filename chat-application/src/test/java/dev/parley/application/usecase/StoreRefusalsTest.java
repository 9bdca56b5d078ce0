package dev.parley.application.usecase;

import static dev.parley.application.usecase.StoreRefusals.FIRST_PAUSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.message.MessageId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StoreRefusalsTest {

    private static final Duration A_BIT = Duration.ofNanos(1);
    private static final MessageId REPLY = new MessageId(new UUID(7, 1));
    private static final MessageId OTHER = new MessageId(new UUID(7, 2));

    private final HandClock clock = new HandClock();
    private final StoreRefusals replies = new StoreRefusals(clock);

    @Test
    void a_reply_that_was_never_refused_need_not_wait() {
        replies.refused(OTHER);

        assertThat(replies.has(REPLY)).isFalse();
        assertThat(replies.mustWait(REPLY)).isFalse();
    }

    @Test
    void each_refusal_doubles_the_pause_up_to_about_a_minute() {
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 64, 64}) {
            replies.refused(REPLY);
            clock.pass(FIRST_PAUSE.multipliedBy(seconds).minus(A_BIT));
            assertThat(replies.mustWait(REPLY)).isTrue();

            clock.pass(A_BIT);

            assertThat(replies.mustWait(REPLY)).isFalse();
            assertThat(replies.has(REPLY)).isTrue();
        }
    }

    @Test
    void refusals_are_counted_until_the_reply_is_forgotten() {
        assertThat(replies.refused(REPLY)).isEqualTo(1);
        assertThat(replies.refused(REPLY)).isEqualTo(2);

        replies.forget(REPLY);

        assertThat(replies.has(REPLY)).isFalse();
        assertThat(replies.refused(REPLY)).isEqualTo(1);
    }
}
