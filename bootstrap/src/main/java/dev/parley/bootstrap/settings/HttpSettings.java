package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

/**
 * Where the server listens.
 *
 * @param host a name or address of this machine
 * @param port 0 for any free one
 */
public record HttpSettings(String host, int port) {

    /** Refuses null. */
    public HttpSettings {
        requireNonNull(host, "host");
    }
}
