package dev.parley.adapter.redis;

import static java.util.Objects.requireNonNull;

import dev.parley.adapter.redis.ReplyQuestions.Asked;
import dev.parley.adapter.redis.ReplyQuestions.Piece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends the texts this node writes to Redis, all on one thread and in pipelines. Nobody who writes waits for it. A reply's
 * first piece is sent at once, the next ones joined, so long after the one before. Pieces are said to those who listen; Redis
 * keeps them, many joined, for who comes later or missed one.
 *
 * <p>What became of a pipeline that broke need not be known: each piece says where it begins, and Redis answers how much
 * of the text it has.
 */
final class ReplySender implements AutoCloseable {

    /** How long a reply rests between two pieces while somebody elsewhere hears it. */
    static final Duration JOINED = Duration.ofMillis(20);

    /** The same while nobody does: it only has to be there for who comes. */
    static final Duration UNHEARD = Duration.ofMillis(500);

    /** How often Redis gets what was said, while somebody elsewhere hears it. */
    static final Duration KEEP_EVERY = Duration.ofSeconds(1);

    /** The least time between two pipelines. What a pipeline costs, Redis and nodes, hardly depends on what is in it. */
    private static final Duration BREATH = Duration.ofMillis(4);

    /** How many listen where they are not counted: there nothing is said to one alone. */
    private static final long UNCOUNTED = Long.MAX_VALUE;

    /** How long a reply rests that can't be sent. */
    private static final Duration REFUSED = Duration.ofSeconds(1);

    private static final int AT_ONCE = 256;
    private static final int MOST_ENDED = 10_000;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final long OVERTAKEN = -2;
    private static final long FORGOTTEN = -1;
    private static final Logger LOG = LoggerFactory.getLogger(ReplySender.class);

    private final DelayQueue<Due> waiting = new DelayQueue<>();

    /** What was said and not kept yet. */
    private final DelayQueue<Due> toKeep = new DelayQueue<>();

    private final RedisConnections connections;
    private final Lane lane;
    private final ReplyQuestions questions;
    private final Predicate<String> listensItself;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** Whether people were told so. Used by the thread alone. */
    private boolean isAway;

    private ReplySender(RedisConnections connections, ReplyQuestions questions, Predicate<String> listensItself) {
        this.connections = connections;
        this.lane = connections.lane();
        this.questions = questions;
        this.listensItself = listensItself;
        this.thread = Thread.ofVirtual().name("redis-replies").unstarted(this::run);
    }

    /** @param listensItself whether this node listens in a channel, too; for itself it says nothing */
    static ReplySender open(
            RedisConnections connections, String node, ReplySeal seal, Predicate<String> listensItself) {
        var sender = new ReplySender(connections, new ReplyQuestions(node, seal), listensItself);
        sender.thread.start();
        return sender;
    }

