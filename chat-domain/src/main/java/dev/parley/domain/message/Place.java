package dev.parley.domain.message;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a message stands in its session.
 *
 * @param position its ordinal, given when it was added
 * @param seq the event that last changed it
 * @param turn the exchange it belongs to: a question and its replies share one
 * @param parent what it answers or follows on its branch; null for the first
 * @param active whether it is on the branch that is shown
 */
public record Place(
        Position position, Seq seq, Turn turn, @Nullable MessageId parent, boolean active) {

    /** Refuses nulls. */
    public Place {
        requireNonNull(position, "position");
        requireNonNull(seq, "seq");
        requireNonNull(turn, "turn");
    }
}
