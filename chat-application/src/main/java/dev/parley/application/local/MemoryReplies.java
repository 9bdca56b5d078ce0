package dev.parley.application.local;

import dev.parley.domain.message.MessageId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The replies of one session. Guarded by the lock of {@link Memory}. */
final class MemoryReplies {

    private final Map<MessageId, MemoryReply> byReplyOrQuestion = new HashMap<>();
    private final TreeMap<Long, MemoryReply> open = new TreeMap<>();
    private @Nullable MessageId newest;

    void add(MemoryReply reply) {
        byReplyOrQuestion.put(reply.id(), reply);
        byReplyOrQuestion.put(reply.question(), reply);
        open.put(reply.turn().value(), reply);
        newest = reply.id();
    }

    void ended(MemoryReply reply) {
        open.remove(reply.turn().value());
    }

    @Nullable
    MemoryReply find(MessageId replyOrQuestion) {
        return byReplyOrQuestion.get(replyOrQuestion);
    }

    /** The reply of the last turn, open or not; null before the first turn. */
    @Nullable
    MessageId newest() {
        return newest;
    }

    /** The ones that have not ended, by turn. */
    Collection<MemoryReply> open() {
        return open.values();
    }

    /** The one whose turn it is; null if all have ended. */
    @Nullable
    MemoryReply first() {
        Map.Entry<Long, MemoryReply> first = open.firstEntry();
        return first == null ? null : first.getValue();
    }
}
