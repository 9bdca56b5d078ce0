package dev.parley.application.local;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the demo model calls a conversation: the first words of its first question. */
final class DemoTitle {

    private static final int WORDS = 6;
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?。！？](?:\\s|$)|[。！？]|\\R");
    private static final Pattern TRAILING = Pattern.compile("[\\p{Punct}。！？，、；：…]+$");

    private DemoTitle() {}

    static String of(String question) {
        String sentence = SENTENCE_END.split(question.strip(), 2)[0];
        String words =
                Arrays.stream(BLANKS.split(sentence.strip(), -1)).limit(WORDS).collect(Collectors.joining(" "));
        String title = TRAILING.matcher(words).replaceAll("");
        return title.isEmpty()
                ? "Conversation"
                : title.substring(0, title.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT)
                        + title.substring(title.offsetByCodePoints(0, 1));
    }
}
