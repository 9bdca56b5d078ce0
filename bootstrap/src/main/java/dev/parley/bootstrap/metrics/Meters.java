package dev.parley.bootstrap.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Makes instruments, so that they are looked up once and then only used. Names become those of Prometheus. */
final class Meters {

    private static final String PREFIX = "parley.";

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param labels names and values, in turn */
    Counter counter(String name, String meaning, String... labels) {
        return Counter.builder(PREFIX + name).description(meaning).tags(labels).register(registry);
    }

    /** A counter that is kept elsewhere. */
    void counter(String name, String meaning, LongSupplier count, String... labels) {
        // Of what it is asked about the meter has a weak reference only: the count must not be that.
        FunctionCounter.builder(PREFIX + name, registry, same -> count.getAsLong())
                .description(meaning)
                .tags(labels)
                .register(registry);
    }

    /** @param labels names and values, in turn */
    Timer timer(String name, String meaning, Scale scale, String... labels) {
        return Timer.builder(PREFIX + name)
                .description(meaning)
                .serviceLevelObjectives(scale.bounds())
                .tags(Tags.of(labels))
                .register(registry);
    }

    /** @param value asked when somebody looks */
    void gauge(String name, String meaning, DoubleSupplier value, String... labels) {
        Gauge.builder(PREFIX + name, value::getAsDouble)
                .description(meaning)
                .tags(labels)
                .register(registry);
    }
}
