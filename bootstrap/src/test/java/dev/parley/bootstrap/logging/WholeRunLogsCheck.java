package dev.parley.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * No secret and no message text of any test of any module is in any log. The build runs it after all other tests, those of
 * whole servers included. That it would find one, {@link LogScanTest} shows.
 */
class WholeRunLogsCheck {

    @Test
    void no_secret_and_no_text_of_any_test_is_in_any_log() throws IOException {
        WholeRunLogs all = WholeRunLogs.of(WholeRunLogs.modules());

        assertThat(all.canaries()).isPositive();
        assertThat(all.files()).isPositive();
        assertThat(all.found()).isEmpty();
    }
}
