package dev.parley.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One line for people: when, how grave, where, what, and in brackets what is known about whom. A failure's steps follow
 * on lines of their own, which no message can imitate.
 */
public final class PlainLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = "%s %-5s %s - %s%s"
                .formatted(
                        TIME.format(event.getInstant().atZone(ZoneId.systemDefault())),
                        event.getLevel(),
                        simpleName(event.getLoggerName()),
                        event.getFormattedMessage(),
                        aboutWhom(known(event)));
        IThrowableProxy failure = event.getThrowableProxy();
        String trace = failure == null ? "" : HarmlessFailure.trace(failure);
        return (Harmless.line(line) + CoreConstants.LINE_SEPARATOR + trace).getBytes(StandardCharsets.UTF_8);
    }

    private static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static Map<String, String> known(ILoggingEvent event) {
        Map<String, String> known = new TreeMap<>(event.getMDCPropertyMap());
        if (event.getMarkerList() != null && !event.getMarkerList().isEmpty()) {
            known.put("category", String.valueOf(Category.of(event)));
        }
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> known.put(pair.key, String.valueOf(pair.value)));
        }
        return known;
    }

    private static String aboutWhom(Map<String, String> known) {
        return known.isEmpty()
                ? ""
                : new TreeMap<>(known)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(", ", " [", "]"));
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
