package dev.parley.domain.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.domain.text.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Secrets and message texts of tests. Each process writes down what it uses, in a file of its own below {@code target/canaries}
 * of the module it tests; the last step of the build looks for all of it in all logs of the whole run. Used by any thread.
 */
public final class Canaries {

    /** Where they are written down, below a module's folder. */
    public static final Path FOLDER = Path.of("target", "canaries");

    /** What a secret's line begins with; its base64 follows. */
    public static final String SECRET = "secret ";

    /** What a text's line begins with; its base64 follows. */
    public static final String TEXT = "text ";

    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();
    private static final Path FILE = FOLDER.resolve(ProcessHandle.current().pid() + ".txt");

    private Canaries() {}

    /** A secret that no log may show. */
    public static Secret secret(String value) {
        return new Secret(noteSecret(value));
    }

    /** Notes a token, a password or a key, and gives it back. */
    public static String noteSecret(String value) {
        return noted(SECRET, value);
    }

    /** Notes what somebody says, and gives it back. */
    public static String noteText(String text) {
        return noted(TEXT, text);
    }

    private static String noted(String kind, String value) {
        String line = kind + Base64.getEncoder().encodeToString(value.getBytes(UTF_8)) + "\n";
        if (KNOWN.add(line)) {
            write(line);
        }
        return value;
    }

    private static synchronized void write(String line) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
