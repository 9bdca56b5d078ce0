package dev.parley.bootstrap.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * One PKCS#12 file with one key and its chain.
 *
 * @param path the file
 * @param password opens it, and the key in it
 */
public record KeystoreFile(Path path, String password) implements CertificateFiles {

    @Override
    public List<Path> paths() {
        return List.of(path);
    }

    @Override
    public ServerKey parse(List<byte[]> contents) throws UnusableCertificateException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(contents.getFirst()), password.toCharArray());
            return only(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableCertificateException(
                    path, "is no PKCS#12 file that this password opens: " + e.getMessage(), e);
        }
    }

    private ServerKey only(KeyStore store) throws GeneralSecurityException, UnusableCertificateException {
        List<String> names = Collections.list(store.aliases());
        names.removeIf(name -> !isKey(store, name));
        if (names.size() != 1) {
            throw new UnusableCertificateException(path, "must hold one private key, holds " + names.size());
        }
        PrivateKey key = (PrivateKey) store.getKey(names.getFirst(), password.toCharArray());
        List<X509Certificate> chain = Arrays.stream(store.getCertificateChain(names.getFirst()))
                .map(X509Certificate.class::cast)
                .toList();
        return new ServerKey(key, chain);
    }

    private static boolean isKey(KeyStore store, String name) {
        try {
            return store.entryInstanceOf(name, KeyStore.PrivateKeyEntry.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key store that was loaded tells what it holds", e);
        }
    }

    @Override
    public String toString() {
        return "KeystoreFile[" + path + "]";
    }
}
