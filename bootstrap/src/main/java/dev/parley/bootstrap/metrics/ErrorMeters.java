package dev.parley.bootstrap.metrics;

import dev.parley.domain.error.ErrorCode;
import io.micrometer.core.instrument.Counter;
import java.util.stream.Stream;

/** Counts the errors people were told of, by code. */
final class ErrorMeters {

    private final Each<ErrorCode, Counter> counters;

    /** @param via how they were told */
    ErrorMeters(Meters meters, String via) {
        counters = Each.of(
                Stream.of(ErrorCode.values()),
                code -> meters.counter("errors", "Errors people were told of.", "code", code.name(), "via", via));
    }

    void count(ErrorCode code) {
        counters.of(code).increment();
    }
}
