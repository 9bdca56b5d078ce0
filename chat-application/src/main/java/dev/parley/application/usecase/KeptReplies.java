package dev.parley.application.usecase;

import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.MessageJournal.KeptReply;
import dev.parley.domain.message.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal keeps of replies that the store knows nothing of, and the questions they answer. Without a journal there is
 * nothing, and no room. Thread-safe; keeping blocks until it is on the disk.
 */
final class KeptReplies {

    private static final Logger LOG = LoggerFactory.getLogger(KeptReplies.class);

    private final @Nullable MessageJournal journal;

    /** Set when the journal has no room for replies: none begins until there is some. */
    private volatile boolean full;

    /** @param journal null if there is none, or this node writes no replies */
    KeptReplies(@Nullable MessageJournal journal) {
        this.journal = journal;
    }

    /** Whether replies may begin. */
    boolean hasRoom() {
        return journal != null && !full;
    }

    /** All that is kept. */
    List<KeptReply> all() {
        return journal == null ? List.of() : journal.replies();
    }

    void keep(KeptReply reply) {
        if (journal != null && !journal.keep(reply) && !full) {
            full = true;
            LOG.warn("the journal has no room for replies: until it has, those to come wait for the store");
        }
    }

    void forget(MessageId reply) {
        if (journal != null) {
            journal.forget(reply);
            full = false;
        }
    }

    /** The replies to the questions that wait for the store. */
    Set<MessageId> waiting() {
        return pending().stream().map(NewMessage::reply).collect(Collectors.toSet());
    }

    /** What waits for the store in a message's session before it; null if it does not wait any more itself. */
    @Nullable
    List<NewMessage> before(NewMessage message) {
        var before = new ArrayList<NewMessage>();
        for (NewMessage pending : pending()) {
            if (pending.id().equals(message.id())) {
                return before;
            }
            if (pending.key().equals(message.key())) {
                before.add(pending);
            }
        }
        return null;
    }

    private List<NewMessage> pending() {
        return journal == null ? List.of() : journal.pending();
    }
}
