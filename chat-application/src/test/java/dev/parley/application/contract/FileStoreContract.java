package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.FileStore;
import dev.parley.domain.identity.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every {@link FileStore} passes this suite. */
public abstract class FileStoreContract {

    private static final FileStore.Key KEY = new FileStore.Key("avatars/ada");
    private static final int LARGE = 3_000_000;

    FileStore files;

    /** Opens a store that holds nothing. Called once for each test. */
    protected abstract FileStore openStore();

    @BeforeEach
    final void open() {
        files = openStore();
    }

    @Test
    void g1_a_kept_file_is_found_with_its_bytes_and_type() {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }

        files.keep(ACME, KEY, new FileStore.File("image/png", everyByte));

        assertKept(ACME, KEY, "image/png", everyByte);
    }

    @Test
    void g1_empty_and_large_files_are_kept() {
        files.keep(ACME, KEY, file(0));
        files.keep(ACME, new FileStore.Key("large"), file(LARGE));

        assertKept(ACME, KEY, "application/octet-stream", file(0).bytes());
        assertKept(
                ACME,
                new FileStore.Key("large"),
                "application/octet-stream",
                file(LARGE).bytes());
    }

    @Test
    void g1_types_are_kept_as_they_are() {
        files.keep(ACME, KEY, new FileStore.File("text/plain;charset=\"ü\"", new byte[1]));

        assertKept(ACME, KEY, "text/plain;charset=\"ü\"", new byte[1]);
    }

    @Test
    void g1_no_other_tenant_finds_it() {
        files.keep(ACME, KEY, file(1));

        assertThat(files.find(GLOBEX, KEY)).isEmpty();
        assertThat(files.find(ACME, new FileStore.Key("avatars/bob"))).isEmpty();
    }

    @Test
    void g1_keys_that_are_alike_are_not_the_same() {
        List<FileStore.Key> keys = List.of(
                new FileStore.Key("a"),
                new FileStore.Key("a/a"),
                new FileStore.Key("a/a/a"),
                new FileStore.Key("a-a"),
                new FileStore.Key("a_a"),
                new FileStore.Key("aa"));

        for (int i = 0; i < keys.size(); i++) {
            files.keep(ACME, keys.get(i), file(i));
        }

        for (int i = 0; i < keys.size(); i++) {
            assertKept(ACME, keys.get(i), "application/octet-stream", file(i).bytes());
        }
    }

    @Test
    void g2_keeping_again_replaces_bytes_and_type() {
        files.keep(ACME, KEY, new FileStore.File("image/png", new byte[1_000]));

        files.keep(ACME, KEY, new FileStore.File("image/jpeg", new byte[] {1}));

        assertKept(ACME, KEY, "image/jpeg", new byte[] {1});
    }

    @Test
    void g2_a_reader_gets_one_file_or_the_other() throws Exception {
        files.keep(ACME, KEY, striped(0));

        List<Boolean> whole = Race.of(8, runner -> {
            if (runner < 4) {
                files.keep(ACME, KEY, striped(runner));
            }
            return isStriped(files.find(ACME, KEY).orElseThrow());
        });

        assertThat(whole).containsOnly(true);
    }

    @Test
    void g2_what_is_handed_in_and_out_are_copies() {
        byte[] bytes = {1, 2, 3};
        FileStore.File file = new FileStore.File("image/png", bytes);
        files.keep(ACME, KEY, file);

        bytes[0] = 9;
        file.bytes()[0] = 9;
        files.find(ACME, KEY).orElseThrow().bytes()[0] = 9;

        assertKept(ACME, KEY, "image/png", new byte[] {1, 2, 3});
    }

    @Test
    void g3_a_deleted_file_is_not_found() {
        files.keep(ACME, KEY, file(1));
        files.keep(GLOBEX, KEY, file(1));

        files.delete(ACME, KEY);
        files.delete(ACME, KEY);
        files.delete(ACME, new FileStore.Key("never-there"));

        assertThat(files.find(ACME, KEY)).isEmpty();
        assertThat(files.find(GLOBEX, KEY)).isPresent();
    }

    @Test
    void g3_a_deleted_file_can_be_kept_again() {
        files.keep(ACME, KEY, file(1));
        files.delete(ACME, KEY);

        files.keep(ACME, KEY, file(2));

        assertKept(ACME, KEY, "application/octet-stream", file(2).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "...", "a.", ".a", "a..b", "-", "_", "incoming", "con", "t-acme", "tmp"})
    void g4_a_tenant_is_nothing_but_a_name(String name) {
        TenantId tenant = new TenantId(name);
        files.keep(tenant, KEY, file(1));
        files.keep(tenant, new FileStore.Key("incoming"), file(2));

        assertKept(tenant, KEY, "application/octet-stream", file(1).bytes());
        assertKept(tenant, new FileStore.Key("incoming"), "application/octet-stream", file(2).bytes());
        assertThat(files.find(ACME, KEY)).isEmpty();
        files.deleteAll(tenant, new FileStore.Key("avatars"));
        assertThat(files.find(tenant, KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"con", "aux/nul", "-", "--", "_/_", "f-a", "d-a/f-b"})
    void g4_a_key_is_nothing_but_a_name(String key) {
        files.keep(ACME, new FileStore.Key(key), file(1));

        assertKept(ACME, new FileStore.Key(key), "application/octet-stream", file(1).bytes());
    }

    @Test
    void g4_the_longest_names_are_kept() {
        TenantId tenant = new TenantId("t".repeat(64));
        FileStore.Key flat = new FileStore.Key("k".repeat(200));
        FileStore.Key deep = new FileStore.Key("k/".repeat(99) + "kk");

        files.keep(tenant, flat, file(1));
        files.keep(tenant, deep, file(2));

        assertKept(tenant, flat, "application/octet-stream", file(1).bytes());
        assertKept(tenant, deep, "application/octet-stream", file(2).bytes());
    }

    @Test
    void g5_deleting_a_folder_takes_what_is_in_it_and_no_more() {
        List<FileStore.Key> inside =
                List.of(new FileStore.Key("users/ada/avatar"), new FileStore.Key("users/ada/letters/2026/one"));
        List<FileStore.Key> outside = List.of(
                new FileStore.Key("users/ada"),
                new FileStore.Key("users/ada-1/avatar"),
                new FileStore.Key("users/adam/avatar"),
                new FileStore.Key("ada/avatar"));
        List<FileStore.Key> all = new ArrayList<>(inside);
        all.addAll(outside);
        all.forEach(key -> files.keep(ACME, key, file(1)));
        files.keep(GLOBEX, inside.getFirst(), file(1));

        files.deleteAll(ACME, new FileStore.Key("users/ada"));
        files.deleteAll(ACME, new FileStore.Key("users/ada"));
        files.deleteAll(ACME, new FileStore.Key("never-there"));

        assertThat(inside).allSatisfy(key -> assertThat(files.find(ACME, key)).isEmpty());
        assertThat(outside).allSatisfy(key -> assertThat(files.find(ACME, key)).isPresent());
        assertThat(files.find(GLOBEX, inside.getFirst())).isPresent();
    }

    @Test
    void g5_a_folder_can_be_deleted_while_files_are_kept_in_it() throws Exception {
        Race.of(8, runner -> {
            for (int i = 0; i < 20; i++) {
                if (runner % 2 == 0) {
                    files.keep(ACME, new FileStore.Key("users/ada/" + runner), file(1));
                } else {
                    files.deleteAll(ACME, new FileStore.Key("users/ada"));
                }
            }
            return runner;
        });

        files.keep(ACME, new FileStore.Key("users/ada/last"), file(1));
        assertThat(files.find(ACME, new FileStore.Key("users/ada/last"))).isPresent();
    }

    private void assertKept(TenantId tenant, FileStore.Key key, String type, byte[] bytes) {
        FileStore.File found = files.find(tenant, key).orElseThrow();
        assertThat(found.type()).isEqualTo(type);
        assertThat(Arrays.mismatch(found.bytes(), bytes)).isEqualTo(-1);
    }

    private static FileStore.File file(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        return new FileStore.File("application/octet-stream", bytes);
    }

    /** Its type says which byte it is full of, and how many. */
    private static FileStore.File striped(int number) {
        byte[] bytes = new byte[200_000 + number];
        Arrays.fill(bytes, (byte) number);
        return new FileStore.File("test/" + number, bytes);
    }

    private static boolean isStriped(FileStore.File file) {
        FileStore.File wanted = striped(Integer.parseInt(file.type().substring("test/".length())));
        return Arrays.equals(wanted.bytes(), file.bytes());
    }
}
