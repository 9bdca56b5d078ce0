package dev.parley.bootstrap.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import org.slf4j.event.KeyValuePair;

/** Of the lines about performance lets those pass that tell of something slow enough. */
final class SlowOnly extends Filter<ILoggingEvent> {

    private final Duration slow;

    /** @param slow from what duration on; zero for never */
    SlowOnly(Duration slow) {
        this.slow = slow;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!Category.PERFORMANCE.equals(Category.of(event))) {
            return FilterReply.NEUTRAL;
        }
        return slow.isPositive() && millis(event) >= slow.toMillis() ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    private static long millis(ILoggingEvent event) {
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                if (pair.key.equals("duration_ms") && pair.value instanceof Number number) {
                    return number.longValue();
                }
            }
        }
        return Long.MAX_VALUE;
    }
}
