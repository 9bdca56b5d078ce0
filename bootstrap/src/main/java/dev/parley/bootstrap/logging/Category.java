package dev.parley.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** What kind of line it is: action, performance, model-call by its marker, else error by its level. */
final class Category {

    /** What took long. */
    static final String PERFORMANCE = "performance";

    private Category() {}

    /** Null for a line of no kind. */
    static @Nullable String of(ILoggingEvent event) {
        if (event.getMarkerList() != null && !event.getMarkerList().isEmpty()) {
            Marker first = event.getMarkerList().getFirst();
            return first.getName();
        }
        return event.getLevel().isGreaterOrEqual(Level.ERROR) ? "error" : null;
    }
}
