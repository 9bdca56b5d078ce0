package dev.parley.domain.content;

import java.util.List;

/** Numbers of persons and accounts whose form or check digit tells them from other numbers. */
final class NationalIds {

    /** All there are. */
    static final List<Recogniser> ALL = List.of(
            NationalIds::bankAccount,
            NationalIds::taiwan,
            NationalIds::mainlandChina,
            NationalIds::unitedStates,
            NationalIds::unitedKingdom);

    private static final int NONE = Recogniser.NONE;

    /** Taiwan counts its counties in this order, from 10. */
    private static final String COUNTIES = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

    private static final int[] CHINESE_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHINESE_CHECKS = "10X98765432";
    private static final String BRITISH_FIRST = "ABCEGHJKLMNOPRSTWXYZ";
    private static final String BRITISH_SECOND = "ABCEGHJKLMNPRSTWXYZ";
    private static final List<String> NEVER_BRITISH = List.of("BG", "GB", "NK", "KN", "TN", "NT", "ZZ");

    private NationalIds() {}

    /** A letter, 1 or 2 (8 or 9, or A to D, for foreigners), and eight digits, the last of which checks the others. */
    private static int taiwan(Sight sight, int start) {
        int county = COUNTIES.indexOf(Character.toUpperCase(sight.at(start)));
        if (county < 0 || !sight.opens(start)) {
            return NONE;
        }
        char kind = Character.toUpperCase(sight.at(start + 1));
        int second = kind >= 'A' && kind <= 'D' ? kind - 'A' : "1289".indexOf(kind) < 0 ? NONE : kind - '0';
        int end = digitsEnd(sight, start + 2, 8);
        if (second == NONE || end == NONE || !sight.closes(end)) {
            return NONE;
        }
        int sum = (county + 10) / 10 + (county + 10) % 10 * 9 + second * 8;
        for (int i = 0; i < 8; i++) {
            sum += digit(sight, start + 2 + i) * Math.max(1, 7 - i);
        }
        return sum % 10 == 0 ? end : NONE;
    }

    /** Place, day of birth, order, and a check digit that may be X. */
    private static int mainlandChina(Sight sight, int start) {
        if (!sight.isDigit(start) || !sight.opens(start)) {
            return NONE;
        }
        int end = digitsEnd(sight, start, 17);
        if (end == NONE || !sight.closes(end + 1) || sight.at(start) == '0' || !isBirthday(sight, start + 6)) {
            return NONE;
        }
        int sum = 0;
        for (int i = 0; i < CHINESE_WEIGHTS.length; i++) {
            sum += digit(sight, start + i) * CHINESE_WEIGHTS[i];
        }
        return CHINESE_CHECKS.charAt(sum % 11) == Character.toUpperCase(sight.at(end)) ? end + 1 : NONE;
    }

    private static boolean isBirthday(Sight sight, int start) {
        int century = number(sight, start, 2);
        int month = number(sight, start + 4, 2);
        int day = number(sight, start + 6, 2);
        return (century == 19 || century == 20) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    /** A social security number with its dashes or spaces: nine digits alone may be anything. */
    private static int unitedStates(Sight sight, int start) {
        if (!sight.isDigit(start) || !sight.opens(start) || digitsEnd(sight, start, 3) == NONE) {
            return NONE;
        }
        char separator = sight.at(start + 3);
        boolean divided = (separator == '-' || separator == ' ') && sight.at(start + 6) == separator;
        int end = start + 11;
        if (!divided
                || digitsEnd(sight, start + 4, 2) == NONE
                || digitsEnd(sight, start + 7, 4) == NONE
                || !sight.closes(end)) {
            return NONE;
        }
        int area = number(sight, start, 3);
        boolean given = area != 0 && area != 666 && area < 900;
        return given && number(sight, start + 4, 2) != 0 && number(sight, start + 7, 4) != 0 ? end : NONE;
    }

    /** A national insurance number: two letters, six digits, a letter; in capitals, perhaps with spaces between pairs. */
    private static int unitedKingdom(Sight sight, int start) {
        char first = sight.at(start);
        if (BRITISH_FIRST.indexOf(first) < 0 || !sight.opens(start)) {
            return NONE;
        }
        char second = sight.at(start + 1);
        if (BRITISH_SECOND.indexOf(second) < 0 || NEVER_BRITISH.contains("" + first + second)) {
            return NONE;
        }
        int index = start + 2;
        for (int pair = 0; pair < 3; pair++) {
            index = digitsEnd(sight, afterSpace(sight, index), 2);
            if (index == NONE) {
                return NONE;
            }
        }
        int last = afterSpace(sight, index);
        boolean suffixed = sight.at(last) >= 'A' && sight.at(last) <= 'D';
        return suffixed && sight.closes(last + 1) ? last + 1 : NONE;
    }

    /** An international bank account number, with its country's length and the right check digits. */
    private static int bankAccount(Sight sight, int start) {
        if (!isCapital(sight.at(start)) || !sight.opens(start) || !isCapital(sight.at(start + 1))) {
            return NONE;
        }
        int length = BankAccounts.length(sight.at(start), sight.at(start + 1));
        if (length == NONE || digitsEnd(sight, start + 2, 2) == NONE) {
            return NONE;
        }
        var account = new StringBuilder(length);
        int index = start;
        while (account.length() < length) {
            if (account.length() % 4 == 0 && !account.isEmpty()) {
                index = afterSpace(sight, index);
            }
            if (!isCapital(sight.at(index)) && !sight.isDigit(index)) {
                return NONE;
            }
            account.append(sight.at(index));
            index++;
        }
        return BankAccounts.checks(account) && sight.closes(index) ? index : NONE;
    }

    private static boolean isCapital(char unit) {
        return unit >= 'A' && unit <= 'Z';
    }

    private static int afterSpace(Sight sight, int index) {
        return sight.at(index) == ' ' ? index + 1 : index;
    }

    private static int digitsEnd(Sight sight, int start, int digits) {
        for (int i = start; i < start + digits; i++) {
            if (!sight.isDigit(i)) {
                return NONE;
            }
        }
        return start + digits;
    }

    private static int number(Sight sight, int start, int digits) {
        int number = 0;
        for (int i = start; i < start + digits; i++) {
            number = number * 10 + digit(sight, i);
        }
        return number;
    }

    private static int digit(Sight sight, int index) {
        return sight.at(index) - '0';
    }
}
