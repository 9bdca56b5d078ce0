package dev.parley.bootstrap.terminal;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Where people read. Answers go to one stream and everything else to another, so that answers can be piped on. What
 * comes from the server is stripped of control characters: a terminal obeys them. Used by one thread.
 */
final class Screen {

    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream answers;
    private final PrintStream notes;
    private final boolean interactive;
    private boolean inLine;

    /** @param interactive whether somebody sits there: asks for input, and may use colours */
    Screen(PrintStream answers, PrintStream notes, boolean interactive) {
        this.answers = answers;
        this.notes = notes;
        this.interactive = interactive;
    }

    /** More of the answer. */
    void append(String text) {
        String shown = printable(text);
        if (!shown.isEmpty()) {
            answers.print(shown);
            answers.flush();
            inLine = !shown.endsWith("\n");
        }
    }

    /** What was shown of the answer does not count any more. */
    void replace(String text) {
        endLine();
        note("the answer begins anew");
        append(text);
    }

    /** The answer is over. */
    void end(Frame.How how, @Nullable String errorCode) {
        endLine();
        switch (how) {
            case COMPLETE -> {}
            case CANCELLED -> note("cancelled");
            case INTERRUPTED -> note("interrupted: it was begun too often");
            case FAILED -> note("failed: " + errorCode);
        }
    }

    /** What somebody else said. */
    void said(String from, String text) {
        endLine();
        answers.println(from + "> " + printable(text));
        answers.flush();
    }

    /** Something for people only. An answer that goes elsewhere is not broken by it. */
    void note(String text) {
        if (interactive) {
            endLine();
        }
        String line = "[" + printable(text) + "]";
        notes.println(interactive ? DIM + line + PLAIN : line);
        notes.flush();
    }

    /** Plain text for people only. */
    void tell(String text) {
        endLine();
        notes.println(text);
        notes.flush();
    }

    /** Asks for input, if somebody sits there. */
    void prompt() {
        if (interactive) {
            endLine();
            notes.print("> ");
            notes.flush();
        }
    }

    private void endLine() {
        if (inLine) {
            answers.println();
            answers.flush();
            inLine = false;
        }
    }

    private static String printable(String text) {
        return text.codePoints()
                .filter(character -> character == '\n' || character == '\t' || !Character.isISOControl(character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
