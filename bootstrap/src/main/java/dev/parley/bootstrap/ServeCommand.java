package dev.parley.bootstrap;

import dev.parley.bootstrap.logging.Logging;
import dev.parley.bootstrap.settings.Configuration;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code parley serve}. */
@CommandLine.Command(
        name = "serve",
        description = "Starts the server. It runs until it gets SIGTERM or SIGINT, then leaves in good order.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ServeCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @CommandLine.Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (options.isToBePrinted()) {
            options.print(surroundings);
            return ExitCode.DONE;
        }
        Configuration configuration = options.load(surroundings);
        Logging.configure(configuration.settings().log());
        ChatServer server = ChatServer.start(configuration.settings(), Version.number());
        Stopping.onSignal(server);
        server.awaitClosed();
        return ExitCode.DONE;
    }
}
