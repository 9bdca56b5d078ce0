package dev.parley.application.local;

import dev.parley.application.port.out.FileStore;
import dev.parley.domain.identity.TenantId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A folder whose files are replaced whole and are on the disk when a call returns. */
final class FileTree {

    private static final int TRIES = 8;

    private final Path root;
    private final Path incoming;

    /** Held shared while a file is put into its folder, alone while a folder is deleted. */
    private final ReentrantReadWriteLock folders = new ReentrantReadWriteLock();

    FileTree(Path root) {
        this.root = root;
        this.incoming = root.resolve("incoming");
    }

    /** Where a file lies. Each part has a prefix, so that none means anything to a file system, such as {@code ..}. */
    static Place file(TenantId tenant, FileStore.Key key) {
        int slash = key.value().lastIndexOf('/');
        String name = "f-" + key.value().substring(slash + 1);
        return new Place(slash < 0 ? tenant(tenant) : folder(tenant, key.value().substring(0, slash)), name);
    }

    /** Where a folder lies. */
    static String folder(TenantId tenant, FileStore.Key key) {
        return folder(tenant, key.value());
    }

    void write(Place place, byte[] bytes) throws IOException {
        Files.createDirectories(incoming);
        Path written = Files.createTempFile(incoming, "", "");
        try {
            try (var out = new FileOutputStream(written.toFile())) {
                out.write(bytes);
                out.getFD().sync();
            }
            folders.readLock().lock();
            try {
                move(written, root.resolve(place.folder()), place.name());
            } finally {
                folders.readLock().unlock();
            }
        } finally {
            Files.deleteIfExists(written);
        }
    }

    byte[] read(Place place) throws IOException {
        return Files.readAllBytes(path(place));
    }

    boolean delete(Place place) throws IOException {
        return Files.deleteIfExists(path(place));
    }

    boolean deleteAll(String folder) throws IOException {
        folders.writeLock().lock();
        try {
            return deleteAll(root.resolve(folder));
        } finally {
            folders.writeLock().unlock();
        }
    }

    private Path path(Place place) {
        return root.resolve(place.folder()).resolve(place.name());
    }

    /** Again where another process deletes the folder just now. A folder that went while it was looked at "exists". */
    private static void move(Path written, Path folder, String name) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                Files.createDirectories(folder);
                Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                settle(folder);
                return;
            } catch (NoSuchFileException | FileAlreadyExistsException meanwhile) {
                if (tries == TRIES) {
                    throw meanwhile;
                }
            }
        }
    }

    /** Without it the file's name could be lost with the machine's power. Other systems can't, and need not. */
    private static void settle(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder)) {
                channel.force(true);
            }
        }
    }

    private static boolean deleteAll(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    deleteAll(entry);
                } else {
                    Files.deleteIfExists(entry);
                }
            }
        } catch (NoSuchFileException gone) {
            return false;
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return deleteIfEmpty(folder);
    }

    private static boolean deleteIfEmpty(Path folder) throws IOException {
        try {
            return Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException newer) {
            return false;
        }
    }

    /** A dot becomes what no name can have: some file systems drop dots at the end. */
    private static String tenant(TenantId tenant) {
        return "t-" + tenant.value().replace('.', '+');
    }

    private static String folder(TenantId tenant, String key) {
        return tenant(tenant) + "/d-" + key.replace("/", "/d-");
    }

    /** A file's place under the root. */
    record Place(String folder, String name) {}
}
