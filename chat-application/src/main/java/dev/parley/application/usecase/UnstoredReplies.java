package dev.parley.application.usecase;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal.KeptReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.usecase.UnstoredReply.Phase;
import dev.parley.domain.message.MessageId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The replies that the store knows nothing of, in the order of their questions: which there are, how far each is, and what
 * is kept of it. One of a session is written at a time, as attempt 0, which nobody has claimed and every claim is above.
 * When the store has a question, its reply is claimed as any other, and whoever gets the claim here goes on with what there
 * is. Thread-safe; blocks for the journal's disk at most.
 */
final class UnstoredReplies implements AutoCloseable {

    private final KeptReplies kept;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MessageId, UnstoredReply> replies = new LinkedHashMap<>();
    private final Set<MessageId> claimed = new HashSet<>();
    private boolean closed;

    /** Begins with what an earlier process has left. */
    UnstoredReplies(KeptReplies kept) {
        this.kept = kept;
        kept.all().forEach(left -> replies.put(left.reply(), UnstoredReply.left(left)));
    }

    /** All of them, in the order of their questions. */
    List<UnstoredReply> all() {
        lock.lock();
        try {
            return List.copyOf(replies.values());
        } finally {
            lock.unlock();
        }
    }

    /** All of a session, likewise. */
    List<UnstoredReply> of(SessionKey key) {
        return all().stream().filter(reply -> reply.ticket().key().equals(key)).toList();
    }

    /**
     * A message is to be answered here, unless it is claimed, or what waits before it is not answered here.
     *
     * @param before the messages of its session that wait for the store longer than it
     * @return whether its reply was added
     */
    boolean add(NewMessage message, List<NewMessage> before) {
        lock.lock();
        try {
            boolean added = !closed && !claimed.contains(message.reply()) && areHere(before);
            if (added) {
                replies.put(message.reply(), UnstoredReply.to(message));
            }
            return added;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a reply is still one of these, and the messages before its question are answered here. */
    boolean isInLine(UnstoredReply reply, List<NewMessage> before) {
        lock.lock();
        try {
            return isHere(reply) && areHere(before);
        } finally {
            lock.unlock();
        }
    }

    private boolean areHere(List<NewMessage> messages) {
        return messages.stream().allMatch(this::isHere);
    }

    private boolean isHere(NewMessage message) {
        UnstoredReply reply = replies.get(message.reply());
        return reply != null && reply.question() != null;
    }

    private boolean isHere(UnstoredReply reply) {
        return replies.get(reply.ticket().reply()) == reply;
    }

    /** The reply of a session that is to be written next, once all before it have ended. Each is given once. */
    Optional<UnstoredReply> takeNext(SessionKey key) {
        lock.lock();
        try {
            return closed
                    ? Optional.empty()
                    : of(key).stream()
                            .filter(reply -> !reply.hasEnded())
                            .findFirst()
                            .filter(UnstoredReply::beginsToBeWritten);
        } finally {
            lock.unlock();
        }
    }

    /** A reply begins to be written, unless it was stopped or dropped meanwhile: then this says false. */
    boolean begins(UnstoredReply reply, Phase.Running phase) {
        lock.lock();
        try {
            return !closed && becomes(reply, phase);
        } finally {
            lock.unlock();
        }
    }

    /** A reply that has not begun ends, and this is kept. False if it has begun, or is none of these any more. */
    boolean endsUnbegun(UnstoredReply reply, KeptReply ended) {
        boolean ends;
        lock.lock();
        try {
            ends = becomes(reply, new Phase.Over(ended, null, null));
        } finally {
            lock.unlock();
        }
        if (ends) {
            keep(reply, ended);
        }
        return ends;
    }

    private boolean becomes(UnstoredReply reply, Phase next) {
        boolean becomes = isHere(reply) && reply.isWaiting();
        if (becomes) {
            reply.become(next);
        }
        return becomes;
    }

    /** Nothing is written of a reply any more. Blocks until it is kept. */
    void isOver(UnstoredReply reply, Phase.Over phase) {
        lock.lock();
        try {
            reply.become(phase);
        } finally {
            lock.unlock();
        }
        keep(reply, phase.kept());
    }

    /** Keeps what is written of a reply so far. What is dropped while it is being kept is forgotten by whoever of the two comes last. */
    void keep(UnstoredReply reply, KeptReply written) {
        kept.keep(written);
        lock.lock();
        try {
            if (!isHere(reply)) {
                kept.forget(written.reply());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The store has a question by now.
     *
     * @return its reply, if there is anything of it; what has not begun is written as any other
     */
    @Nullable
    UnstoredReply find(MessageId reply) {
        lock.lock();
        try {
            UnstoredReply found = replies.get(reply);
            if (found != null && found.isWaiting()) {
                replies.remove(reply);
                return null;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #find}, for who has claimed a reply here: until it is {@link #given}, nothing of it begins without a claim. */
    @Nullable
    UnstoredReply claimed(MessageId reply) {
        lock.lock();
        try {
            claimed.add(reply);
            return find(reply);
        } finally {
            lock.unlock();
        }
    }

    /** A claim was given up. */
    void given(MessageId reply) {
        lock.lock();
        try {
            claimed.remove(reply);
        } finally {
            lock.unlock();
        }
    }

    /** The store has it, or another has it in hand: it is none of ours any more. Idempotent. */
    void drop(MessageId reply) {
        UnstoredReply dropped;
        lock.lock();
        try {
            dropped = replies.remove(reply);
            if (dropped != null) {
                kept.forget(reply);
            }
        } finally {
            lock.unlock();
        }
        if (dropped != null) {
            dropped.leave();
        }
    }

    /** Nothing begins from now on. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
