package dev.parley.bootstrap;

import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.usecase.CacheHits;
import dev.parley.application.usecase.Repeating;
import dev.parley.bootstrap.cache.CaffeineSessionCache;
import dev.parley.bootstrap.cache.SessionList;
import dev.parley.bootstrap.metrics.Measuring;
import dev.parley.bootstrap.metrics.Measuring.CacheFigures;
import dev.parley.bootstrap.settings.CacheSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions this server remembers, and in its data folder the names of those it used last, for its next start. They are
 * written every minute and when it stops.
 */
final class SessionMemory implements AutoCloseable {

    static final String NAME = "recent-sessions";

    private static final Logger LOG = LoggerFactory.getLogger(SessionMemory.class);
    private static final Duration WRITE_EVERY = Duration.ofMinutes(1);

    private final CaffeineSessionCache cache;
    private final Path file;
    private final int most;
    private final List<SessionKey> before;
    private final ReentrantLock writing = new ReentrantLock();
    private final Repeating repeating;
    private List<SessionKey> written;

    private SessionMemory(CaffeineSessionCache cache, Path file, int most) {
        this.cache = cache;
        this.file = file;
        this.most = most;
        this.before = SessionList.read(file, most);
        this.written = before;
        this.repeating = Repeating.start("recent-sessions", WRITE_EVERY, this::write);
    }

    /** Remembers nothing yet but names. To be closed after all that uses it. */
    static SessionMemory open(DataFolder folder, CacheSettings settings) {
        var cache = new CaffeineSessionCache(settings.bytes(), settings.idle(), System::nanoTime);
        return new SessionMemory(cache, folder.path().resolve(NAME), settings.warmUp());
    }

    SessionCache cache() {
        return cache;
    }

    /** Shows how good it is. To be called once. */
    void showIn(Measuring measuring, CacheHits hits) {
        measuring.watch("memory", new CacheFigures(hits::hits, hits::misses, cache::size));
    }

    /** The sessions that were used last before this start, the latest first. */
    List<SessionKey> before() {
        return before;
    }

    /** A list that can't be written costs a slow start, and nothing else. */
    private void write() {
        writing.lock();
        try {
            List<SessionKey> now = cache.usedLast(most);
            if (!now.isEmpty() && !now.equals(written)) {
                DataFolder.replace(file, SessionList.written(now));
                written = now;
            }
        } catch (IOException e) {
            LOG.warn("{} can't be written; after the next start sessions are read when they are asked for", file, e);
        } finally {
            writing.unlock();
        }
    }

    /** Writes the names a last time. */
    @Override
    public void close() {
        repeating.close();
        write();
    }
}
