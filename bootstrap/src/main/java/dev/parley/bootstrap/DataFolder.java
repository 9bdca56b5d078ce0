package dev.parley.bootstrap;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The folder for what must survive a restart. Held by one process at a time; the lock goes with the process, however it
 * ends.
 */
final class DataFolder implements AutoCloseable {

    private static final String LOCK = "parley.lock";

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if it is not there, and takes it.
     *
     * @throws StartFailure if another process has it, or if it can't be written
     */
    static DataFolder open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StartFailure("Another server uses the data folder "
                        + path.toAbsolutePath().normalize()
                        + ". Stop it, or choose another folder by PARLEY_DATA_DIR.");
            }
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new StartFailure("The data folder " + path.toAbsolutePath().normalize() + " can't be used: " + e, e);
        }
    }

    /** Whether a server has it just now. */
    static boolean isTaken(Path path) {
        Path file = path.resolve(LOCK);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return lock(channel) == null;
        } catch (IOException e) {
            throw new StartFailure("The data folder " + path.toAbsolutePath().normalize() + " can't be used: " + e, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another server in this very process
        }
    }

    Path path() {
        return path;
    }

    /**
     * A small file that is made once, whole or not at all, readable by its owner only.
     *
     * @param first what it holds when it is made
     */
    byte[] keep(String name, Supplier<byte[]> first) {
        Path file = path.resolve(name);
        try {
            if (!Files.exists(file)) {
                write(file, first.get());
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StartFailure("The file " + file.toAbsolutePath().normalize() + " can't be used: " + e, e);
        }
    }

    /** The same, for somebody who reads the file themselves. */
    Path keepFile(String name, Supplier<byte[]> first) {
        byte[] unused = keep(name, first);
        return path.resolve(name);
    }

    /** The same for a line of text. */
    String keepText(String name, Supplier<String> first) {
        byte[] bytes = keep(name, () -> first.get().getBytes(StandardCharsets.UTF_8));
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path folder = requireNonNull(file.toAbsolutePath().getParent());
        Path made = Files.createTempFile(folder, "new", "", ownerOnly(folder));
        try (FileChannel out = FileChannel.open(made, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(content));
            out.force(true);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Another content for a small file, whole or not at all, readable by its owner only. */
    static void replace(Path file, byte[] content) throws IOException {
        write(file, content);
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-------");
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
