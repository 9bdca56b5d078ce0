package dev.parley.adapter.redis;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends the texts this node writes to Redis, all on one thread and in pipelines. Nobody who writes waits for it. A reply's
 * first piece is sent at once, the next ones joined, so long after the one before.
 *
 * <p>What became of a pipeline that broke need not be known: each piece says where it begins, and Redis answers how much
 * of the text it has.
 */
final class ReplySender implements AutoCloseable {

    /** How long a reply rests between two pieces while somebody elsewhere hears it. */
    static final Duration JOINED = Duration.ofMillis(20);

    /** The same while nobody does: it only has to be there for who comes. */
    static final Duration UNHEARD = Duration.ofMillis(250);

    /** The longest piece, in UTF-16 units. */
    static final int LARGEST = 16_384;

    /** How long Redis keeps a reply nobody goes on with. */
    static final Duration KEPT = Duration.ofMinutes(10);

    /** How long a reply rests that can't be sent. */
    private static final Duration REFUSED = Duration.ofSeconds(1);

    /** How long it is known that an attempt has ended. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int AT_ONCE = 256;
    private static final int MOST_ENDED = 10_000;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final long OVERTAKEN = -2;
    private static final long FORGOTTEN = -1;
    private static final Script BEGIN = Script.named("reply-begin");
    private static final Script APPEND = Script.named("reply-append");
    private static final Script END = Script.named("reply-end");
    private static final Logger LOG = LoggerFactory.getLogger(ReplySender.class);

    private final DelayQueue<Due> waiting = new DelayQueue<>();
    private final RedisConnections connections;
    private final String node;
    private final ReplySeal seal;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** Whether people were told so. Used by the thread alone. */
    private boolean isAway;

    private ReplySender(RedisConnections connections, String node, ReplySeal seal) {
        this.connections = connections;
        this.node = node;
        this.seal = seal;
        this.thread = Thread.ofVirtual().name("redis-replies").unstarted(this::run);
    }

