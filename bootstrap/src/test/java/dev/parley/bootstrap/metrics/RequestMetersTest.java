package dev.parley.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

/** Whatever clients send, there are no more series than are on our lists. */
class RequestMetersTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void words_of_clients_are_no_labels() {
        var requests = new RequestMeters(new Meters(registry));
        for (int i = 0; i < 500; i++) {
            requests.answered("WORD" + i, null, 400 + i, false, 1_000);
        }

        String page = registry.scrape();
        assertThat(page).doesNotContain("WORD");
        assertThat(page.lines().filter(line -> line.startsWith("parley_http_request_seconds_count{")))
                .hasSize(3);
        assertThat(Figures.read(page).sum("parley_http_request_seconds_count", "method", "other", "route", "none"))
                .isEqualTo(500);
    }

    @Test
    void close_codes_of_clients_are_no_labels() {
        var sockets = new SocketMeters(new Meters(registry));
        for (int code = 3000; code < 5000; code++) {
            sockets.closed(code);
        }
        for (int status = 100; status < 600; status++) {
            sockets.refused(status);
        }

        Figures figures = Figures.read(registry.scrape());
        assertThat(figures.sum("parley_sockets_closed_total", "code", "other")).isEqualTo(1_996);
        assertThat(figures.sum("parley_sockets_closed_total", "code", "4408")).isEqualTo(1);
        assertThat(figures.sum("parley_sockets_refused_total")).isEqualTo(500);
        assertThat(figures.sum("parley_sockets_refused_total", "status", "426")).isEqualTo(1);
    }
}
