package dev.parley.bootstrap.doctor;

import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.adapter.redis.RedisConfig;
import dev.parley.bootstrap.settings.Settings;
import dev.parley.bootstrap.tls.CertificateFiles;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes all checks, one after the other. */
public final class Doctor {

    private final Settings settings;
    private final Parts parts;
    private final InstantSource clock;

    /**
     * One for a configuration that can be used.
     *
     * @param parts what follows from it for the parts that are looked at
     */
    public Doctor(Settings settings, Parts parts, InstantSource clock) {
        this.settings = settings;
        this.parts = parts;
        this.clock = clock;
    }

    /**
     * What is looked at.
     *
     * @param database always there
     * @param redis null if none is configured
     * @param certificate null if the server speaks plain HTTP
     */
    public record Parts(
            MssqlConfig database,
            @Nullable RedisConfig redis,
            @Nullable CertificateFiles certificate) {}

    /** Looks at everything. Blocks for seconds if something does not answer. */
    public void examine(Consumer<Finding> told) throws InterruptedException {
        var http = settings.http();
        var server = new RunningServer(http.host(), http.port(), http.tls().on());
        told.accept(new FolderCheck(settings.node().dataDir()).run());
        new DatabaseCheck(parts.database(), server, clock).run().forEach(told);
        if (parts.redis() != null) {
            new RedisCheck(parts.redis()).run().forEach(told);
        }
        ModelCheck.run(settings.model()).forEach(told);
        if (parts.certificate() != null) {
            told.accept(new CertificateCheck(parts.certificate(), clock.instant()).run());
        }
        told.accept(new PortCheck(http, server).run());
    }
}
