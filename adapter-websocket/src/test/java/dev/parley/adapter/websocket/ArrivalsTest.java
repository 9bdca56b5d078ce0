package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private final AtomicLong now = new AtomicLong(100);
    private final Arrivals arrivals = new Arrivals(now::get);

    @Test
    void what_waits_has_waited_since_the_first_came() {
        arrivals.note();
        now.set(150);
        arrivals.note();

        assertThat(arrivals.take()).isEqualTo(100);
    }

    @Test
    void what_comes_after_it_was_taken_waits_anew() {
        arrivals.note();
        assertThat(arrivals.take()).isEqualTo(100);
        assertThat(arrivals.take()).isZero();

        now.set(200);
        arrivals.note();

        assertThat(arrivals.take()).isEqualTo(200);
    }

    @Test
    void a_clock_at_nothing_is_a_time_too() {
        now.set(0);
        arrivals.note();

        assertThat(arrivals.take()).isNotZero();
    }
}
