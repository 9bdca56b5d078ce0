package dev.parley.bootstrap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.parley.application.usecase.MessageTexts;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** All that anybody logs while this is open: ours at the finest level, the platform's own log as fine as it is let. */
final class WholeLog implements AutoCloseable {

    private static final String OTHERS = "org.glassfish";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level usual = root.getLevel();
    private final Logger parley = (Logger) LoggerFactory.getLogger("dev.parley");
    private final Level usualOfOurs = parley.getLevel();
    private final Logger texts = (Logger) LoggerFactory.getLogger(MessageTexts.LOGGER);
    private final Ours ours = new Ours();
    private final java.util.logging.Logger others = java.util.logging.Logger.getLogger(OTHERS);
    private final Others handler = new Others();

    WholeLog() {
        ours.setContext(root.getLoggerContext());
        ours.start();
        root.addAppender(ours);
        root.setLevel(Level.TRACE);
        parley.setLevel(Level.TRACE);
        // Texts are shown to who asks for them.
        texts.setLevel(Level.OFF);
        handler.setLevel(java.util.logging.Level.ALL);
        others.addHandler(handler);
        others.setLevel(java.util.logging.Level.ALL);
    }

    String text() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        root.detachAppender(ours);
        root.setLevel(usual);
        parley.setLevel(usualOfOurs);
        texts.setLevel(null);
        others.removeHandler(handler);
        others.setLevel(null);
    }

    private final class Ours extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + event.getMDCPropertyMap());
            if (event.getThrowableProxy() != null) {
                lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    }

    private final class Others extends Handler {

        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLoggerName() + " " + formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
