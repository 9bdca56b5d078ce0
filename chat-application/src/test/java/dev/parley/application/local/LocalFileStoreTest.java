package dev.parley.application.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.contract.FileStoreContract;
import dev.parley.application.port.out.FileStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.identity.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileStoreTest extends FileStoreContract {

    private static final FileStore.Key KEY = new FileStore.Key("avatars/ada");
    private static final FileStore.File PICTURE = new FileStore.File("image/png", "picture".getBytes(UTF_8));

    @TempDir
    private Path disk;

    @Override
    protected FileStore openStore() {
        return new LocalFileStore(folder());
    }

    @Test
    void all_it_writes_is_in_its_folder() throws IOException {
        FileStore store = openStore();
        for (String tenant : List.of("..", ".", "...", "acme", "incoming")) {
            store.keep(new TenantId(tenant), KEY, PICTURE);
            store.delete(new TenantId(tenant), new FileStore.Key("other"));
            store.deleteAll(new TenantId(tenant), new FileStore.Key("letters"));
        }

        assertThat(in(disk)).containsExactly(folder());
        assertThat(in(folder()))
                .extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrder("incoming", "t-++", "t-+", "t-+++", "t-acme", "t-incoming");
    }

    @Test
    void nothing_is_left_beside_the_files() throws IOException {
        FileStore store = openStore();

        store.keep(TenantId.DEFAULT, KEY, PICTURE);
        store.keep(TenantId.DEFAULT, KEY, PICTURE);
        store.deleteAll(TenantId.DEFAULT, new FileStore.Key("avatars"));

        assertThat(in(folder().resolve("incoming"))).isEmpty();
        assertThat(in(folder().resolve("t-default"))).isEmpty();
    }

    @Test
    void another_store_in_the_folder_finds_the_files() {
        openStore().keep(TenantId.DEFAULT, KEY, PICTURE);

        assertThat(openStore().find(TenantId.DEFAULT, KEY).orElseThrow().bytes())
                .isEqualTo(PICTURE.bytes());
    }

    @Test
    void a_write_that_was_cut_short_changes_nothing() throws IOException {
        FileStore store = openStore();
        store.keep(TenantId.DEFAULT, KEY, PICTURE);

        Files.write(folder().resolve("incoming").resolve("half"), new byte[3]);

        assertThat(openStore().find(TenantId.DEFAULT, KEY)).isPresent();
    }

    @Test
    void what_is_not_ours_is_not_taken_for_a_file() throws IOException {
        FileStore store = openStore();
        store.keep(TenantId.DEFAULT, KEY, PICTURE);
        Files.writeString(folder().resolve("t-default/d-avatars/f-ada"), "something else");

        assertThatExceptionOfType(StoreException.Broken.class).isThrownBy(() -> store.find(TenantId.DEFAULT, KEY));
    }

    @Test
    void a_folder_that_can_not_be_written_to_is_reported() throws IOException {
        Files.writeString(folder(), "a file where the folder should be");

        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> openStore().keep(TenantId.DEFAULT, KEY, PICTURE));
    }

    private Path folder() {
        return disk.resolve("files");
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
