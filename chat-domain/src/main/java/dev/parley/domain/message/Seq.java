package dev.parley.domain.message;

/**
 * The number of an event in its session, from 1, counting by one without holes. 0 means before the first.
 *
 * @param value at least 0
 */
public record Seq(long value) implements Comparable<Seq> {

    /** Before the first event. */
    public static final Seq NONE = new Seq(0);

    /** Refuses what is below 0. */
    public Seq {
        if (value < 0) {
            throw new IllegalArgumentException("seq must be at least 0, was " + value);
        }
    }

    /** The one after this. */
    public Seq next() {
        return new Seq(value + 1);
    }

    @Override
    public int compareTo(Seq other) {
        return Long.compare(value, other.value);
    }
}
