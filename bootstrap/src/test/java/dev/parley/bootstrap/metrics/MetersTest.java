package dev.parley.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class MetersTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void what_is_counted_elsewhere_is_told_however_long_it_runs() {
        var count = new LongAdder();
        new Meters(registry).counter("things", "Things.", count::sum);
        count.increment();

        System.gc();
        count.increment();

        assertThat(Figures.read(registry.scrape()).sum("parley_things_total")).isEqualTo(2);
    }
}
