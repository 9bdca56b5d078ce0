package dev.parley.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** One JSON object a line: what happened, when, where, and all that is known about whom. */
final class JsonLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    private final JsonFactory json = new JsonFactory();

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(line)) {
            generator.writeStartObject();
            write(event, generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string", e);
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(ILoggingEvent event, JsonGenerator generator) throws IOException {
        write("time", event.getInstant().toString(), generator);
        write("level", event.getLevel().toString(), generator);
        write("logger", event.getLoggerName(), generator);
        write("thread", event.getThreadName(), generator);
        write("message", event.getFormattedMessage(), generator);
        String category = Category.of(event);
        if (category != null) {
            write("category", category, generator);
        }
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                write(pair, generator);
            }
        }
        for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
            write(Harmless.line(entry.getKey()), entry.getValue(), generator);
        }
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            write("error", failure.getClassName(), generator);
            write("stack", HarmlessFailure.trace(failure), generator);
        }
    }

    private static void write(KeyValuePair pair, JsonGenerator generator) throws IOException {
        if (pair.value instanceof Long || pair.value instanceof Integer) {
            generator.writeNumberField(Harmless.line(pair.key), ((Number) pair.value).longValue());
        } else {
            write(Harmless.line(pair.key), String.valueOf(pair.value), generator);
        }
    }

    /** JSON keeps line feeds within the line, as two characters. */
    private static void write(String name, @Nullable String value, JsonGenerator generator) throws IOException {
        generator.writeStringField(name, value == null ? null : Harmless.lines(value));
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
