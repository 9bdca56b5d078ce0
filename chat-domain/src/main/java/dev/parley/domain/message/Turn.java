package dev.parley.domain.message;

/**
 * The ordinal of an exchange in its session, from 1: a question and all that answers it share one.
 *
 * @param value at least 1
 */
public record Turn(long value) implements Comparable<Turn> {

    /** Refuses what is below 1. */
    public Turn {
        if (value < 1) {
            throw new IllegalArgumentException("turn must be at least 1, was " + value);
        }
    }

    /** The one after this. */
    public Turn next() {
        return new Turn(value + 1);
    }

    @Override
    public int compareTo(Turn other) {
        return Long.compare(value, other.value);
    }
}
