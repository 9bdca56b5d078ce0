package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;

/**
 * A reply that is being written.
 *
 * @param key in which session
 * @param reply which
 * @param attempt which attempt
 * @param replyTo the question
 * @param model who writes, as people are told
 * @param after everything up to this event happened before the attempt began
 */
public record RunningReply(SessionKey key, MessageId reply, int attempt, MessageId replyTo, String model, Seq after) {

    /** Refuses nulls and attempts below 1. */
    public RunningReply {
        requireNonNull(key, "key");
        requireNonNull(reply, "reply");
        requireNonNull(replyTo, "replyTo");
        requireNonNull(model, "model");
        requireNonNull(after, "after");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be at least 1, was " + attempt);
        }
    }
}
