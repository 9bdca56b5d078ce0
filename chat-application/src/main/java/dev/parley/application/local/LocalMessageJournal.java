package dev.parley.application.local;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.message.MessageId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in one file of this machine, which one process has at a time. A message is on the disk when it is said to be
 * kept; of many that come at once one write to the disk serves all. The file is empty whenever nothing is pending.
 *
 * <p>Texts are sealed as the vault seals those of a store.
 */
public final class LocalMessageJournal implements MessageJournal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalMessageJournal.class);
    private static final String FILE = "messages.journal";

    private final JournalRecord records;
    private final Limits limits;
    private final JournalFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<MessageId, Entry> entries = new LinkedHashMap<>();
    private final SequencedMap<MessageId, ReplyEntry> replies = new LinkedHashMap<>();
    private long pendingBytes;
    private long replyBytes;

    /** A message, and how long its record is. */
    private record Entry(NewMessage message, int bytes) {}

    /** What is kept of a reply, and how long its record is. */
    private record ReplyEntry(KeptReply reply, int bytes) {}

    /**
     * How much a journal holds.
     *
     * @param messages how many messages, at least 1
     * @param bytes how many bytes, at least 1
     */
    public record Limits(int messages, long bytes) {

        /** What a node has room for, unless told otherwise. */
        public static final Limits STANDARD = new Limits(10_000, 64L << 20);

        /** Refuses what holds nothing. */
        public Limits {
            if (messages < 1 || bytes < 1) {
                throw new IllegalArgumentException("a journal must hold something");
            }
        }
    }

    private LocalMessageJournal(JournalFile file, JournalRecord records, Limits limits) {
        this.file = file;
        this.records = records;
        this.limits = limits;
    }

    /**
     * Opens the journal in a folder, with what an earlier process left there. Blocks; the vault's keys must be to be had.
     *
     * @param folder nobody else's; is made if it is not there
     * @throws StoreException.Broken if another process has it open
     * @throws StoreException.Unavailable if the folder can't be read or written
     */
    public static LocalMessageJournal open(Path folder, Vault vault, Limits limits) {
        requireNonNull(vault, "vault");
        try {
            var file = JournalFile.open(folder, FILE);
            var journal = new LocalMessageJournal(file, new JournalRecord(vault), limits);
            journal.read();
            return journal;
        } catch (IOException e) {
            throw new StoreException.Unavailable("opening the journal in " + folder + " failed", e);
        }
    }

    private void read() throws IOException {
        for (byte[] record : file.records()) {
            try {
                switch (records.read(record)) {
                    case JournalRecord.Read.OfMessage(NewMessage message) -> {
                        entries.put(message.id(), new Entry(message, record.length));
                        pendingBytes += record.length;
                    }
                    case JournalRecord.Read.OfReply(KeptReply reply) -> put(reply, record.length);
                }
            } catch (IOException | StoreException.Broken e) {
                LOG.error("a record in the journal can't be read", e);
                file.keepCopy();
            }
        }
        if (!entries.isEmpty()) {
            LOG.info("{} messages of an earlier outage wait in the journal", entries.size());
        }
        if (file.hasDamage()) {
            rewrite();
        }
    }

    @Override
    public Appending append(NewMessage message) {
        try {
            return append(message, records.write(message));
        } catch (Vault.KeyNotAtHand e) {
            LOG.warn("a message can't be sealed for the journal and is refused", e);
            return new Appending.Full(e);
        }
    }

    private Appending append(NewMessage message, byte[] record) {
        NewMessage first;
        long end;
        lock.lock();
        try {
            Entry present = entries.get(message.id());
            first = present == null ? null : present.message();
            if (first == null) {
                if (entries.size() >= limits.messages() || pendingBytes + record.length > limits.bytes()) {
                    return new Appending.Full(null);
                }
                if (file.hasFailed()) {
                    rewrite();
                }
                file.append(record);
                entries.put(message.id(), new Entry(message, record.length));
                pendingBytes += record.length;
            }
            end = file.appended();
        } catch (IOException e) {
            return refused(e);
        } finally {
            lock.unlock();
        }
        try {
            file.force(end);
        } catch (IOException e) {
            forgetMessage(message.id());
            return refused(e);
        }
        if (first == null) {
            return new Appending.Kept();
        }
        return has(message.id()) ? new Appending.Present(first) : new Appending.Full(null);
    }

    /** Whoever was first may have been refused by the disk meanwhile. */
    private boolean has(MessageId id) {
        lock.lock();
        try {
            return entries.containsKey(id);
        } finally {
            lock.unlock();
        }
    }

    private static Appending refused(IOException cause) {
        LOG.warn("the journal can't be written: a message is refused", cause);
        return new Appending.Full(cause);
    }

    @Override
    public List<NewMessage> pending() {
        lock.lock();
        try {
            return entries.values().stream().map(Entry::message).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isEmpty() {
        lock.lock();
        try {
            return entries.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void settle(NewMessage message) {
        forgetMessage(message.id());
    }

    /** What is not pending needs no place. That a file could not be made shorter is no loss: what it holds is replayed. */
    private void forgetMessage(MessageId id) {
        lock.lock();
        try {
            Entry entry = entries.remove(id);
            pendingBytes -= entry == null ? 0 : entry.bytes();
            if (entry != null) {
                shorten();
            }
        } catch (IOException e) {
            LOG.warn("the journal could not be made shorter; this will be tried again", e);
        } finally {
            lock.unlock();
        }
    }

    private void shorten() throws IOException {
        if (file.isMostlyDead(pendingBytes + replyBytes, limits.bytes())) {
            rewrite();
        }
    }

    private void rewrite() throws IOException {
        file.replace(Stream.concat(
                        entries.values().stream().map(entry -> records.write(entry.message())),
                        replies.values().stream().map(entry -> records.write(entry.reply())))
                .toList());
    }

    @Override
    public boolean keep(KeptReply reply) {
        try {
            return keep(reply, records.write(reply));
        } catch (Vault.KeyNotAtHand e) {
            LOG.warn("a reply can't be sealed for the journal and is not kept", e);
            return false;
        }
    }

    private boolean keep(KeptReply reply, byte[] record) {
        try {
            long end = written(reply, record);
            if (end < 0) {
                return false;
            }
            file.force(end);
            return true;
        } catch (IOException e) {
            LOG.warn("the journal can't be written: a reply is not kept", e);
            return false;
        }
    }

    /** What must be forced; below 0 if there is no room. What the disk then refuses is a text more in memory, no less on the disk. */
    private long written(KeptReply reply, byte[] record) throws IOException {
        lock.lock();
        try {
            ReplyEntry before = replies.get(reply.reply());
            long after = replyBytes + record.length - (before == null ? 0 : before.bytes());
            boolean isOneMore = before == null && replies.size() >= limits.messages() / 2;
            if (isOneMore || after > limits.bytes() / 2) {
                return -1;
            }
            if (file.hasFailed()) {
                rewrite();
            }
            file.append(record);
            put(reply, record.length);
            long end = file.appended();
            shorten();
            return end;
        } finally {
            lock.unlock();
        }
    }

    private void put(KeptReply reply, int bytes) {
        ReplyEntry before = replies.put(reply.reply(), new ReplyEntry(reply, bytes));
        replyBytes += bytes - (before == null ? 0 : before.bytes());
    }

    @Override
    public List<KeptReply> replies() {
        lock.lock();
        try {
            return replies.values().stream().map(ReplyEntry::reply).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forget(MessageId reply) {
        lock.lock();
        try {
            ReplyEntry entry = replies.remove(reply);
            if (entry != null) {
                replyBytes -= entry.bytes();
                shorten();
            }
        } catch (IOException e) {
            LOG.warn("the journal could not be made shorter; this will be tried again", e);
        } finally {
            lock.unlock();
        }
    }

    /** Lets the file go. What is pending stays in it. */
    @Override
    public void close() {
        lock.lock();
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("the journal could not be closed", e);
        } finally {
            lock.unlock();
        }
    }
}