    /** One that waits, and until when. */
    private record Due(OutgoingReply reply, long at) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(at - ((Due) other).at(), 0);
        }
    }

    /** Has something to send. From any thread; does not block. */
    void sendSoon(OutgoingReply reply) {
        if (reply.beginsToWait()) {
            waiting.add(new Due(reply, reply.notBefore()));
        }
    }

    /** Has something that should not wait for the next piece. From any thread; does not block. */
    void sendNow(OutgoingReply reply) {
        waiting.add(new Due(reply, System.nanoTime()));
    }

    private void run() {
        try (lane) {
            while (closed.getCount() > 0) {
                Collection<OutgoingReply> next = next();
                long began = System.nanoTime();
                sendNext(next);
                if (!next.isEmpty()) {
                    closed.await(began + BREATH.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
            }
            sendLast();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendNext(Collection<OutgoingReply> next) throws InterruptedException {
        try {
            if (!next.isEmpty()) {
                send(next);
            }
        } catch (RuntimeException e) {
            LOG.error("Running replies were not sent in a way that should not be; others go on", e);
        }
    }

    private Collection<OutgoingReply> next() throws InterruptedException {
        Set<OutgoingReply> next = new LinkedHashSet<>();
        Due due = waiting.poll(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        while (due != null) {
            next.add(due.reply());
            due = next.size() < AT_ONCE ? waiting.poll() : null;
        }
        due = toKeep.poll();
        while (due != null) {
            due.reply().waitsForKeepingNoMore();
            if (due.reply().isGoingOn()) {
                next.add(due.reply());
            }
            due = next.size() < AT_ONCE ? toKeep.poll() : null;
        }
        return next;
    }

    /** What a node that stops has not said yet, once. */
    private void sendLast() throws InterruptedException {
        List<OutgoingReply> last = new ArrayList<>();
        waiting.forEach(due -> last.add(due.reply()));
        if (!isAway) {
            sendNext(last);
        }
    }

    private void send(Collection<OutgoingReply> replies) throws InterruptedException {
        replies.forEach(OutgoingReply::waitsNoMore);
        try {
            long refused = connections.callTogether(lane, batch -> ask(batch, replies)).stream()
                    .filter(asked -> !goesOn(asked))
                    .count();
            if (refused == 0) {
                tellThatItIsBack();
            }
        } catch (JedisException e) {
            tellThatItIsAway(e);
            replies.forEach(this::tryAgain);
            closed.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private List<Asked> ask(Batch batch, Collection<OutgoingReply> replies) {
        List<Asked> asked = new ArrayList<>();
        var post = new Post();
        replies.forEach(reply -> asked.add(questions.ask(batch, post, reply)));
        post.putInto(batch);
        batch.send();
        return asked;
    }

    /** Redis may refuse one reply, or all because it is full: then they are begun anew later. */
    private boolean goesOn(Asked asked) {
        try {
            if (asked.over() != null) {
                asked.over().get();
            }
            goOn(asked);
            return true;
        } catch (JedisDataException e) {
            asked.reply().isForgotten();
            return waits(asked.reply(), e);
        } catch (JedisException e) {
            return waits(asked.reply(), e); // one server of several does not answer
        }
    }

    private boolean waits(OutgoingReply reply, JedisException reason) {
        tellThatItIsAway(reason);
        reply.rest(System.nanoTime() + REFUSED.toNanos());
        tryAgain(reply);
        return false;
    }

    private void goOn(Asked asked) {
        OutgoingReply reply = asked.reply();
        if (asked.begin() != null && !hasBegun(reply, (Long) asked.begin().get())) {
            return;
        }
        reply.rest(System.nanoTime() + pauseAfter(reply, asked.piece()).toNanos());
        if (!reply.isGoingOn()) {
            return;
        }
        if (!reply.hasBegun() || !reply.isAllSaid() || reply.hasLateListener()) {
            sendSoon(reply);
        }
        if (!reply.isAllKept() && reply.beginsToWaitForKeeping()) {
            toKeep.add(new Due(reply, reply.toKeepAt(KEEP_EVERY)));
        }
    }

    private static boolean hasBegun(OutgoingReply reply, long length) {
        if (length == OVERTAKEN) {
            reply.isOvertaken();
            return false;
        }
        reply.knows(Math.toIntExact(length));
        return true;
    }

    private Duration pauseAfter(OutgoingReply reply, @Nullable Piece piece) {
        return switch (piece) {
            case null -> JOINED;
            case Piece.Kept kept -> kept(reply, kept, (List<?>) kept.answer().get());
            case Piece.Said said -> said(reply, said, said.answer().get());
            case Piece.Posted posted -> posted(reply, posted);
            case Piece.Unsealed unsealed -> REFUSED;
        };
    }

    private Duration kept(OutgoingReply reply, Piece piece, List<?> answer) {
        long first = (Long) requireNonNull(answer.getFirst());
        if (first == OVERTAKEN) {
            reply.isOvertaken();
            return Duration.ZERO;
        } else if (first == FORGOTTEN) {
            reply.isForgotten();
            return Duration.ZERO;
        }
        long second = (Long) requireNonNull(answer.get(1));
        if (first != 0) {
            reply.knows(Math.toIntExact(second));
            return JOINED;
        }
        reply.knows(piece.end());
        Duration pause = heard(reply, piece, second);
        reply.isKept();
        return pause;
    }

    private Duration said(OutgoingReply reply, Piece piece, long count) {
        reply.isSaidTo(piece.end());
        return heard(reply, piece, count);
    }

    private static Duration posted(OutgoingReply reply, Piece.Posted piece) {
        boolean heard = piece.parcel().isHeard();
        reply.isSaidTo(piece.end());
        if (!heard) {
            reply.isNotHeardBy(piece.parcel().reader());
        }
        return piece.isLargest() ? Duration.ZERO : JOINED;
    }

    private Duration heard(OutgoingReply reply, Piece piece, long count) {
        boolean countsAll = connections.countsAllListeners();
        long others = count - (countsAll && listensItself.test(reply.channel()) ? 1 : 0);
        reply.wasHeardBy(countsAll ? Math.max(0, others) : UNCOUNTED);
        if (piece.isLargest()) {
            return Duration.ZERO;
        }
        return reply.isHeard() ? JOINED : UNHEARD;
    }

    /** An end that can't be told is given up where there are too many: Redis forgets by itself. */
    private void tryAgain(OutgoingReply reply) {
        if (!reply.hasEnded() || waiting.size() < MOST_ENDED) {
            sendSoon(reply);
        }
    }

    private void tellThatItIsBack() {
        if (isAway) {
            LOG.info("Redis takes running replies again");
            isAway = false;
            backoff.reset();
        }
    }

    private void tellThatItIsAway(JedisException e) {
        if (!isAway && closed.getCount() > 0) {
            LOG.warn(
                    "Redis takes no running replies; who reads on another node sees them when they are done: {}",
                    Reason.of(e));
        }
        isAway = true;
    }

    /** Ends it, after what waits was tried once. Blocks for a moment; idempotent. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(CLOSE_WITHIN)) {
                LOG.debug("Redis did not take the last of the running replies in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
