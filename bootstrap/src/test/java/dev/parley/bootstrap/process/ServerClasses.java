package dev.parley.bootstrap.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where a server's process finds its classes: in what is shipped, if the build names it, with an archive of the classes as they
 * are once they are loaded, so that one that is started again and again is up in half the time. Else where the tests find
 * theirs.
 */
final class ServerClasses {

    /** The folder of what is shipped, as the build tells. */
    private static final String SHIPPED = "parley.distribution";

    private static final long GUARD_SECONDS = 120;
    private static final List<String> OPTIONS = find();

    private ServerClasses() {}

    /** The options of the java command. */
    static List<String> options() {
        return OPTIONS;
    }

    private static List<String> find() {
        String shipped = System.getProperty(SHIPPED, "");
        if (shipped.isEmpty() || !Files.isDirectory(Path.of(shipped, "lib"))) {
            return List.of(
                    "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        }
        String jars = Path.of(shipped, "lib").toAbsolutePath() + File.separator + "*";
        Path archive = Path.of(shipped).toAbsolutePath().resolveSibling("server.jsa");
        try {
            archive(archive, jars);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of("-XX:SharedArchiveFile=" + archive, "-cp", jars);
    }

    /** Asks a whole server what it looks like, which loads most of what it needs, and keeps that. */
    private static void archive(Path archive, String jars) throws IOException, InterruptedException {
        Files.deleteIfExists(archive);
        Path data = Files.createTempDirectory("parley-archive-");
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-Dparley.stopWithParent=true",
                "-cp",
                jars,
                "dev.parley.bootstrap.Main",
                "serve");
        process.redirectErrorStream(true).directory(data.toFile());
        process.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        process.environment().put("PARLEY_DATA_DIR", data.resolve("data").toString());
        process.environment().put("PARLEY_HTTP_PORT", "0");
        Process server = process.start();
        try (var log = server.inputReader(StandardCharsets.UTF_8)) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                if (line.contains("listens on")) {
                    server.toHandle().destroy(); // its last words can still be read
                }
            }
        }
        if (!server.waitFor(GUARD_SECONDS, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
    }
}
