package dev.parley.domain.content;

import dev.parley.domain.text.Words;

/** {@code name@host.domain}. Of a name that is too long to be one, the end is taken. */
final class EmailAddress implements Recogniser {

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final int SHORTEST_TOP = 2;

    static boolean isLocal(char unit) {
        return switch (unit) {
            case '.', '_', '%', '+', '-', '\'' -> true;
            default -> Words.isOfAWord(unit);
        };
    }

    @Override
    public int end(Sight sight, int start) {
        int end = sight.addressRunEnd(start);
        int length = end - start;
        if (length == 0 || length > LONGEST_LOCAL || sight.at(end) != '@') {
            return NONE;
        }
        boolean begins = length == LONGEST_LOCAL || sight.beginsAddressRun(start);
        return begins ? domainEnd(sight, end + 1) : NONE;
    }

    /** The last place where a top level domain can end. Versions such as 1.2.3 are no hosts. */
    private static int domainEnd(Sight sight, int start) {
        int good = NONE;
        int numbers = 0;
        int labels = 0;
        int label = start;
        int end = labelEnd(sight, label, start);
        while (end > label) {
            int letters = lettersEnd(sight, label, end);
            if (labels > 0 && letters - label >= SHORTEST_TOP) {
                good = letters;
            }
            numbers += labels < 2 && isNumber(sight, label, end) ? 1 : 0;
            labels++;
            if (sight.at(end) != '.') {
                break;
            }
            label = end + 1;
            end = labelEnd(sight, label, start);
        }
        return numbers == 2 ? NONE : good;
    }

    private static int labelEnd(Sight sight, int label, int domain) {
        int end = label;
        while (end - domain < LONGEST_DOMAIN && (sight.at(end) == '-' || Words.isOfAWord(sight.at(end)))) {
            end++;
        }
        return end;
    }

    private static int lettersEnd(Sight sight, int label, int end) {
        int letters = label;
        while (letters < end && Character.isLetter(sight.at(letters))) {
            letters++;
        }
        return letters;
    }

    private static boolean isNumber(Sight sight, int label, int end) {
        for (int i = label; i < end; i++) {
            if (!sight.isDigit(i)) {
                return false;
            }
        }
        return true;
    }
}
