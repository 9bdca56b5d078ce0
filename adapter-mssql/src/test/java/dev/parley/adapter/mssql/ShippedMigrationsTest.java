package dev.parley.adapter.mssql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedMigrationsTest {

    private static final Map<String, String> FILES = files();

    @TempDir
    Path place;

    @Test
    void they_are_read_from_a_folder() throws IOException {
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Path path = place.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }

        assertThat(in(place, "m/common", "m/h2")).isEqualTo(expected());
    }

    @Test
    void they_are_read_from_a_jar() throws IOException {
        assertThat(in(jar(FILES), "m/common", "m/h2")).isEqualTo(expected());
    }

    @Test
    void ends_of_lines_do_not_matter_and_all_else_does() throws IOException {
        Path jar = jar(Map.of("m/V1__a.sql", "x\r\ny", "m/V2__a.sql", "x\ny\n", "m/V3__a.sql", "x\ny "));

        List<Migration> read = in(jar, "m");

        assertThat(read.get(0).checksum()).isEqualTo(read.get(1).checksum());
        assertThat(read.get(0).checksum()).isNotEqualTo(read.get(2).checksum());
    }

    @Test
    void what_is_no_numbered_migration_is_refused() throws IOException {
        Path jar = jar(Map.of("m/R__view.sql", "x"));

        assertThatIOException().isThrownBy(() -> in(jar, "m")).withMessageContaining("m/R__view.sql");
    }

    @Test
    void a_folder_that_is_not_there_is_refused() throws IOException {
        Path jar = jar(FILES);

        assertThatIOException().isThrownBy(() -> in(jar, "m/oracle")).withMessageContaining("m/oracle");
    }

    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("m/common/V10__last_one.sql", "c");
        files.put("m/common/V1__first.sql", "a");
        files.put("m/h2/V2__second.sql", "b");
        return files;
    }

    /** CRC-32 of "a", "b" and "c". */
    private static List<Migration> expected() {
        return List.of(
                new Migration("1", "first", 0xe8b7be43),
                new Migration("2", "second", 0x71beeff9),
                new Migration("10", "last one", 0x06b9df6f));
    }

    private static List<Migration> in(Path place, String... folders) throws IOException {
        URL[] places = {place.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(places, null)) {
            return ShippedMigrations.in(loader, List.of(folders));
        }
    }

    private Path jar(Map<String, String> files) throws IOException {
        Path jar = place.resolve("migrations.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            List<String> folders = files.keySet().stream()
                    .map(file -> file.substring(0, file.lastIndexOf('/') + 1))
                    .distinct()
                    .toList();
            for (String folder : folders) {
                out.putNextEntry(new JarEntry(folder));
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue().getBytes(UTF_8));
            }
        }
        return jar;
    }
}
