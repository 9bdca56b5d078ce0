package dev.parley.adapter.redis;

import dev.parley.adapter.redis.FollowedSession.Piece;
import dev.parley.adapter.redis.FollowedSession.Snapshot;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.message.MessageId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads from Redis what listening missed, many sessions in one go on one thread. A session in which something is written of
 * which nothing was heard for a while is read, too: the last thing that was said may have got lost.
 */
final class ReplyReader implements AutoCloseable {

    static final Duration SILENCE = Duration.ofSeconds(4);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int AT_ONCE = 64;
    private static final Script READ = Script.named("reply-read");
    private static final Logger LOG = LoggerFactory.getLogger(ReplyReader.class);

    private final BlockingQueue<FollowedSession> waiting = new LinkedBlockingQueue<>();
    private final Asker asker;
    private final Supplier<Collection<FollowedSession>> followed;
    private final Thread thread;
    private volatile boolean closed;
    private long lookedAt = System.nanoTime();

    private ReplyReader(Asker asker, Supplier<Collection<FollowedSession>> followed) {
        this.asker = asker;
        this.followed = followed;
        this.thread = Thread.ofVirtual().name("redis-reply-reader").unstarted(this::run);
    }

    /** @param followed all sessions that are followed now */
    static ReplyReader open(Asker asker, Supplier<Collection<FollowedSession>> followed) {
        var reader = new ReplyReader(asker, followed);
        reader.thread.start();
        return reader;
    }

    /** Will be read. From any thread; does not block. */
    void readSoon(FollowedSession session) {
        if (session.beginsToWait()) {
            waiting.add(session);
        }
    }

    private void run() {
        try {
            while (!closed) {
                readNext();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void readNext() throws InterruptedException {
        FollowedSession first = waiting.poll(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        try {
            if (first != null) {
                List<FollowedSession> next = new ArrayList<>(List.of(first));
                waiting.drainTo(next, AT_ONCE - 1);
                read(next);
            }
            lookForSilence();
        } catch (RuntimeException e) {
            LOG.error("Running replies were not read in a way that should not be; it goes on", e);
        }
    }

    private void lookForSilence() {
        if (System.nanoTime() - lookedAt > LOOK_EVERY.toNanos()) {
            lookedAt = System.nanoTime();
            followed.get().stream()
                    .filter(session -> session.isSilentFor(SILENCE))
                    .forEach(this::readSoon);
        }
    }

    /** What can't be read now is read when Redis is heard again, or when it was silent for too long. */
    private void read(List<FollowedSession> sessions) {
        sessions.forEach(FollowedSession::waitsNoMore);
        Optional<Map<FollowedSession, List<?>>> answers = asker.askTogether(batch -> ask(batch, sessions));
        answers.ifPresent(all -> all.forEach(this::take));
    }

    private static Map<FollowedSession, List<?>> ask(Batch batch, List<FollowedSession> sessions) {
        Map<FollowedSession, Answer<Object>> asked = new HashMap<>();
        for (FollowedSession session : sessions) {
            FollowedSession.Known known = session.known();
            asked.put(
                    session,
                    batch.run(
                            READ,
                            List.of(ReplyKeys.head(session.key())),
                            List.of(
                                    ReplyKeys.texts(session.key()),
                                    known.reply(),
                                    Integer.toString(known.attempt()),
                                    Integer.toString(known.length()))));
        }
        batch.send();
        Map<FollowedSession, List<?>> answers = new HashMap<>();
        asked.forEach((session, answer) -> list(session, answer).ifPresent(known -> answers.put(session, known)));
        return answers;
    }

    /** Empty if the server that knows it does not answer. */
    private static Optional<List<?>> list(FollowedSession session, Answer<Object> answer) {
        try {
            return Optional.of((List<?>) answer.get());
        } catch (JedisDataException e) {
            LOG.warn(
                    "What is being written in session {} can't be read",
                    session.key().session(),
                    e);
            return Optional.of(List.of());
        } catch (JedisException e) {
            LOG.debug(
                    "What is being written in session {} can't be read now",
                    session.key().session(),
                    e);
            return Optional.empty();
        }
    }

    private void take(FollowedSession session, List<?> answer) {
        try {
            session.read(snapshot(session, answer));
        } catch (Vault.KeyNotAtHand e) {
            fetchKey(session);
        } catch (IllegalArgumentException | StoreException.Broken e) {
            // Of a node of another version, or with another key. What is written is shown when it is done.
            LOG.warn(
                    "What is being written in session {} can't be understood",
                    session.key().session(),
                    e);
        }
    }

    /** The store may be slow, and other sessions need no key. */
    private void fetchKey(FollowedSession session) {
        Thread.ofVirtual().name("redis-reply-key").start(() -> {
            try {
                session.fetchKey();
                readSoon(session);
            } catch (StoreException e) {
                LOG.warn(
                        "The key to what is being written in session {} can't be had",
                        session.key().session(),
                        e);
            }
        });
    }

    private static @Nullable Snapshot snapshot(FollowedSession session, List<?> answer) {
        if (answer.isEmpty()) {
            return null;
        }
        var reply = AboutJson.toReply(
                session.key(),
                new MessageId(UUID.fromString((String) answer.get(0))),
                Integer.parseInt((String) answer.get(1)),
                (String) answer.get(4));
        List<Piece> pieces = new ArrayList<>();
        List<?> text = (List<?>) answer.get(5);
        for (int i = 0; i < text.size(); i += 2) {
            String id = (String) text.get(i);
            pieces.add(new Piece(Integer.parseInt(id.substring(id.indexOf('-') + 1)), (String) text.get(i + 1)));
        }
        return new Snapshot(reply, (String) answer.get(2), pieces);
    }

    /** Ends it. Idempotent; does not wait for the thread. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
