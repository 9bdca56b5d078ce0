package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.glassfish.grizzly.http.io.OutputBuffer;
import org.junit.jupiter.api.Test;

class HungUpTest {

    @Test
    void a_connection_that_broke_is_known_by_who_wrote_to_it() {
        var broken = new IOException("Connection is closed");
        broken.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.glassfish.grizzly.nio.NIOConnection", "assertOpen", "NIOConnection.java", 1),
            new StackTraceElement(OutputBuffer.class.getName(), "write", "OutputBuffer.java", 1)
        });

        assertThat(HungUp.hungUp(broken)).isTrue();
        assertThat(HungUp.hungUp(new IllegalStateException(broken))).isTrue();
    }

    @Test
    void what_breaks_elsewhere_is_a_failure() {
        assertThat(HungUp.hungUp(new IOException("No space left on device"))).isFalse();
        assertThat(HungUp.hungUp(new IllegalStateException(new IOException("x"))))
                .isFalse();
        assertThat(HungUp.hungUp(new IllegalStateException("a bug"))).isFalse();
        assertThat(HungUp.hungUp(null)).isFalse();
    }
}
