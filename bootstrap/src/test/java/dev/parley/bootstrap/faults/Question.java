package dev.parley.bootstrap.faults;

import dev.parley.application.fake.ModelScript;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked for: so many words, one each so many milliseconds. The model's words name the question, the call of the
 * model they belong to, and their number, so that whatever is lost, doubled or mixed up can be seen in a text.
 *
 * @param label names it; no other question of a run has this one
 */
record Question(String label, int words, int millisEach) {

    private static final Pattern ASKED = Pattern.compile("([\\w-]+): (\\d+) words, one each (\\d+) ms");
    private static final Pattern CALL = Pattern.compile("([\\w-]+)#(\\d+)\\.0 ");

    /** As it was asked. */
    static Question of(String text) {
        Matcher asked = ASKED.matcher(text);
        if (!asked.matches()) {
            throw new IllegalArgumentException("not a question: " + text);
        }
        return new Question(asked.group(1), Integer.parseInt(asked.group(2)), Integer.parseInt(asked.group(3)));
    }

    /** As a person asks it. */
    String text() {
        return label + ": " + words + " words, one each " + millisEach + " ms";
    }

    /** What the model does when it is asked this. */
    ModelScript script(int call) {
        ModelScript script = ModelScript.streaming().head();
        for (int number = 0; number < words; number++) {
            script = script.rest(Duration.ofMillis(millisEach)).delta(word(call, number));
        }
        return script.finish("stop").usage(7, words).done();
    }

    private String word(int call, int number) {
        return label + "#" + call + "." + number + (number % 5 == 4 ? " 第👩‍🚀 " : " ");
    }

    /** All that one call of the model says. */
    String answer(int call) {
        var answer = new StringBuilder();
        for (int number = 0; number < words; number++) {
            answer.append(word(call, number));
        }
        return answer.toString();
    }

    /** Whether a text is all that some call of the model said. */
    boolean isWhole(String text) {
        return isBegun(text) && text.equals(answer(callOf(text)));
    }

    /** Whether a text is the beginning of what some call of the model said, or nothing yet. */
    boolean isBegun(String text) {
        return text.isEmpty() || answer(callOf(text)).startsWith(text);
    }

    private static int callOf(String text) {
        Matcher call = CALL.matcher(text);
        return call.lookingAt() ? Integer.parseInt(call.group(2)) : -1;
    }
}