    static ReplySender open(RedisConnections connections, String node, ReplySeal seal) {
        var sender = new ReplySender(connections, node, seal);
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

    /** What was asked for one reply, and is answered when the pipeline is through. */
    private record Asked(
            OutgoingReply reply,
            @Nullable Answer<Object> begin,
            @Nullable Answer<Object> append,
            int from,
            int end,
            @Nullable Answer<Object> over) {}

    /** Has something to send. From any thread; does not block. */
    void sendSoon(OutgoingReply reply) {
        if (reply.beginsToWait()) {
            waiting.add(new Due(reply, reply.notBefore()));
        }
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                sendNext(next());
            }
            sendLast();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendNext(List<OutgoingReply> next) throws InterruptedException {
        try {
            if (!next.isEmpty()) {
                send(next);
            }
        } catch (RuntimeException e) {
            LOG.error("Running replies were not sent in a way that should not be; others go on", e);
        }
    }

    private List<OutgoingReply> next() throws InterruptedException {
        List<OutgoingReply> next = new ArrayList<>();
        Due due = waiting.poll(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        while (due != null) {
            next.add(due.reply());
            due = next.size() < AT_ONCE ? waiting.poll() : null;
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

    private void send(List<OutgoingReply> replies) throws InterruptedException {
        replies.forEach(OutgoingReply::waitsNoMore);
        try {
            long refused = connections.callTogether(batch -> ask(batch, replies)).stream()
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

    private List<Asked> ask(Batch batch, List<OutgoingReply> replies) {
        List<Asked> asked = new ArrayList<>();
        replies.forEach(reply -> asked.add(ask(batch, reply)));
        batch.send();
        return asked;
    }

    /** Throws what became of it. */
    private static @Nullable Object answered(@Nullable Answer<Object> answer) {
        return answer == null ? null : answer.get();
    }

    private Asked ask(Batch batch, OutgoingReply outgoing) {
        RunningReply reply = outgoing.reply();
        List<String> keys = ReplyKeys.of(reply);
        if (outgoing.hasEnded() || outgoing.wasOvertaken()) {
            return new Asked(
                    outgoing, null, null, 0, 0, outgoing.hasBegun() ? batch.run(END, keys, ofEnd(reply)) : null);
        }
        Answer<Object> begin = outgoing.hasBegun() ? null : batch.run(BEGIN, keys, ofBegin(reply));
        String piece = outgoing.unsent(LARGEST);
        int end = outgoing.sent() + piece.length();
        String sealed = piece.isEmpty() ? null : sealed(reply, piece);
        Answer<Object> append =
                sealed == null ? null : batch.run(APPEND, keys, ofAppend(reply, outgoing.sent(), end, sealed));
        return new Asked(outgoing, begin, append, outgoing.sent(), end, null);
    }

    /** Without a key nothing is sent; it is tried again with what comes next. */
    private @Nullable String sealed(RunningReply reply, String piece) {
        try {
            return seal.seal(reply, piece);
        } catch (StoreException e) {
            LOG.warn("A piece of reply {} can't be sealed now and waits", reply.reply(), e);
            return null;
        }
    }

    private List<String> ofBegin(RunningReply reply) {
        String about = AboutJson.of(reply);
        return List.of(
                reply.reply().toString(),
                Integer.toString(reply.attempt()),
                node,
                Long.toString(reply.after().value()),
                about,
                Long.toString(KEPT.toMillis()),
                Channels.ofReplies(reply.key()),
                ReplyNote.begin(node, reply, about));
    }

    private List<String> ofAppend(RunningReply reply, int offset, int end, String sealed) {
        return List.of(
                reply.reply().toString(),
                Integer.toString(reply.attempt()),
                node,
                Integer.toString(offset),
                Integer.toString(end),
                sealed,
                Long.toString(KEPT.toMillis()),
                Channels.ofReplies(reply.key()),
                ReplyNote.text(node, reply, end));
    }

    private List<String> ofEnd(RunningReply reply) {
        return List.of(
                reply.reply().toString(),
                Integer.toString(reply.attempt()),
                node,
                Long.toString(REMEMBERED.toMillis()),
                Channels.ofReplies(reply.key()),
                ReplyNote.end(node, reply));
    }

    /** Redis may refuse one reply, or all because it is full: then they are begun anew later. */
    private boolean goesOn(Asked asked) {
        try {
            answered(asked.over());
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
        Object begin = answered(asked.begin());
        if (begin != null) {
            if ((Long) begin == OVERTAKEN) {
                reply.isOvertaken();
                return;
            }
            reply.knows(Math.toIntExact((Long) begin));
        }
        reply.rest(System.nanoTime() + pauseAfter(asked).toNanos());
        if (!reply.wasOvertaken() && !reply.hasEnded() && (!reply.hasBegun() || !reply.isAllSent())) {
            sendSoon(reply);
        }
    }

    private Duration pauseAfter(Asked asked) {
        Object answer = answered(asked.append());
        if (answer == null) {
            return asked.end() > asked.from() ? REFUSED : JOINED;
        }
        Duration pause = appended(asked.reply(), (List<?>) answer, asked.end());
        return asked.end() - asked.from() >= LARGEST - 1 ? Duration.ZERO : pause;
    }

    private Duration appended(OutgoingReply reply, List<?> answer, int end) {
        long first = (Long) requireNonNull(answer.getFirst());
        if (first == OVERTAKEN) {
            reply.isOvertaken();
        } else if (first == FORGOTTEN) {
            reply.isForgotten();
        } else {
            long second = (Long) requireNonNull(answer.get(1));
            reply.knows(first == 0 ? end : Math.toIntExact(second));
            return first == 0 && second == 0 && connections.countsAllListeners() ? UNHEARD : JOINED;
        }
        return Duration.ZERO;
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
