package dev.parley.bootstrap.terminal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of our own is still to be acknowledged or answered. Used by one thread. */
final class Outstanding {

    private final SequencedMap<String, String> unacknowledged = new LinkedHashMap<>();
    private final Set<String> said = new HashSet<>();
    private final SequencedSet<String> awaited = new LinkedHashSet<>();
    private final Set<String> ended = new HashSet<>();

    /** We say something: it is to be sent until it is acknowledged. */
    void say(String clientMessageId, String text) {
        said.add(clientMessageId);
        unacknowledged.put(clientMessageId, text);
    }

    /** Our messages that are not known to be safe, in order, by what we call them. */
    SequencedMap<String, String> unacknowledged() {
        return unacknowledged;
    }

    boolean isOurs(@Nullable String clientMessageId) {
        return clientMessageId != null && said.contains(clientMessageId);
    }

    boolean isUnacknowledged(@Nullable String clientMessageId) {
        return clientMessageId != null && unacknowledged.containsKey(clientMessageId);
    }

    /** The server has taken a message. Its answer may have ended before we hear of that. */
    void accepted(Frame.Accepted accepted) {
        if (accepted.durable()) {
            unacknowledged.remove(accepted.clientMessageId());
        }
        if (!ended.contains(accepted.replyId())) {
            awaited.add(accepted.replyId());
        }
    }

    void ended(String reply) {
        ended.add(reply);
        awaited.remove(reply);
    }

    boolean hasEnded(@Nullable String reply) {
        return reply != null && ended.contains(reply);
    }

    /** Of the answers only these are still being written or wait for their turn. */
    void open(Set<String> replies) {
        awaited.retainAll(replies);
    }

    /** The answer that comes next; null if none is awaited. */
    @Nullable
    String next() {
        return awaited.isEmpty() ? null : awaited.getFirst();
    }

    boolean isEmpty() {
        return unacknowledged.isEmpty() && awaited.isEmpty();
    }
}
