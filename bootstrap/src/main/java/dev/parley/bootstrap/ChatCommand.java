package dev.parley.bootstrap;

import dev.parley.bootstrap.terminal.ChatOptions;
import dev.parley.bootstrap.terminal.Terminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code parley chat}. */
@CommandLine.Command(
        name = "chat",
        description = {
            "Talks to a server. Answers appear as they are written; Ctrl-C or /cancel stops one, /help shows what else can"
                    + " be typed.",
            "Without a terminal each line of input is a message, answered before the next one is read."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ChatCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @CommandLine.Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8000",
            description = "Where the server is. Without it: ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://127.0.0.1:8000");

    @CommandLine.Option(
            names = "--session",
            paramLabel = "ID",
            description = "The conversation to go on with. Without it: a new one.")
    private @Nullable String session;

    @CommandLine.Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Who you are. Without it: a guest, whose token is kept in your configuration folder.")
    private @Nullable String token;

    ChatCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        return Terminal.chat(options(), surroundings.in(), surroundings.out(), surroundings.err());
    }

    private ChatOptions options() {
        Path home = Path.of(System.getProperty("user.home"));
        try {
            return new ChatOptions(
                    url,
                    session,
                    token,
                    Terminal.tokenFolder(surroundings.environment(), home),
                    Terminal.isInteractive());
        } catch (IllegalArgumentException e) {
            throw new StartFailure(String.valueOf(e.getMessage()));
        }
    }
}
