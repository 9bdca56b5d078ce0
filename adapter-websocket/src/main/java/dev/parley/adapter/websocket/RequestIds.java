package dev.parley.adapter.websocket;

import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names requests that are refused: as the client or its proxy did, if that name is harmless in a log, else with a new name. */
final class RequestIds {

    static final String HEADER = "X-Request-Id";
    static final String LOG_KEY = "request_id";

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final RandomGenerator random;

    RequestIds(RandomGenerator random) {
        this.random = random;
    }

    String of(@Nullable String given) {
        return given != null && HARMLESS.matcher(given).matches()
                ? given
                : new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
