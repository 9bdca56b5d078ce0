package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;

/**
 * A reply that is being written.
 *
 * @param key in which session
 * @param reply which
 * @param attempt which attempt; 0 for one that nobody has claimed, because the store is away: any claim is above it
 * @param replyTo the question
 * @param model who writes, as people are told
 * @param after everything up to this event happened before the attempt began
 */
public record RunningReply(SessionKey key, MessageId reply, int attempt, MessageId replyTo, String model, Seq after) {

    /** Refuses nulls and negative attempts. */
    public RunningReply {
        requireNonNull(key, "key");
        requireNonNull(reply, "reply");
        requireNonNull(replyTo, "replyTo");
        requireNonNull(model, "model");
        requireNonNull(after, "after");
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt must be at least 0, was " + attempt);
        }
    }
}
