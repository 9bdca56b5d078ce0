package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Traces for operators.
 *
 * @param endpoint the collector's address; null if nothing is traced
 * @param headerLine what is shown to the collector, as a line of HTTP; null for nothing
 * @param sampleRatio how many questions are traced, from 0 to 1
 * @param serviceName what the whole of all nodes is called
 */
public record TracingSettings(
        @Nullable URI endpoint, @Nullable Secret headerLine, double sampleRatio, String serviceName) {

    private static final String TRACES = "/v1/traces";

    /** Refuses nulls where none are allowed. */
    public TracingSettings {
        requireNonNull(serviceName, "serviceName");
    }

    /** A header of HTTP. The value may be secret. */
    public record Header(String name, String value) {

        @Override
        public String toString() {
            return name + ": " + Secret.HIDDEN;
        }
    }

    /** Whether anything is traced. */
    public boolean isOn() {
        return endpoint != null && sampleRatio > 0;
    }

    /** Where traces are put; null if there is no collector. */
    public @Nullable URI collector() {
        if (endpoint == null) {
            return null;
        }
        String base = endpoint.toString().replaceAll("/+$", "");
        return URI.create(base.endsWith(TRACES) ? base : base + TRACES);
    }

    /** What is shown to the collector; null for nothing. */
    public @Nullable Header header() {
        if (headerLine == null) {
            return null;
        }
        String line = headerLine.value();
        int colon = line.indexOf(':');
        return new Header(
                line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
}
