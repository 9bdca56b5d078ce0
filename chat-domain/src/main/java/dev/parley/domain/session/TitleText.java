package dev.parley.domain.session;

import dev.parley.domain.text.Characters;
import dev.parley.domain.text.NameText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes a title of what a model said when it was asked for one. Models are chatty: they put it in quotation marks or
 * markup, under a label, above an explanation. Pure.
 */
final class TitleText {

    /** The longest title that is made, in code points: what a list shows of it. */
    static final int LONGEST = 60;

    private static final Pattern FENCE = Pattern.compile("```\\w*|~~~\\w*|---+|\\*\\*\\*+|===+");
    private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]{0,100}>");
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\[\\]]*)]\\([^()]*\\)");
    private static final Pattern BLOCK_MARK = Pattern.compile("^(?:#{1,6}|>|[-*+]|\\d{1,2}[.)])\\s+");
    private static final Pattern LABEL = Pattern.compile(
            "^(?:(?:chat|conversation|suggested)\\s+)?(?:title|name|titel|titre|título|titolo|标题|標題|タイトル|제목)\\s*[:：]\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern EMPHASIS = Pattern.compile("\\*\\*|__|`|~~");
    private static final Pattern END = Pattern.compile("[.。!！,，;；:：…\\s]+$");
    private static final Pattern MARKS_ONLY = Pattern.compile("[\\p{Punct}\\s]*");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private static final String OPENING = "\"'“”„‟‘’‚«‹「『《〈（([*_";
    private static final String CLOSING = "\"'”“”“’‘’»›」』》〉）)]*_";

    private TitleText() {}

    /** The title; empty if nothing of it is left. */
    static Optional<String> of(String said) {
        return said.lines()
                .map(TitleText::cleaned)
                .filter(line -> !Characters.isBlank(line))
                .findFirst()
                .map(TitleText::bounded);
    }

    private static String cleaned(String line) {
        String text = NameText.onOneLine(line, SessionTitle.LONGEST);
        if (FENCE.matcher(text).matches()) {
            return "";
        }
        text = TAG.matcher(text).replaceAll("");
        text = LINK.matcher(text).replaceAll("$1");
        String before;
        do {
            before = text;
            text = EMPHASIS.matcher(text).replaceAll("").strip();
            text = BLOCK_MARK.matcher(text).replaceFirst("");
            text = LABEL.matcher(text).replaceFirst("");
            text = END.matcher(text).replaceFirst("");
            text = withoutQuotes(text);
        } while (!text.equals(before));
        return MARKS_ONLY.matcher(text).matches() ? "" : BLANKS.matcher(text).replaceAll(" ");
    }

    /** Without a pair around the whole, if there is none of them within. */
    private static String withoutQuotes(String text) {
        if (text.length() < 2) {
            return text.length() == 1 && OPENING.contains(text) ? "" : text;
        }
        int pair = OPENING.indexOf(text.charAt(0));
        if (pair < 0) {
            return text;
        }
        String inner = text.substring(1, text.length() - 1);
        boolean closed = matches(text.charAt(0), text.charAt(text.length() - 1))
                && inner.indexOf(text.charAt(0)) < 0
                && inner.indexOf(text.charAt(text.length() - 1)) < 0;
        return closed ? inner : text;
    }

    private static boolean matches(char open, char close) {
        for (int i = 0; i < OPENING.length(); i++) {
            if (OPENING.charAt(i) == open && CLOSING.charAt(i) == close) {
                return true;
            }
        }
        return "“”„‟".indexOf(open) >= 0 && "“”".indexOf(close) >= 0;
    }

    /** Cut between words where that leaves enough. */
    private static String bounded(String text) {
        if (Characters.count(text) <= LONGEST) {
            return text;
        }
        String cut = text.substring(0, text.offsetByCodePoints(0, LONGEST - 1));
        int blank = cut.lastIndexOf(' ');
        return (blank > LONGEST / 2 ? cut.substring(0, blank) : cut).strip() + "…";
    }
}
