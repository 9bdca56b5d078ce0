package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.text.Names;

/**
 * Judges whether a text may be sent or shown. Thread-safe; called on virtual threads, many at once; may block. The caller
 * waits for a limited time only and then interrupts; until there is a verdict the text goes nowhere.
 *
 * <ol>
 *   <li>G1: the same submission gets the same verdict, however often and on however many threads at once.
 *   <li>G2: every text is judged, whatever it is made of and however long: none makes it fail, not even an empty one.
 *   <li>G3: a rejection names a category; neither it nor the verdict's {@code toString} holds any of the text.
 *   <li>G4: a text that is rejected is also rejected as a part of a longer one, where it stands between blanks.
 *   <li>G5: it keeps nothing: a text it was given does not change what it says about another one.
 * </ol>
 */
@FunctionalInterface
public interface Moderation {

    /**
     * Judges.
     *
     * @throws InterruptedException if the calling thread was interrupted while it waited
     * @throws RuntimeException if it can't judge at the moment; the text is then treated as one that must not pass
     */
    Verdict judge(Submission submission) throws InterruptedException;

    /** Whose word a text is. */
    enum Speaker {
        /** A person's message. */
        PERSON,
        /** What a model replied; one sentence or a few, not the whole reply. */
        MODEL
    }

    /**
     * What is to be judged.
     *
     * @param tenant whose
     * @param speaker who says it
     * @param text what; never null
     */
    record Submission(TenantId tenant, Speaker speaker, String text) {

        /** Refuses nulls. */
        public Submission {
            requireNonNull(tenant, "tenant");
            requireNonNull(speaker, "speaker");
            requireNonNull(text, "text");
        }
    }

    /** What came of it. */
    sealed interface Verdict {

        /** It may pass. */
        record Allowed() implements Verdict {}

        /**
         * It must not pass.
         *
         * @param category of what kind it is, for developers: 1 to 64 characters of {@code a-z 0-9 . _ -}
         */
        record Rejected(String category) implements Verdict {

            /** Refuses what is no category. */
            public Rejected {
                if (!Names.isName(category)) {
                    throw new IllegalArgumentException("a category must be 1 to 64 of a-z 0-9 . _ -");
                }
            }
        }
    }
}
