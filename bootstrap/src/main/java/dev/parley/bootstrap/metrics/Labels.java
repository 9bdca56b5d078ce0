package dev.parley.bootstrap.metrics;

import java.util.Locale;

/** Values of labels. */
final class Labels {

    /** For what is not on the list of a label. */
    static final String OTHER = "other";

    private Labels() {}

    /** As Prometheus' own labels look. */
    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The hundred of an HTTP status. */
    static String statusClass(int status) {
        int hundred = status / 100;
        return hundred < 1 || hundred > 5 ? OTHER : hundred + "xx";
    }
}
