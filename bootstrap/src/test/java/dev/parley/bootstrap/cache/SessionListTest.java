package dev.parley.bootstrap.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionListTest {

    private static final SessionKey ONE = new SessionKey(new TenantId("acme"), new SessionId(new UUID(1, 1)));
    private static final SessionKey TWO = new SessionKey(TenantId.DEFAULT, new SessionId(new UUID(1, 2)));

    @TempDir
    private Path folder;

    @Test
    void what_was_written_is_read() throws IOException {
        Path file = folder.resolve("list");

        Files.write(file, SessionList.written(List.of(ONE, TWO)));

        assertThat(SessionList.read(file, 10)).containsExactly(ONE, TWO);
        assertThat(SessionList.read(file, 1)).containsExactly(ONE);
    }

    @Test
    void no_file_is_an_empty_list() {
        assertThat(SessionList.read(folder.resolve("none"), 10)).isEmpty();
        assertThat(SessionList.read(folder, 10)).isEmpty();
    }

    @Test
    void what_is_no_session_is_left_out() throws IOException {
        Path file = folder.resolve("list");
        Files.write(file, "\n\nacme\nacme nonsense\n \u0000\u00ff\nNo Tenant 1\n".getBytes(StandardCharsets.UTF_8));
        Files.write(file, SessionList.written(List.of(TWO)), StandardOpenOption.APPEND);

        assertThat(SessionList.read(file, 100)).containsExactly(TWO);
    }
}
