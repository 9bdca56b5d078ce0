package dev.parley.bootstrap.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file the signing keys are in. It is read again when it has changed, so keys are rotated without a restart; one that
 * can't be read leaves the keys as they are. Thread-safe.
 */
final class KeyFile {

    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Path path;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile SigningKeys keys;
    private volatile Instant lookedAt;
    private @Nullable FileTime changedAt;

    /**
     * Reads the file. Blocks.
     *
     * @throws IllegalArgumentException if it can't be read or is no key set
     */
    KeyFile(Path path, InstantSource clock) {
        this.path = path;
        this.clock = clock;
        this.lookedAt = clock.instant();
        try {
            this.changedAt = Files.getLastModifiedTime(path);
            this.keys = SigningKeys.parse(Files.readString(path));
        } catch (IOException e) {
            throw new IllegalArgumentException("it can't be read: " + e, e);
        }
    }

    /** The keys as they are. Looks at the file every few seconds at most. */
    SigningKeys keys() {
        if (clock.instant().isAfter(lookedAt.plus(LOOK_EVERY)) && lock.tryLock()) {
            try {
                lookedAt = clock.instant();
                look();
            } finally {
                lock.unlock();
            }
        }
        return keys;
    }

    private void look() {
        try {
            FileTime time = Files.getLastModifiedTime(path);
            if (!time.equals(changedAt)) {
                changedAt = time;
                keys = SigningKeys.parse(Files.readString(path));
                LOG.info("The signing keys are {} from now on", keys);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("The changed file of signing keys {} can't be used; the keys stay as they are", path, e);
        }
    }
}
