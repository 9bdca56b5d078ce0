package dev.parley.domain.content;

/** Digits in groups, as people write them: one separator between, perhaps brackets around one of the first two groups. */
final class DigitGroups {

    private static final int MOST_GROUPS = 8;
    private static final int MOST_DIGITS = 17;

    private final int[] starts = new int[MOST_GROUPS];
    private final int[] lengths = new int[MOST_GROUPS];
    private final int[] ends = new int[MOST_GROUPS];
    private final char[] separators = new char[MOST_GROUPS];
    private int count;

    /**
     * Reads as many groups as there are.
     *
     * @param start where the first digit or bracket is
     * @param bracketed whether a bracket was opened before
     */
    static DigitGroups read(Sight sight, int start, boolean bracketed) {
        var groups = new DigitGroups();
        int index = start;
        boolean open = bracketed;
        while (groups.count < MOST_GROUPS) {
            if (!open && groups.count < 2 && sight.at(index) == '(') {
                open = true;
                index++;
            }
            int end = groups.digitsEnd(sight, index);
            if (end == index || groups.digits(groups.count) + end - index > MOST_DIGITS) {
                return groups;
            }
            boolean closing = open && sight.at(end) == ')';
            if (open && !closing) {
                return groups;
            }
            open = false;
            groups.add(index, end, closing ? end + 1 : end);
            index = groups.next(sight);
        }
        return groups;
    }

    private int digitsEnd(Sight sight, int start) {
        int end = start;
        while (end - start <= MOST_DIGITS && sight.isDigit(end)) {
            end++;
        }
        return end;
    }

    private void add(int start, int digitsEnd, int end) {
        starts[count] = start;
        lengths[count] = digitsEnd - start;
        ends[count] = end;
        count++;
    }

    /** Where the next group would begin, after one separator; after a bracket none is needed. */
    private int next(Sight sight) {
        int end = ends[count - 1];
        char separator = sight.at(end);
        boolean separated = separator == ' ' || separator == '-' || separator == '.' || separator == '/';
        if (count < MOST_GROUPS) {
            separators[count] = separated ? separator : ')';
        }
        boolean afterBracket = end > starts[count - 1] + lengths[count - 1];
        boolean beforeBracket = separator == '(';
        return separated || afterBracket || beforeBracket ? end + (separated ? 1 : 0) : end;
    }

    int count() {
        return count;
    }

    int start(int group) {
        return starts[group];
    }

    int length(int group) {
        return lengths[group];
    }

    /** Where a group ends, its bracket included. */
    int end(int group) {
        return ends[group];
    }

    /** What stands before a group, from the second on; a bracket if nothing else does. */
    char separator(int group) {
        return separators[group];
    }

    /** How many digits the first groups have. */
    int digits(int groups) {
        int digits = 0;
        for (int i = 0; i < groups; i++) {
            digits += lengths[i];
        }
        return digits;
    }
}
