package dev.parley.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.identity.UserId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TypingThrottleTest {

    private static final UserId ADA = new UserId("ada");
    private static final UserId GRACE = new UserId("grace");

    private final HandClock clock = new HandClock();
    private final TypingThrottle throttle = new TypingThrottle(clock);

    @Test
    void who_goes_on_typing_is_told_of_once_in_a_while() {
        assertThat(throttle.isNews(ADA, true)).isTrue();
        assertThat(throttle.isNews(ADA, true)).isFalse();
        clock.pass(TypingThrottle.AGAIN_AFTER.minus(Duration.ofMillis(1)));
        assertThat(throttle.isNews(ADA, true)).isFalse();

        clock.pass(Duration.ofMillis(1));

        assertThat(throttle.isNews(ADA, true)).isTrue();
        assertThat(throttle.isNews(ADA, true)).isFalse();
    }

    @Test
    void it_is_told_again_before_it_would_expire() {
        assertThat(TypingThrottle.AGAIN_AFTER.multipliedBy(2)).isLessThan(Attendance.TYPING_LASTS);
    }

    @Test
    void an_end_is_always_told_and_only_once() {
        throttle.isNews(ADA, true);

        assertThat(throttle.isNews(ADA, false)).isTrue();
        assertThat(throttle.isNews(ADA, false)).isFalse();
        assertThat(throttle.isNews(ADA, true)).isTrue();
    }

    @Test
    void an_end_without_a_beginning_is_not_told() {
        assertThat(throttle.isNews(ADA, false)).isFalse();
    }

    @Test
    void people_do_not_count_for_each_other() {
        throttle.isNews(ADA, true);

        assertThat(throttle.isNews(GRACE, true)).isTrue();
        assertThat(throttle.isNews(GRACE, false)).isTrue();
        assertThat(throttle.isNews(ADA, true)).isFalse();
    }
}
