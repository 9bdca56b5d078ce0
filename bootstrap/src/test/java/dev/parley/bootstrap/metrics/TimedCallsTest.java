package dev.parley.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.port.out.StoreException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class TimedCallsTest {

    private static final String CALLS = "parley_store_call_seconds_count";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Something that is kept. */
    interface Shelf {
        String take(String what);
    }

    private Shelf timed(Shelf shelf) {
        return TimedCalls.around(Shelf.class, shelf, new Meters(registry));
    }

    private double calls(String outcome) {
        return Figures.read(registry.scrape()).sum(CALLS, "store", "Shelf", "call", "take", "outcome", outcome);
    }

    @Test
    void a_call_gives_what_it_gives_and_is_counted() {
        assertThat(timed(what -> "the " + what).take("book")).isEqualTo("the book");

        assertThat(calls("done")).isEqualTo(1);
    }

    @Test
    void a_failure_stays_what_it_is_and_is_counted_as_that() {
        var away = new StoreException.Unavailable("away", null);
        var broken = new StoreException.Broken("broken", null);

        assertThatThrownBy(() -> timed(what -> {
                            throw away;
                        })
                        .take("book"))
                .isSameAs(away);
        assertThatThrownBy(() -> timed(what -> {
                            throw broken;
                        })
                        .take("book"))
                .isSameAs(broken);
        assertThatThrownBy(() -> timed(what -> {
                            throw new IllegalStateException("a bug");
                        })
                        .take("book"))
                .isInstanceOf(IllegalStateException.class);

        assertThat(calls("unavailable")).isEqualTo(1);
        assertThat(calls("broken")).isEqualTo(1);
        assertThat(calls("failed")).isEqualTo(1);
        assertThat(calls("done")).isZero();
    }

    @Test
    void what_every_object_has_is_no_call() {
        Shelf shelf = timed(what -> what);

        assertThat(shelf.toString()).isNotEmpty();
        assertThat(shelf.hashCode()).isEqualTo(shelf.hashCode());

        assertThat(Figures.read(registry.scrape()).sum(CALLS)).isZero();
    }
}
