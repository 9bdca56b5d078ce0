package dev.parley.domain.content;

/**
 * A phone number, in one of the ways people write them: with a country's code; with a leading zero and separators, or ten
 * to eleven digits with one; three, three and four digits as in North America; eleven digits of a Chinese mobile phone.
 * Other numbers may be anything and are none.
 */
final class PhoneNumber implements Recogniser {

    @Override
    public int end(Sight sight, int start) {
        char first = sight.at(start);
        boolean bracket = first == '(';
        int plus = bracket ? start + 1 : start;
        if (sight.at(plus) == '+') {
            return opensNumber(sight, start) ? longest(sight, DigitGroups.read(sight, plus + 1, bracket), true) : NONE;
        }
        boolean candidate = (bracket || sight.isDigit(start)) && opensNumber(sight, start);
        return candidate ? longest(sight, DigitGroups.read(sight, start, false), false) : NONE;
    }

    /** Numbers of orders, paths and expressions have something before them. */
    private static boolean opensNumber(Sight sight, int start) {
        char before = sight.at(start - 1);
        return switch (before) {
            case '#', '+', '\\', '*', '^' -> false;
            case '/' -> sight.isDigit(start - 2);
            default -> sight.opens(start);
        };
    }

    private static int longest(Sight sight, DigitGroups groups, boolean plus) {
        for (int count = groups.count(); count > 0; count--) {
            boolean fits = plus ? hasCountry(sight, groups, count) : isNational(sight, groups, count);
            if (fits && sight.closes(groups.end(count - 1))) {
                return groups.end(count - 1);
            }
        }
        return NONE;
    }

    private static boolean hasCountry(Sight sight, DigitGroups groups, int count) {
        int digits = groups.digits(count);
        return switch (sight.at(groups.start(0))) {
            case '0' -> false;
            case '1' -> digits == 11;
            default -> digits >= 8 && digits <= 15;
        };
    }

    private static boolean isNational(Sight sight, DigitGroups groups, int count) {
        return count == 1
                ? isWhole(sight, groups.start(0), groups.length(0))
                        && groups.end(0) == groups.start(0) + groups.length(0)
                : hasLeadingZero(sight, groups, count)
                        || isNorthAmerican(sight, groups, count)
                        || isChineseMobile(sight, groups, count);
    }

    private static boolean isWhole(Sight sight, int start, int digits) {
        char second = sight.at(start + 1);
        return switch (sight.at(start)) {
            case '0' -> (digits == 10 || digits == 11) && second != '0' && isVaried(sight, start, digits);
            case '1' -> digits == 11 && second >= '3';
            default -> false;
        };
    }

    /** Numbers of two digits are counted in bits, and those that only ascend are lists of digits. */
    private static boolean isVaried(Sight sight, int start, int digits) {
        int seen = 0;
        boolean ascending = true;
        for (int i = start; i < start + digits; i++) {
            seen |= 1 << (sight.at(i) - '0');
            ascending &= i == start || sight.at(i) == sight.at(i - 1) + 1;
        }
        return Integer.bitCount(seen) > 2 && !ascending;
    }

    /** An area's code and the number; or 00 and a country's code. */
    private static boolean hasLeadingZero(Sight sight, DigitGroups groups, int count) {
        int digits = groups.digits(count);
        if (sight.at(groups.start(0)) != '0' || !areAlike(groups, count)) {
            return false;
        }
        if (sight.at(groups.start(0) + 1) == '0') {
            return digits >= 11 && groups.length(0) >= 3 && sight.at(groups.start(0) + 2) != '0';
        }
        boolean pairs = digits == 2 * count;
        if (pairs && (count < groups.count() || followsDigits(sight, groups.start(0)))) {
            return false;
        }
        return groups.length(0) >= 2 && groups.length(0) <= 5 && digits >= 9 && digits <= 11;
    }

    /** Whether it goes on with pairs that began before, as bytes do. */
    private static boolean followsDigits(Sight sight, int start) {
        return sight.at(start - 1) == ' ' && sight.isDigit(start - 2);
    }

    /** No group is a single digit, and from the second on the separators are the same. */
    private static boolean areAlike(DigitGroups groups, int count) {
        for (int i = 1; i < count; i++) {
            boolean odd = groups.separator(i) == '.' && count < 3;
            boolean other = i > 1 && (groups.separator(i) == '/' || groups.separator(i) != groups.separator(2));
            if (groups.length(i) < 2 || odd || other) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNorthAmerican(Sight sight, DigitGroups groups, int count) {
        int area = count == 4 && groups.length(0) == 1 && sight.at(groups.start(0)) == '1' ? 1 : 0;
        return count == area + 3
                && groups.length(area) == 3
                && groups.length(area + 1) == 3
                && groups.length(area + 2) == 4
                && sight.at(groups.start(area)) >= '2'
                && sight.at(groups.start(area + 1)) >= '2'
                && groups.separator(area + 2) != '/';
    }

    private static boolean isChineseMobile(Sight sight, DigitGroups groups, int count) {
        return count == 3
                && groups.length(0) == 3
                && groups.length(1) == 4
                && groups.length(2) == 4
                && sight.at(groups.start(0)) == '1'
                && sight.at(groups.start(0) + 1) >= '3'
                && groups.separator(1) == groups.separator(2);
    }
}
