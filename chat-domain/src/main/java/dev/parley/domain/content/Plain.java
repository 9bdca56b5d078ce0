package dev.parley.domain.content;

/** Texts that look like personal data in part, and are something else as a whole. */
final class Plain {

    private static final int NONE = Recogniser.NONE;
    private static final int[] UUID_PARTS = {8, 4, 4, 4, 12};

    private Plain() {}

    /** A UUID. */
    static int uuid(Sight sight, int start) {
        if (!sight.opens(start)) {
            return NONE;
        }
        int index = start;
        for (int part : UUID_PARTS) {
            if (index > start && sight.at(index++) != '-') {
                return NONE;
            }
            for (int i = 0; i < part; i++) {
                if (Character.digit(sight.at(index++), 16) < 0) {
                    return NONE;
                }
            }
        }
        return sight.closes(index) ? index : NONE;
    }

    /** A day with its year last, such as 01.02.2026. */
    static int date(Sight sight, int start) {
        if (!sight.isDigit(start) || !sight.opens(start)) {
            return NONE;
        }
        int month = afterPart(sight, start);
        int year = month == NONE ? NONE : afterPart(sight, month);
        boolean dated = year != NONE
                && sight.at(month - 1) == sight.at(year - 1)
                && isYear(sight, year)
                && !sight.isDigit(year + 4);
        return dated ? year + 4 : NONE;
    }

    private static int afterPart(Sight sight, int start) {
        int digits = sight.isDigit(start + 1) ? 2 : 1;
        boolean part = sight.isDigit(start) && isSeparator(sight.at(start + digits));
        return part ? start + digits + 1 : NONE;
    }

    private static boolean isSeparator(char unit) {
        return unit == '.' || unit == '-' || unit == '/';
    }

    private static boolean isYear(Sight sight, int start) {
        boolean century = (sight.at(start) == '1' && sight.at(start + 1) == '9')
                || (sight.at(start) == '2' && sight.at(start + 1) == '0');
        return century && sight.isDigit(start + 2) && sight.isDigit(start + 3);
    }
}
