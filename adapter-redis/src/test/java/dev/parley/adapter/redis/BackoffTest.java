package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void each_wait_is_twice_as_long_up_to_the_limit() {
        Backoff backoff = new Backoff(() -> 1.0);

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(400));
        for (int tries = 0; tries < 100; tries++) {
            assertThat(backoff.next()).isLessThanOrEqualTo(Backoff.LONGEST);
        }
        assertThat(backoff.next()).isEqualTo(Backoff.LONGEST);
    }

    @Test
    void a_part_of_it_is_random_so_that_not_all_come_at_once() {
        assertThat(new Backoff(() -> 0.0).next()).isEqualTo(Duration.ofMillis(50));
        assertThat(new Backoff(() -> 0.5).next()).isEqualTo(Duration.ofMillis(75));
    }

    @Test
    void it_begins_anew_after_a_success() {
        Backoff backoff = new Backoff(() -> 1.0);
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Backoff.FIRST);
    }
}
