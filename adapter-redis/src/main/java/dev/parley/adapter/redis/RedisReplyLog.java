package dev.parley.adapter.redis;

import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Running replies over several nodes. Each node reads them in a log of its own, which this puts what other nodes write into.
 * So reading is as it is on one node, and this node's own replies need no Redis.
 */
final class RedisReplyLog implements ReplyLog, Ear, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisReplyLog.class);

    private final ReplyLog near;
    private final Exchange exchange;
    private final String node;
    private final ReplySeal seal;
    private final Duration patience;
    private final ReplySender sender;
    private final ReplyReader reader;

    /** What this node writes, by channel. */
    private final Map<String, OutgoingReply> writing = new ConcurrentHashMap<>();

    private final Map<String, FollowedSession> followed = new ConcurrentHashMap<>();

    /** Keeps what is subscribed in step with who listens. */
    private final ReentrantLock lock = new ReentrantLock();

    private RedisReplyLog(
            ReplyLog near,
            Exchange exchange,
            String node,
            ReplySeal seal,
            Duration patience,
            RedisConnections connections,
            Asker asker) {
        this.near = near;
        this.exchange = exchange;
        this.node = node;
        this.seal = seal;
        this.patience = patience;
        this.sender = ReplySender.open(connections, node, seal, followed::containsKey);
        this.reader = ReplyReader.open(asker, followed::values);
    }

    /**
     * A log.
     *
     * @param near the log of this node, which nobody else writes to
     * @param node unlike that of any other log
     * @param patience how long listening waits for Redis
     */
    static RedisReplyLog over(
            ReplyLog near,
            Exchange exchange,
            String node,
            ReplySeal seal,
            Duration patience,
            RedisConnections connections,
            Asker asker) {
        var log = new RedisReplyLog(near, exchange, node, seal, patience, connections, asker);
        exchange.connect(Channels.REPLIES, log);
        exchange.connect(Channels.NODES, (own, message) -> log.onOwnChannel(message));
        exchange.want(Channels.ofNode(node));
        return log;
    }

    @Override
    public Recorder begin(RunningReply reply) {
        ReplyText before = near.current(reply.key());
        Recorder recorder = near.begin(reply);
        ReplyText text = near.current(reply.key());
        if (text == null || text.equals(before) || !text.reply().equals(reply)) {
            return recorder; // refused, or overtaken already
        }
        var outgoing = new OutgoingReply(sender, reply, recorder, text, this::isOver);
        writing.put(outgoing.channel(), outgoing);
        sender.sendSoon(outgoing);
        return outgoing;
    }

    private void isOver(OutgoingReply reply) {
        writing.remove(reply.channel(), reply);
    }

    @Override
    public @Nullable ReplyText current(SessionKey key) {
        return near.current(key);
    }

    /** Waits for Redis, but not long, so that what is being written can be read when this returns. */
    @Override
    public Listening listen(SessionKey key, Runnable changed) {
        Listening listening = near.listen(key, changed);
        FollowedSession session = join(key);
        if (exchange.awaitHeard(Channels.ofReplies(key))) {
            session.awaitRead(patience);
        }
        var left = new AtomicBoolean();
        return () -> {
            listening.close();
            if (left.compareAndSet(false, true)) {
                leave(session);
            }
        };
    }

    private FollowedSession join(SessionKey key) {
        String channel = Channels.ofReplies(key);
        lock.lock();
        try {
            FollowedSession session = followed.computeIfAbsent(channel, same -> follow(key));
            if (session.join()) {
                exchange.want(channel);
            }
            return session;
        } finally {
            lock.unlock();
        }
    }

    private FollowedSession follow(SessionKey key) {
        var made = new FollowedSession[1];
        var writer = new WriterContact(this::tellWriter, System::nanoTime);
        made[0] = new FollowedSession(key, near, node, seal, writer, () -> reader.readSoon(made[0]));
        return made[0];
    }

    private void tellWriter(String writer, RunningReply reply, int length) {
        String note = ReplyNote.follow(node, reply, length);
        exchange.say(Channels.ofNode(writer), Bundle.of(Channels.ofReplies(reply.key()), note));
    }

    private void leave(FollowedSession session) {
        String channel = Channels.ofReplies(session.key());
        lock.lock();
        try {
            if (session.leave()) {
                followed.remove(channel);
                exchange.drop(channel);
                session.close();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onChannel(String channel, String payload) {
        FollowedSession session = followed.get(channel);
        if (session != null) {
            understanding(() -> session.heard(ReplyNote.parse(payload)));
        }
    }

    private void onOwnChannel(String message) {
        understanding(() -> Bundle.parse(message)
                .forEach(part -> understanding(() -> heardAlone(part.channel(), ReplyNote.parse(part.payload())))));
    }

    private void heardAlone(String channel, ReplyNote note) {
        if (note.kind() == ReplyNote.Kind.FOLLOW) {
            OutgoingReply reply = writing.get(channel);
            if (reply != null) {
                reply.isFollowed(note);
            }
        } else {
            FollowedSession session = followed.get(channel);
            if (session != null) {
                session.heardAlone(note);
            }
        }
    }

    private static void understanding(Runnable hearing) {
        try {
            hearing.run();
        } catch (IllegalArgumentException | StoreException e) {
            // Of a node of another version, or with another key. What it writes is shown when it is done.
            LOG.warn("What another node writes can't be understood: {}", e.getMessage());
        }
    }

    /** What was said before, and what was said during a break, is read. */
    @Override
    public void onHeard(String channel) {
        FollowedSession session = followed.get(channel);
        if (session != null) {
            reader.readSoon(session);
        }
    }

    /** Ends it. Replies under way go on on this node. Idempotent. */
    @Override
    public void close() {
        sender.close();
        reader.close();
    }
}
