package dev.parley.adapter.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** How long a provider asks us to wait. */
final class RetryAfter {

    private static final List<String> IN_MILLISECONDS = List.of("retry-after-ms", "x-ms-retry-after-ms");
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** From 0 to a day; null if it did not say, or nothing understandable. */
    static @Nullable Duration of(Response response) {
        for (String name : IN_MILLISECONDS) {
            Duration exact = number(response.header(name), 1);
            if (exact != null) {
                return exact;
            }
        }
        Duration seconds = number(response.header("Retry-After"), 1000);
        return seconds != null ? seconds : untilDate(response);
    }

    private static @Nullable Duration number(@Nullable String text, int milliseconds) {
        if (text == null || !text.strip().matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
            return null;
        }
        return within(Duration.ofMillis(Math.round(Double.parseDouble(text.strip()) * milliseconds)));
    }

    /** Counted on the server's own clock if it tells the time. */
    private static @Nullable Duration untilDate(Response response) {
        Instant until = response.headers().getInstant("Retry-After");
        if (until == null) {
            return null;
        }
        Instant told = response.headers().getInstant("Date");
        Instant now = told == null ? Instant.ofEpochMilli(response.receivedResponseAtMillis()) : told;
        return within(Duration.between(now, until));
    }

    private static Duration within(Duration wish) {
        if (wish.isNegative()) {
            return Duration.ZERO;
        }
        return wish.compareTo(LONGEST) > 0 ? LONGEST : wish;
    }
}
