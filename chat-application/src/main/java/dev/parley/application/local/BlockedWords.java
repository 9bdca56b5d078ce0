package dev.parley.application.local;

import dev.parley.application.port.out.Moderation;
import dev.parley.domain.text.Words;
import java.util.Collection;
import java.util.List;

/**
 * Rejects texts that hold one of some words or phrases, whoever says them. Compared in one plain spelling: full width,
 * zero-width characters, upper case and the kind of white space make no difference; accents do, and letters of another
 * script that look alike are other letters. Words are found whole ("ass" is not in "class"); those of scripts without
 * breaks between words (Chinese, Japanese, Korean, Thai and others) anywhere. Takes time in proportion to the text.
 */
public final class BlockedWords implements Moderation {

    /** What a rejection names. */
    public static final String CATEGORY = "blocked-words";

    private static final Verdict ALLOWED = new Verdict.Allowed();
    private static final Verdict REJECTED = new Verdict.Rejected(CATEGORY);

    private final WordList words;

    /**
     * A list. The order means nothing.
     *
     * @throws IllegalArgumentException if one of them is blank
     */
    public BlockedWords(Collection<String> words) {
        List<String> plain =
                words.stream().map(word -> PlainSpelling.of(word).strip()).toList();
        if (plain.contains("")) {
            throw new IllegalArgumentException("a blocked word must not be blank");
        }
        this.words = new WordList(plain);
    }

    @Override
    public Verdict judge(Submission submission) {
        String text = PlainSpelling.of(submission.text());
        return words.isIn(text, (start, end) -> standsAlone(text, start, end)) ? REJECTED : ALLOWED;
    }

    private static boolean standsAlone(String text, int start, int end) {
        boolean begins = start == 0 || !Words.join(text.codePointBefore(start), text.codePointAt(start));
        return begins && (end == text.length() || !Words.join(text.codePointBefore(end), text.codePointAt(end)));
    }
}
