package dev.parley.domain.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A piece of a text around what was found in it, on one line.
 *
 * @param text plain text; begins or ends with an ellipsis where something was left out
 * @param highlights where in it what was looked for stands; in order, none touches another
 */
public record Snippet(String text, List<Span> highlights) {

    /** How much of a text is shown, in UTF-16 units, without ellipses. */
    static final int LENGTH = 200;

    private static final int BEFORE = 60;
    private static final String ELLIPSIS = "…";

    /** Copies the list. */
    public Snippet {
        highlights = List.copyOf(highlights);
    }

    /**
     * A stretch of a text.
     *
     * @param start where it begins, in UTF-16 units
     * @param end where it ends; above {@code start}
     */
    public record Span(int start, int end) {

        /** Refuses the empty stretch. */
        public Span {
            if (start < 0 || end <= start) {
                throw new IllegalArgumentException("a span must not be empty");
            }
        }
    }

    /** The piece of a text that shows the first of what was looked for. If none is in it, its beginning. */
    public static Snippet of(String text, SearchWords words) {
        List<Span> found = found(text, words);
        int first = found.isEmpty() ? 0 : found.getFirst().start();
        int from = from(text, first);
        int to = to(text, from, found.isEmpty() ? 0 : found.getFirst().end());
        int shift = (from > 0 ? ELLIPSIS.length() : 0) - from;
        List<Span> shown = found.stream()
                .filter(span -> span.start() < to)
                .map(span -> new Span(span.start() + shift, Math.min(span.end(), to) + shift))
                .toList();
        return new Snippet(
                (from > 0 ? ELLIPSIS : "") + onOneLine(text.substring(from, to)) + (to < text.length() ? ELLIPSIS : ""),
                shown);
    }

    /** Where any of the parts stands; what overlaps or touches is one. */
    private static List<Span> found(String text, SearchWords words) {
        String folded = SearchWords.folded(text);
        var all = new ArrayList<Span>();
        for (String part : words.parts()) {
            String wanted = SearchWords.folded(part);
            int at = folded.indexOf(wanted);
            while (at >= 0) {
                all.add(new Span(at, at + wanted.length()));
                at = folded.indexOf(wanted, at + wanted.length());
            }
        }
        all.sort(Comparator.comparingInt(Span::start));
        var joined = new ArrayList<Span>();
        for (Span span : all) {
            Span last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && span.start() <= last.end()) {
                joined.removeLast();
                joined.add(new Span(last.start(), Math.max(last.end(), span.end())));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    /** A little before the first one, at the beginning of a word if there is one near. */
    private static int from(String text, int first) {
        int from = Math.max(0, first - BEFORE);
        if (from == 0) {
            return 0;
        }
        int blank = text.indexOf(' ', from);
        return blank >= 0 && blank < first ? blank + 1 : whole(text, from);
    }

    private static int to(String text, int from, int endOfFirst) {
        return whole(text, Math.min(text.length(), Math.max(from + LENGTH, Math.min(endOfFirst, from + 2 * LENGTH))));
    }

    /** Never within a surrogate pair. */
    private static int whole(String text, int at) {
        return at > 0
                        && at < text.length()
                        && Character.isLowSurrogate(text.charAt(at))
                        && Character.isHighSurrogate(text.charAt(at - 1))
                ? at - 1
                : at;
    }

    /** Unit for unit, so that places stay. */
    private static String onOneLine(String text) {
        var line = new StringBuilder(text);
        for (int i = 0; i < line.length(); i++) {
            if (Character.isWhitespace(line.charAt(i)) || Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }
}
