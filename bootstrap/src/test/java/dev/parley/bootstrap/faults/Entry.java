package dev.parley.bootstrap.faults;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One thing a device did or saw.
 *
 * @param nanos when, on the clock of {@link System#nanoTime}
 * @param who the device, or whoever broke something
 * @param frame what was said or heard; null if it was neither
 */
record Entry(
        long nanos,
        String who,
        Kind kind,
        String text,
        @Nullable JsonNode frame) {

    private static final int SHOWN = 220;

    enum Kind {
        /** A connection is open; what follows comes over it. */
        CONNECTED,
        HEARD,
        SAID,
        NOTE
    }

    /** For people, with the time since a moment. */
    String line(long since) {
        String what = frame == null ? text : shortened(frame.toString());
        return "%9.3f  %-14s %-9s %s".formatted((nanos - since) / 1e9, who, kind, what);
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN
                ? text
                : text.substring(0, SHOWN * 2 / 3) + " … " + text.substring(text.length() - SHOWN / 3);
    }
}
