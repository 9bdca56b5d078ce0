package dev.parley.application.local;

import dev.parley.application.port.out.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of records, each with a mark, its length and a checksum. What can't be read is passed over up to the next record
 * that can. All methods but {@link #force} belong to one thread at a time.
 */
final class JournalFile {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final int MARK = 0x9C50_4A4C;
    private static final int HEADER = 12;
    private static final long SHORT = 1L << 20;

    private final Path path;
    private final FileChannel guard;
    private final FileLock owned;
    private final ReentrantLock forcing = new ReentrantLock();
    private volatile FileChannel channel;
    private long end;

    /** Bytes that were ever appended, and how many of them are on the disk. They never become less. */
    private final AtomicLong appended = new AtomicLong();

    private volatile long forced;
    private volatile boolean failed;
    private boolean damaged;

    private JournalFile(Path path, FileChannel guard, FileLock owned, FileChannel channel) {
        this.path = path;
        this.guard = guard;
        this.owned = owned;
        this.channel = channel;
    }

    /** @throws StoreException.Broken if another process has it open */
    static JournalFile open(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve(name);
        FileChannel guard = channel(folder.resolve(name + ".lock"));
        FileLock owned = lock(guard);
        if (owned == null) {
            guard.close();
            throw new StoreException.Broken(
                    "the journal in " + folder + " is open in another process", new IllegalStateException("locked"));
        }
        return new JournalFile(path, guard, owned, channel(path));
    }

    private static FileChannel channel(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock lock(FileChannel guard) throws IOException {
        try {
            return guard.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    /** All records that can be read, in their order. Called once, before anything is appended. */
    List<byte[]> records() throws IOException {
        byte[] all = Files.readAllBytes(path);
        var file = ByteBuffer.wrap(all);
        var records = new ArrayList<byte[]>();
        int unreadable = 0;
        int at = 0;
        while (at < all.length) {
            byte[] record = record(file, at);
            if (record == null) {
                unreadable++;
                at++;
            } else {
                records.add(record);
                at += HEADER + record.length;
            }
        }
        damaged = unreadable > 0;
        if (damaged) {
            LOG.warn("{} bytes of the journal can't be read and are passed over", unreadable);
            keepCopy();
        }
        end = all.length;
        return records;
    }

    /** The record at a place; null if there is none that is whole. */
    private static byte @Nullable [] record(ByteBuffer file, int at) {
        int left = file.capacity() - at - HEADER;
        if (left < 0 || file.getInt(at) != MARK) {
            return null;
        }
        int length = file.getInt(at + 4);
        if (length < 0 || length > left) {
            return null;
        }
        byte[] record = new byte[length];
        file.get(at + HEADER, record);
        return checksum(record) == file.getInt(at + 8) ? record : null;
    }

    private static int checksum(byte[] record) {
        var crc = new CRC32C();
        crc.update(record);
        return (int) crc.getValue();
    }

    /** For whoever wants to look at what can't be read: mostly the beginning of what nobody was told is kept. */
    void keepCopy() throws IOException {
        Path copy = path.resolveSibling(path.getFileName() + ".damaged");
        Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
        LOG.warn("{} is the journal as it was found", copy);
        damaged = true;
    }

    /** Whether there is anything in it that can't be read. It is gone after {@link #replace}. */
    boolean hasDamage() {
        return damaged;
    }

    /** Whether the file is much longer than what it holds, so that it is worth writing it anew. */
    boolean isMostlyDead(long pendingBytes, long limit) {
        return pendingBytes == 0 ? end > 0 : end > Math.max(SHORT, 2 * pendingBytes) || end > 2 * limit;
    }

    /** Whether the disk refused, so that nobody knows what it holds until the file is replaced. */
    boolean hasFailed() {
        return failed;
    }

    /** What {@link #force} must reach for all that was appended until now. */
    long appended() {
        return appended.get();
    }

    /** Writes a record at the end. It is on the disk after {@link #force} only. */
    void append(byte[] record) throws IOException {
        ByteBuffer framed = framed(record);
        long at = end;
        try {
            while (framed.hasRemaining()) {
                at += channel.write(framed, at);
            }
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
        appended.addAndGet(at - end);
        end = at;
    }

    private static ByteBuffer framed(byte[] record) {
        return ByteBuffer.allocate(HEADER + record.length)
                .putInt(MARK)
                .putInt(record.length)
                .putInt(checksum(record))
                .put(record)
                .flip();
    }

    /**
     * Returns when everything that was {@link #appended} by then is on the disk. Whoever comes while the disk writes is
     * served together with the others who wait. From any thread.
     */
    void force(long upTo) throws IOException {
        forcing.lock();
        try {
            if (forced < upTo) {
                if (failed) {
                    throw new IOException("the disk has refused to write");
                }
                long written = appended.get();
                try {
                    channel.force(false);
                } catch (IOException e) {
                    failed = true;
                    throw e;
                }
                forced = written;
            }
        } finally {
            forcing.unlock();
        }
    }

    /** Puts other records in the place of all there are, on the disk, at once. */
    void replace(List<byte[]> records) throws IOException {
        forcing.lock();
        try {
            if (records.isEmpty()) {
                channel.truncate(0);
                channel.force(true);
                end = 0;
            } else {
                end = write(records);
            }
            forced = appended.get();
            failed = false;
            damaged = false;
        } finally {
            forcing.unlock();
        }
    }

    private long write(List<byte[]> records) throws IOException {
        Path written = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(written);
        FileChannel next = channel(written);
        try {
            for (byte[] record : records) {
                ByteBuffer framed = framed(record);
                while (framed.hasRemaining()) {
                    next.write(framed);
                }
            }
            next.force(true);
            Files.move(written, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            next.close();
            throw e;
        }
        channel.close();
        channel = next;
        return next.size();
    }

    void close() throws IOException {
        channel.close();
        owned.release();
        guard.close();
    }
}
