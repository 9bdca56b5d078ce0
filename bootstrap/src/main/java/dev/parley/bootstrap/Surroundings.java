package dev.parley.bootstrap;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param environment variables by name
 * @param workingDir what relative paths begin at
 * @param in what people type
 * @param out where answers go
 * @param err where everything else goes
 */
record Surroundings(
        Map<String, String> environment, Path workingDir, InputStream in, PrintStream out, PrintStream err) {

    Surroundings {
        environment = Map.copyOf(environment);
        requireNonNull(workingDir, "workingDir");
        requireNonNull(in, "in");
        requireNonNull(out, "out");
        requireNonNull(err, "err");
    }
}
