package dev.parley.domain.message;

/**
 * The ordinal of a message in its session, from 1, in the order messages were added.
 *
 * @param value at least 1
 */
public record Position(long value) implements Comparable<Position> {

    /** Refuses what is below 1. */
    public Position {
        if (value < 1) {
            throw new IllegalArgumentException("position must be at least 1, was " + value);
        }
    }

    /** The one after this. */
    public Position next() {
        return new Position(value + 1);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }
}
