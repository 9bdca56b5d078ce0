package dev.parley.domain.content;

/** What is known about international bank account numbers. */
final class BankAccounts {

    /** Countries, each followed by how long its numbers are. */
    private static final String LENGTHS =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29"
                    + "ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21"
                    + "MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24"
                    + "TR26UA29VA22VG24XK20";

    private static final int ENTRY = 4;
    private static final int MODULUS = 97;

    private BankAccounts() {}

    /** How long the numbers of a country are; {@link Recogniser#NONE} if it has none. */
    static int length(char first, char second) {
        for (int i = 0; i < LENGTHS.length(); i += ENTRY) {
            if (LENGTHS.charAt(i) == first && LENGTHS.charAt(i + 1) == second) {
                return Integer.parseInt(LENGTHS, i + 2, i + ENTRY, 10);
            }
        }
        return Recogniser.NONE;
    }

    /** Whether the check digits are right. Only capitals and digits may be in it. */
    static boolean checks(CharSequence account) {
        int rest = 0;
        for (int i = 0; i < account.length(); i++) {
            int value = Character.digit(account.charAt((i + ENTRY) % account.length()), 36);
            rest = (rest * (value < 10 ? 10 : 100) + value) % MODULUS;
        }
        return rest == 1;
    }
}
