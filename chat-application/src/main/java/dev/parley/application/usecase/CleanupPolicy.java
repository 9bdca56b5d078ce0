package dev.parley.application.usecase;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of sessions that nobody touches. Untouched means: no message, title, reply or other change.
 *
 * @param archiveAfter active ones untouched for so long are archived; null for never
 * @param purgeAfter sessions of any standing untouched for so long are deleted, and then purged like those their owners
 *     delete; null for never
 */
public record CleanupPolicy(
        @Nullable Duration archiveAfter, @Nullable Duration purgeAfter) {

    /** Everything stays. */
    public static final CleanupPolicy NONE = new CleanupPolicy(null, null);

    /** Refuses times that are none, and a purge that leaves nothing to archive. */
    public CleanupPolicy {
        requireSomeTime("archiveAfter", archiveAfter);
        requireSomeTime("purgeAfter", purgeAfter);
        if (archiveAfter != null && purgeAfter != null && purgeAfter.compareTo(archiveAfter) <= 0) {
            throw new IllegalArgumentException("purgeAfter must be longer than archiveAfter");
        }
    }

    private static void requireSomeTime(String name, @Nullable Duration time) {
        if (time != null && !time.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, was " + time);
        }
    }
}
