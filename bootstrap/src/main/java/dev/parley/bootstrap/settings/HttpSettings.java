package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

/**
 * Where the server listens.
 *
 * @param host a name or address of this machine
 * @param port 0 for any free one
 * @param tls with which certificate, if any
 */
public record HttpSettings(String host, int port, TlsSettings tls) {

    /** Refuses nulls. */
    public HttpSettings {
        requireNonNull(host, "host");
        requireNonNull(tls, "tls");
    }
}
