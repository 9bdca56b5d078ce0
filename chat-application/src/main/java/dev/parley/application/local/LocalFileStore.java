package dev.parley.application.local;

import dev.parley.application.port.out.FileStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.identity.TenantId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files in a folder of this machine, a folder a tenant. Several stores may use one folder at once, also of several
 * processes. A file is written whole to {@code incoming} and then moved to its place; what lies in {@code incoming} for
 * long is of a process that was killed, and may be deleted.
 */
public final class LocalFileStore implements FileStore {

    private static final int FORMAT = 1;

    private final FileTree tree;

    /**
     * A store in a folder.
     *
     * @param folder nobody else's; is made when it is needed
     */
    public LocalFileStore(Path folder) {
        this.tree = new FileTree(folder);
    }

    @Override
    public void keep(TenantId tenant, Key key, File file) {
        attempt("keeping a file", () -> {
            tree.write(FileTree.file(tenant, key), written(file));
            return file;
        });
    }

    @Override
    public Optional<File> find(TenantId tenant, Key key) {
        return attempt("reading a file", () -> {
            try {
                return Optional.of(read(tree.read(FileTree.file(tenant, key))));
            } catch (NoSuchFileException missing) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void delete(TenantId tenant, Key key) {
        attempt("deleting a file", () -> tree.delete(FileTree.file(tenant, key)));
    }

    @Override
    public void deleteAll(TenantId tenant, Key folder) {
        attempt("deleting a folder", () -> tree.deleteAll(FileTree.folder(tenant, folder)));
    }

    /** The type and the bytes in one file: two could not be replaced at once. */
    private static byte[] written(File file) throws IOException {
        var written = new ByteArrayOutputStream();
        try (var data = new DataOutputStream(written)) {
            data.writeByte(FORMAT);
            data.writeUTF(file.type());
            data.write(file.bytes());
        }
        return written.toByteArray();
    }

    private static File read(byte[] written) {
        try (var data = new DataInputStream(new ByteArrayInputStream(written))) {
            if (data.readByte() != FORMAT) {
                throw new IOException("not written by this store");
            }
            return new File(data.readUTF(), data.readAllBytes());
        } catch (IOException notOurs) {
            throw new StoreException.Broken("a kept file can't be read", notOurs);
        }
    }

    private static <T> T attempt(String what, Work<T> work) {
        try {
            return work.run();
        } catch (IOException failure) {
            throw new StoreException.Unavailable(what + " failed", failure);
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }
}
