package dev.parley.bootstrap.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TellingExporterTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(TellingExporter.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Answering collector = new Answering();
    private final TellingExporter exporter = new TellingExporter(collector, "collector.example:4318");

    /** Answers as it was told to, in that order. */
    private static final class Answering implements SpanExporter {

        private final Deque<CompletableResultCode> answers = new ArrayDeque<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return answers.removeFirst();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
    }

    private void taken() {
        collector.answers.add(CompletableResultCode.ofSuccess());
        assertThat(exporter.export(List.of()).isSuccess()).isTrue();
    }

    private void refused(String why) {
        collector.answers.add(CompletableResultCode.ofExceptionalFailure(new IllegalStateException(why)));
        assertThat(exporter.export(List.of()).isSuccess()).isFalse();
    }

    @Test
    void what_goes_well_is_not_told() {
        taken();
        taken();

        assertThat(lines.list).isEmpty();
    }

    @Test
    void trouble_is_told_once_and_its_end_once() {
        taken();
        refused("first");
        refused("second");
        taken();
        taken();

        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        assertThat(lines.list.getFirst().getFormattedMessage()).contains("collector.example:4318", "first");
        assertThat(lines.list.getLast().getFormattedMessage()).contains("collector.example:4318", "again");
    }

    @Test
    void what_we_break_off_ourselves_is_no_trouble() {
        exporter.shutdown();

        refused("broken off");

        assertThat(lines.list).isEmpty();
    }
}
