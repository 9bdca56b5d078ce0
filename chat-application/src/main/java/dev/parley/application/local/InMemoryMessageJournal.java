package dev.parley.application.local;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.domain.message.MessageId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/** A journal that lives as long as its process: for programs whose store does, too. */
public final class InMemoryMessageJournal implements MessageJournal {

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<MessageId, NewMessage> messages = new LinkedHashMap<>();
    private final SequencedMap<MessageId, KeptReply> replies = new LinkedHashMap<>();

    /**
     * An empty journal.
     *
     * @param most how many messages it holds, at least 1; besides them half as many replies
     */
    public InMemoryMessageJournal(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, was " + most);
        }
        this.most = most;
    }

    @Override
    public Appending append(NewMessage message) {
        lock.lock();
        try {
            NewMessage first = messages.get(message.id());
            if (first != null) {
                return new Appending.Present(first);
            }
            if (messages.size() >= most) {
                return new Appending.Full(null);
            }
            messages.put(message.id(), message);
            return new Appending.Kept();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<NewMessage> pending() {
        lock.lock();
        try {
            return List.copyOf(messages.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isEmpty() {
        lock.lock();
        try {
            return messages.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void settle(NewMessage message) {
        lock.lock();
        try {
            messages.remove(message.id());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean keep(KeptReply reply) {
        lock.lock();
        try {
            if (!replies.containsKey(reply.reply()) && replies.size() >= most / 2) {
                return false;
            }
            replies.put(reply.reply(), reply);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<KeptReply> replies() {
        lock.lock();
        try {
            return List.copyOf(replies.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forget(MessageId reply) {
        lock.lock();
        try {
            replies.remove(reply);
        } finally {
            lock.unlock();
        }
    }
}
