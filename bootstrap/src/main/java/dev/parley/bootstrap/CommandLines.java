package dev.parley.bootstrap;

import dev.parley.bootstrap.settings.SettingsException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Understands command lines, and tells failures to people: what is wrong, never a stack trace. */
final class CommandLines {

    private static final Logger LOG = LoggerFactory.getLogger(CommandLines.class);

    private CommandLines() {}

    /** Runs a command. Blocks until it is done; gives the exit code. */
    static int run(Surroundings surroundings, String... args) {
        CommandLine commands = new CommandLine(new ParleyCommand(surroundings))
                .addSubcommand("serve", new ServeCommand(surroundings))
                .addSubcommand("doctor", new DoctorCommand(surroundings))
                .addSubcommand("chat", new ChatCommand(surroundings))
                .addSubcommand("create-admin", new CreateAdminCommand(surroundings))
                .addSubcommand("rotate-keys", new RotateKeysCommand(surroundings))
                .addSubcommand("encrypt", new EncryptCommand(surroundings))
                .addSubcommand("verify-audit", new VerifyAuditCommand(surroundings));
        return commands.setOut(writer(surroundings.out()))
                .setErr(writer(surroundings.err()))
                .setExecutionExceptionHandler((failure, command, parsed) -> told(failure, surroundings.err()))
                .execute(args);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static int told(Exception failure, PrintStream err) {
        return switch (failure) {
            case SettingsException settings -> {
                err.println("The configuration can't be used:");
                settings.problems().forEach(problem -> err.println("  " + problem));
                yield ExitCode.CONFIGURATION;
            }
            case StartFailure start -> {
                err.println(start.getMessage());
                LOG.debug("The start failed", start);
                yield ExitCode.FAILED;
            }
            default -> {
                err.println("Something unexpected happened: " + failure);
                LOG.debug("Something unexpected happened", failure);
                yield ExitCode.BUG;
            }
        };
    }
}
