package dev.parley.bootstrap;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code parley} alone. */
@CommandLine.Command(
        name = "parley",
        description = "An AI chat server.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ParleyCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    ParleyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.spec = CommandLine.Model.CommandSpec.create();
    }

    @Override
    public Integer call() {
        if (configuration.isToBePrinted()) {
            configuration.print(surroundings);
            return ExitCode.DONE;
        }
        spec.commandLine().usage(surroundings.err());
        return ExitCode.USAGE;
    }
}
