package dev.parley.bootstrap.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.nio.file.Path;

/** Shows memory, collections, threads, processor, files and disk of this process, in the names of the library. */
final class Machine implements AutoCloseable {

    private final JvmGcMetrics collections = new JvmGcMetrics();

    private Machine() {}

    /** @param folder on the disk that is shown */
    static Machine shownIn(MeterRegistry registry, Path folder) {
        var machine = new Machine();
        machine.collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new DiskSpaceMetrics(folder.toFile()).bindTo(registry);
        return machine;
    }

    @Override
    public void close() {
        collections.close();
    }
}
