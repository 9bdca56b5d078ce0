package dev.parley.domain.reply;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The limits of a reply and of its pieces.
 *
 * @param firstTokenWithin how long a model may take to its first text; like all times here above 0
 * @param idleWithin how long it may pause after that
 * @param totalWithin how long the whole may take
 * @param longestReply how many UTF-16 units a reply may have; what goes beyond is cut and the reason is LENGTH
 * @param largestPiece how many UTF-16 units a reader is sent at once, at least 2
 * @param checkpointEvery the text is kept in the store at least this often while it grows
 * @param checkpointAfter and whenever it has grown by so many UTF-16 units
 */
public record StreamPolicy(
        Duration firstTokenWithin,
        Duration idleWithin,
        Duration totalWithin,
        int longestReply,
        int largestPiece,
        Duration checkpointEvery,
        int checkpointAfter) {

    /** 60 s to the first text, 30 s between, 10 min in all; 200,000 units, pieces of 16,384; kept every 2 s or 4,096. */
    public static final StreamPolicy STANDARD = new StreamPolicy(
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            200_000,
            16_384,
            Duration.ofSeconds(2),
            4_096);

    /** Refuses nulls and limits that can't be kept. */
    public StreamPolicy {
        requirePositive(firstTokenWithin, "firstTokenWithin");
        requirePositive(idleWithin, "idleWithin");
        requirePositive(totalWithin, "totalWithin");
        requirePositive(checkpointEvery, "checkpointEvery");
        if (longestReply < 1 || largestPiece < 2 || checkpointAfter < 1) {
            throw new IllegalArgumentException(
                    "longestReply and checkpointAfter must be at least 1, largestPiece at least 2");
        }
    }

    /** The same for replies that are no longer than so many UTF-16 units. */
    public StreamPolicy atMost(int units) {
        return new StreamPolicy(
                firstTokenWithin,
                idleWithin,
                totalWithin,
                Math.min(units, longestReply),
                largestPiece,
                checkpointEvery,
                checkpointAfter);
    }

    private static void requirePositive(Duration time, String name) {
        if (!requireNonNull(time, name).isPositive()) {
            throw new IllegalArgumentException(name + " must be above 0, was " + time);
        }
    }
}
