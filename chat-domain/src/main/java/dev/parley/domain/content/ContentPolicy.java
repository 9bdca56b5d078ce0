package dev.parley.domain.content;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;

/**
 * What is done about the content of texts.
 *
 * @param maskedForModel what is masked in what a model is shown
 * @param maskedInReplies what is masked in what a model says
 * @param judgedWithin how long a moderation may take for one text; longer counts as a failure
 */
public record ContentPolicy(
        Set<PersonalData> maskedForModel, Set<PersonalData> maskedInReplies, Duration judgedWithin) {

    /** Nothing is masked; a moderation, if there is one, has 5 s. */
    public static final ContentPolicy STANDARD = new ContentPolicy(Set.of(), Set.of(), Duration.ofSeconds(5));

    /** Refuses nulls and times that are none; copies the sets. */
    public ContentPolicy {
        maskedForModel = Set.copyOf(maskedForModel);
        maskedInReplies = Set.copyOf(maskedInReplies);
        if (!requireNonNull(judgedWithin, "judgedWithin").isPositive()) {
            throw new IllegalArgumentException("judgedWithin must be above 0, was " + judgedWithin);
        }
    }

    /** The same, masking these in both directions. */
    public ContentPolicy masking(Set<PersonalData> kinds) {
        return new ContentPolicy(kinds, kinds, judgedWithin);
    }

    /** The same with another limit in time for a moderation. */
    public ContentPolicy judgedWithin(Duration time) {
        return new ContentPolicy(maskedForModel, maskedInReplies, time);
    }
}
