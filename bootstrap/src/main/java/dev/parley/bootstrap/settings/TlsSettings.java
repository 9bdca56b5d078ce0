package dev.parley.bootstrap.settings;

import dev.parley.domain.text.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the server's certificate is: two PEM files or one key store, or nowhere.
 *
 * @param certificate the certificate and its chain
 * @param key the key of the certificate
 * @param keystore both in one file
 * @param keystorePassword what opens that file
 */
public record TlsSettings(
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path keystore,
        @Nullable Secret keystorePassword) {

    /** No TLS. */
    public static final TlsSettings NONE = new TlsSettings(null, null, null, null);

    /** Whether the server speaks TLS. */
    public boolean on() {
        return certificate != null || keystore != null;
    }
}
