package dev.parley.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.parley.application.usecase.MessageTexts;
import dev.parley.bootstrap.settings.LogFormat;
import dev.parley.bootstrap.settings.LogLevel;
import dev.parley.bootstrap.settings.LogSettings;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets the log up. */
public final class Logging {

    private static final String OURS = "dev.parley";

    /** It tells with a stack trace, every second, what our adapter tells once. */
    private static final String JEDIS = "redis.clients.jedis";

    /** It tells each time, with a stack trace, what is told once where traces are handed over. */
    private static final String OTLP = "io.opentelemetry.exporter";

    /** It warns of each database newer than itself. */
    private static final String FLYWAY_ON_VERSIONS = "org.flywaydb.core.internal.database.base.Database";

    private Logging() {}

    /** Does what the settings say from now on, on standard output or in a file; also for those who log through the platform's own log. */
    public static void configure(LogSettings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        OutputStreamAppender<ILoggingEvent> lines = settings.file() == null
                ? new ConsoleAppender<>()
                : rolling(settings.file(), settings.rotation(), context);
        lines.setContext(context);
        lines.setEncoder(encoder(settings.format(), context));
        lines.addFilter(started(new SlowOnly(settings.slow()), context));
        lines.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(lines);
        root.setLevel(level(ofOthers(settings.level())));
        context.getLogger(FLYWAY_ON_VERSIONS).setLevel(Level.ERROR);
        context.getLogger(JEDIS).setLevel(Level.OFF);
        context.getLogger(OTLP).setLevel(Level.OFF);
        context.getLogger(OURS).setLevel(level(settings.level()));
        context.getLogger(MessageTexts.LOGGER).setLevel(settings.messageText() ? Level.TRACE : Level.OFF);
        bridge();
    }

    private static Filter<ILoggingEvent> started(Filter<ILoggingEvent> filter, LoggerContext context) {
        filter.setContext(context);
        filter.start();
        return filter;
    }

    /** A new file each day and whenever one is full; the old ones are compressed. */
    private static RollingFileAppender<ILoggingEvent> rolling(
            Path file, LogSettings.Rotation rotation, LoggerContext context) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(file + ".%d{yyyy-MM-dd}.%i.gz");
        policy.setMaxFileSize(new FileSize(rotation.fileMegabytes() * FileSize.MB_COEFFICIENT));
        policy.setMaxHistory(rotation.days());
        policy.setTotalSizeCap(new FileSize(rotation.totalMegabytes() * FileSize.MB_COEFFICIENT));
        policy.start();
        appender.setRollingPolicy(policy);
        return appender;
    }

    private static void bridge() {
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.install();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.INFO);
    }

    private static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext context) {
        Encoder<ILoggingEvent> encoder = switch (format) {
            case PLAIN -> new PlainLines();
            case JSON -> new JsonLines();
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static LogLevel ofOthers(LogLevel ours) {
        return switch (ours) {
            case ERROR -> LogLevel.ERROR;
            case WARN, INFO -> LogLevel.WARN;
            case DEBUG -> LogLevel.INFO;
        };
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        };
    }
}
