package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bootstrap.process.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley doctor} beside a server that has the database's file to itself. */
class DoctorIT {

    @TempDir
    Path folder;

    @Test
    void the_running_server_is_asked_about_its_database() throws Exception {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (var server = ServerProcess.start(folder, Map.of())) {
            Map<String, String> environment =
                    Map.of("PARLEY_DATA_DIR", folder.toString(), "PARLEY_HTTP_PORT", Integer.toString(server.port()));
            var surroundings = new Surroundings(environment, folder, InputStream.nullInputStream(), stream, stream);

            int code = CommandLines.run(surroundings, "doctor");

            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("in use by the running server, which is ready", "a running Parley listens on");
            assertThat(code).isZero();
        }
    }
}
