package dev.parley.bootstrap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.bootstrap.terminal.Terminal;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code parley create-admin}. */
@CommandLine.Command(
        name = "create-admin",
        description = {
            "Makes an administrator's account, beside a running server or without one.",
            "The password is asked for, or read from the first line of the input where there is no terminal."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CreateAdminCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @CommandLine.Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @CommandLine.Mixin
    private final TenantOption tenant = new TenantOption();

    @CommandLine.Option(
            names = "--username",
            paramLabel = "NAME",
            required = true,
            description = "What to log in with.")
    private String username = "";

    @CommandLine.Option(names = "--email", paramLabel = "ADDRESS", required = true, description = "Where to get mail.")
    private String email = "";

    CreateAdminCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var settings = configuration.load(surroundings).settings();
        String password = password();
        if (password == null) {
            surroundings.err().println("A password is needed: type it, or give it as the first line of the input.");
            return ExitCode.USAGE;
        }
        ObjectNode admin = JsonNodeFactory.instance
                .objectNode()
                .put("username", username)
                .put("email", email)
                .put("password", password)
                .put("role", "admin");
        var answer = new OperatorCalls(settings, tenant.in(settings)).post("/api/admin/users/", admin);
        if (answer.status() != 201) {
            surroundings
                    .err()
                    .printf(
                            "It was refused: %s %s%n",
                            answer.body().path("field").asText(),
                            answer.body().path("detail").asText());
            return ExitCode.FAILED;
        }
        surroundings.out().println("The administrator " + username + " can log in now.");
        return ExitCode.DONE;
    }

    @SuppressWarnings("SystemConsoleNull") // on Java 21 it is null without a terminal
    private @Nullable String password() throws IOException {
        Console console = System.console();
        if (console != null && Terminal.isInteractive()) {
            char[] typed = console.readPassword("Password for %s: ", username);
            return typed == null ? null : new String(typed);
        }
        return new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8)).readLine();
    }
}
