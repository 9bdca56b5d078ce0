package dev.parley.adapter.rest;

import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names requests: as the client or its proxy did, if that name is harmless in a log, else with a new name. */
final class RequestIds {

    static final String HEADER = "X-Request-Id";
    static final String PROPERTY = "dev.parley.request_id";
    static final String LOG_KEY = "request_id";

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Supplier<UUID> ids;

    RequestIds(Supplier<UUID> ids) {
        this.ids = ids;
    }

    String of(@Nullable String given) {
        return given != null && HARMLESS.matcher(given).matches()
                ? given
                : ids.get().toString();
    }
}
