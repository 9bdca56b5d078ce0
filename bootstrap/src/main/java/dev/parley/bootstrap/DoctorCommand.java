package dev.parley.bootstrap;

import dev.parley.bootstrap.doctor.Doctor;
import dev.parley.bootstrap.doctor.Finding;
import dev.parley.bootstrap.settings.Settings;
import dev.parley.bootstrap.settings.SettingsException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code parley doctor}. */
@CommandLine.Command(
        name = "doctor",
        description = {
            "Looks at everything a server needs and says what to do where something is wrong: configuration, data"
                    + " folder, disk, database, clock, Redis, model, certificate, port.",
            "Changes nothing, and can be used beside a running server. Ends with 1 if something does not work."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DoctorCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @CommandLine.Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    private boolean failed;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (options.isToBePrinted()) {
            options.print(surroundings);
            return ExitCode.DONE;
        }
        try {
            Settings settings = options.load(surroundings).settings();
            Doctor.Parts parts = Wiring.examined(settings);
            tell(new Finding(Finding.Level.OK, "configuration", "can be used"));
            new Doctor(settings, parts, InstantSource.system()).examine(this::tell);
        } catch (SettingsException e) {
            e.problems().forEach(problem -> tell(new Finding(Finding.Level.FAIL, "configuration", problem.toString())));
        }
        return failed ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void tell(Finding finding) {
        failed |= finding.level() == Finding.Level.FAIL;
        PrintStream out = surroundings.out();
        out.printf(
                "%-4s  %-13s  %s%n",
                name(finding.level()), finding.subject(), finding.text().replace('\n', ' '));
    }

    private static String name(Finding.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
