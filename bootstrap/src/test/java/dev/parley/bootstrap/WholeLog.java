package dev.parley.bootstrap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** All that anybody logs while this is open: ours at the finest level, the platform's own log as fine as it is let. */
final class WholeLog implements AutoCloseable {

    private static final String OTHERS = "org.glassfish";

    private final StringBuffer text = new StringBuffer();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level usual = root.getLevel();
    private final Ours ours = new Ours();
    private final java.util.logging.Logger others = java.util.logging.Logger.getLogger(OTHERS);
    private final Others handler = new Others();

    WholeLog() {
        ours.setContext(root.getLoggerContext());
        ours.start();
        root.addAppender(ours);
        root.setLevel(Level.TRACE);
        handler.setLevel(java.util.logging.Level.ALL);
        others.addHandler(handler);
        others.setLevel(java.util.logging.Level.ALL);
    }

    String text() {
        return text.toString();
    }

    @Override
    public void close() {
        root.detachAppender(ours);
        root.setLevel(usual);
        others.removeHandler(handler);
        others.setLevel(null);
    }

    private final class Ours extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            text.append(event.getLoggerName()).append(' ').append(event.getFormattedMessage());
            text.append(event.getMDCPropertyMap()).append('\n');
            if (event.getThrowableProxy() != null) {
                text.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    }

    private final class Others extends Handler {

        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            text.append(line.getLoggerName()).append(' ').append(formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
