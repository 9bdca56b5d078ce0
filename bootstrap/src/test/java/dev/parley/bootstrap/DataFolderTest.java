package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path parent;

    @Test
    void a_folder_belongs_to_one_server_at_a_time() {
        Path path = parent.resolve("deep/data");

        try (DataFolder first = DataFolder.open(path)) {
            assertThat(first.path()).isEqualTo(path);
            assertThatThrownBy(() -> DataFolder.open(path))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("Another server uses the data folder")
                    .hasMessageContaining(path.toString());
        }
        try (DataFolder again = DataFolder.open(path)) {
            assertThat(again.path()).isEqualTo(path);
        }
    }

    @Test
    void a_folder_that_is_a_file_is_told_clearly() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("can't be used");
    }

    @Test
    void what_is_kept_stays() {
        try (DataFolder folder = DataFolder.open(parent)) {
            assertThat(folder.keepText("name", () -> "first")).isEqualTo("first");
            assertThat(folder.keepText("name", () -> "second")).isEqualTo("first");
        }
    }

    @Test
    void nothing_half_made_is_left_behind() throws IOException {
        try (DataFolder folder = DataFolder.open(parent)) {
            assertThat(folder.keep("key", () -> new byte[32])).hasSize(32);
        }

        try (var files = Files.list(parent)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("key", "parley.lock");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void what_is_kept_is_its_owners_alone() throws IOException {
        try (DataFolder folder = DataFolder.open(parent)) {
            assertThat(folder.keep("key", () -> new byte[32])).hasSize(32);
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve("key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void the_secret_is_made_once_and_kept() throws IOException {
        try (DataFolder folder = DataFolder.open(parent)) {
            byte[] first = SecretKey.find(null, folder, random);

            assertThat(first).hasSize(32).isNotEqualTo(new byte[32]);
            assertThat(SecretKey.find(null, folder, random)).isEqualTo(first);
            assertThat(Files.readAllBytes(parent.resolve("secret.key"))).isEqualTo(first);
        }
    }

    @Test
    void a_configured_secret_wins_and_is_not_written_down() {
        String configured = "a secret of more than thirty-two characters";

        try (DataFolder folder = DataFolder.open(parent)) {
            assertThat(SecretKey.find(Canaries.secret(configured), folder, random))
                    .isEqualTo(configured.getBytes(StandardCharsets.UTF_8));
            assertThat(parent.resolve("secret.key")).doesNotExist();
        }
    }

    @Test
    void a_damaged_secret_is_not_replaced() throws IOException {
        Files.write(parent.resolve("secret.key"), List.of("short"));

        try (DataFolder folder = DataFolder.open(parent)) {
            assertThatThrownBy(() -> SecretKey.find(null, folder, random))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("is damaged");
        }
    }
}
