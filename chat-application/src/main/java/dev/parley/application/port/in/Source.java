package dev.parley.application.port.in;

import org.jspecify.annotations.Nullable;

/**
 * Where a command comes from, for limits and the audit log. Told by an adapter, never by the client itself.
 *
 * @param address the client's network address, behind proxies that are trusted; null if not known
 * @param device what the client calls itself, such as its {@code User-Agent}; null if it did not say
 */
public record Source(@Nullable String address, @Nullable String device) {

    /** From within this program. */
    public static final Source INTERNAL = new Source(null, null);
}
