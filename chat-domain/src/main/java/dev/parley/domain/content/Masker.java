package dev.parley.domain.content;

import dev.parley.domain.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows a mask in the place of personal data. Reads a text once, from left to right; nothing it looks for is longer than a
 * few hundred characters, so it takes time in proportion to the text, whatever that is. Immutable.
 *
 * <p>What is found is found by its form, and by check digits where there are some: names and addresses of houses are not.
 * A number without a form of its own is left alone.
 */
public final class Masker {

    /** A longer one is cut anywhere. */
    private static final int LONGEST_WORD = 64;

    private final List<Rule> rules = new ArrayList<>();

    /** What to look for, and what it is; null for what is left as it is. */
    private record Rule(Recogniser recogniser, @Nullable PersonalData kind) {}

    /** A masker of some kinds; of none, it leaves every text as it is. */
    public Masker(Set<PersonalData> kinds) {
        if (kinds.isEmpty()) {
            return;
        }
        rules.add(new Rule(Plain::uuid, null));
        if (kinds.contains(PersonalData.EMAIL)) {
            rules.add(new Rule(new EmailAddress(), PersonalData.EMAIL));
        }
        rules.add(new Rule(Plain::date, null));
        if (kinds.contains(PersonalData.NATIONAL_ID)) {
            NationalIds.ALL.forEach(recogniser -> rules.add(new Rule(recogniser, PersonalData.NATIONAL_ID)));
        }
        if (kinds.contains(PersonalData.CARD)) {
            rules.add(new Rule(new PaymentCard(), PersonalData.CARD));
        }
        if (kinds.contains(PersonalData.PHONE)) {
            rules.add(new Rule(new PhoneNumber(), PersonalData.PHONE));
        }
    }

    /** Whether it leaves every text as it is. */
    public boolean masksNothing() {
        return rules.isEmpty();
    }

    /** The text with masks. */
    public String mask(CharSequence text) {
        return rules.isEmpty() ? text.toString() : maskFrom(text, 0);
    }

    /** The text from an index on with masks. What stands before it counts as seen. */
    String maskFrom(CharSequence text, int from) {
        return new Scan(text, from).toTheEnd();
    }

    /** The part from an index on that further text can't change any more, cut where a word ends if there is such a place. */
    Part maskDecided(CharSequence text, int from) {
        return new Scan(text, from).asFarAsDecided();
    }

    /**
     * A part of a text.
     *
     * @param end where it ends in the text as it came
     * @param masked what it became
     */
    record Part(int end, String masked) {}

    /** One way through a text. */
    private final class Scan {

        private final CharSequence text;
        private final Sight sight;
        private final StringBuilder masked = new StringBuilder();
        private int index;
        private int foundEnd;

        private Scan(CharSequence text, int from) {
            this.text = text;
            this.sight = new Sight(text);
            this.index = from;
        }

        private String toTheEnd() {
            while (index < text.length()) {
                step(find());
            }
            return masked.toString();
        }

        private Part asFarAsDecided() {
            int from = index;
            int wordEnd = from;
            int maskedThere = 0;
            boolean decided = true;
            while (decided && index < text.length()) {
                if (index > from && isBreak()) {
                    wordEnd = index;
                    maskedThere = masked.length();
                }
                sight.forgetLooks();
                Rule found = find();
                decided = !sight.lookedBeyond();
                if (decided) {
                    step(found);
                }
            }
            return wordEnd > from && index - wordEnd <= LONGEST_WORD
                    ? new Part(wordEnd, masked.substring(0, maskedThere))
                    : new Part(index, masked.toString());
        }

        private boolean isBreak() {
            char unit = text.charAt(index);
            return !Character.isLowSurrogate(unit) && !Words.join(text.charAt(index - 1), unit);
        }

        private @Nullable Rule find() {
            if (mayBegin(sight.at(index))) {
                for (Rule rule : rules) {
                    foundEnd = rule.recogniser().end(sight, index);
                    if (foundEnd != Recogniser.NONE) {
                        return rule;
                    }
                }
            }
            return null;
        }

        private void step(@Nullable Rule found) {
            if (found == null) {
                masked.append(text.charAt(index));
                index++;
                return;
            }
            PersonalData kind = found.kind();
            if (kind == null) {
                masked.append(text, index, foundEnd);
            } else {
                masked.append(kind.mask());
            }
            index = foundEnd;
        }
    }

    /** Whether anything that is looked for can begin with it. */
    private static boolean mayBegin(char unit) {
        return unit == '(' || EmailAddress.isLocal(unit);
    }
}
