package dev.parley.domain.content;

/**
 * A card's number: 14 to 19 digits, whole or in groups of at least three with a space or dash between, of a length and a
 * beginning that card companies give out, and with the right check digit (Luhn).
 */
final class PaymentCard implements Recogniser {

    private static final int MOST_DIGITS = 19;
    private static final int SMALLEST_GROUP = 3;

    @Override
    public int end(Sight sight, int start) {
        if (!sight.isDigit(start) || !sight.opens(start)) {
            return NONE;
        }
        var digits = new StringBuilder(MOST_DIGITS + 1);
        int found = NONE;
        char separator = Sight.NOTHING;
        int index = start;
        while (true) {
            int group = index;
            while (digits.length() <= MOST_DIGITS && sight.isDigit(index)) {
                digits.append(sight.at(index));
                index++;
            }
            if (index - group < SMALLEST_GROUP || digits.length() > MOST_DIGITS) {
                return found;
            }
            char next = sight.at(index);
            if (next != '_' && !Character.isLetter(next) && isCard(digits)) {
                found = index;
            }
            boolean goesOn = (next == ' ' || next == '-') && (separator == Sight.NOTHING || separator == next);
            if (!goesOn || !sight.isDigit(index + 1)) {
                return found;
            }
            separator = next;
            index++;
        }
    }

    private static boolean isCard(CharSequence digits) {
        return isGivenOut(digits) && luhn(digits);
    }

    private static boolean isGivenOut(CharSequence digits) {
        int length = digits.length();
        if (length < 14) {
            return false;
        }
        int four = Integer.parseInt(digits, 0, 4, 10);
        int two = four / 100;
        return switch (length) {
            case 14 -> two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059);
            case 15 -> two == 34 || two == 37;
            case 16 -> isOfSixteen(four) || isOfUpToNineteen(four);
            case 19 -> two / 10 == 4 || isOfUpToNineteen(four);
            default -> isOfUpToNineteen(four);
        };
    }

    private static boolean isOfSixteen(int four) {
        int two = four / 100;
        return two / 10 == 4 || (two >= 51 && two <= 55) || (four >= 2221 && four <= 2720) || two == 36;
    }

    private static boolean isOfUpToNineteen(int four) {
        int two = four / 100;
        return four == 6011
                || (four >= 3528 && four <= 3589)
                || (four >= 6440 && four <= 6599)
                || two == 50
                || (two >= 56 && two <= 58)
                || two == 62
                || two == 63
                || two == 67
                || two == 81;
    }

    private static boolean luhn(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted / 10 + weighted % 10;
        }
        return sum % 10 == 0;
    }
}
