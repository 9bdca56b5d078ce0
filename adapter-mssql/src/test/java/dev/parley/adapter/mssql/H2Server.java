package dev.parley.adapter.mssql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** H2's server in a process of its own, which can be killed and started again at the same port. */
final class H2Server {

    private static final Pattern RUNNING = Pattern.compile("TCP server running at tcp://[^:]+:(\\d+).*");

    private final Path folder;
    private Process process;
    private int port;

    private H2Server(Path folder) {
        this.folder = folder;
    }

    static H2Server start(Path folder) throws IOException {
        H2Server server = new H2Server(folder);
        server.start();
        return server;
    }

    String url() {
        return "jdbc:h2:tcp://localhost:" + port + "/./parley";
    }

    /** At a port of its own choice the first time, at the same one later. */
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "org.h2.tools.Server",
                        "-tcp",
                        "-tcpPort",
                        String.valueOf(port),
                        "-ifNotExists",
                        "-baseDir",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader(UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher running = RUNNING.matcher(line);
            if (running.matches()) {
                port = Integer.parseInt(running.group(1));
                return;
            }
        }
        throw new IOException("H2's server did not start");
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
