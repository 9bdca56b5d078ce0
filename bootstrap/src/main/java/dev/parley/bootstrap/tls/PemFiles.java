package dev.parley.bootstrap.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two files in PEM, as certificate authorities hand them out.
 *
 * @param certificate the server's certificate, then the chain up to what browsers know
 * @param key its key, as PKCS#8 without a password
 */
public record PemFiles(Path certificate, Path key) implements CertificateFiles {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

    @Override
    public List<Path> paths() {
        return List.of(certificate, key);
    }

    @Override
    public ServerKey parse(List<byte[]> contents) throws UnusableCertificateException {
        List<X509Certificate> chain = chain(contents.getFirst());
        ServerKey read = new ServerKey(key(contents.getLast(), chain.getFirst()), chain);
        try {
            if (read.fits()) {
                return read;
            }
        } catch (GeneralSecurityException e) {
            throw new UnusableCertificateException(key, "the key can't sign: " + e.getMessage(), e);
        }
        throw new UnusableCertificateException(key, "this is not the key of the certificate in " + certificate);
    }

    private List<X509Certificate> chain(byte[] content) throws UnusableCertificateException {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new UnusableCertificateException(certificate, "holds no certificate in PEM");
            }
            return chain;
        } catch (CertificateException e) {
            throw new UnusableCertificateException(certificate, "is no certificate in PEM: " + e.getMessage(), e);
        }
    }

    private PrivateKey key(byte[] content, X509Certificate certified) throws UnusableCertificateException {
        Matcher found = KEY.matcher(new String(content, StandardCharsets.ISO_8859_1));
        if (!found.find()) {
            throw new UnusableCertificateException(key, "holds no private key in PEM");
        }
        if (!found.group(1).isEmpty()) {
            throw new UnusableCertificateException(
                    key,
                    "must be PKCS#8 without a password (BEGIN PRIVATE KEY), is "
                            + found.group(1).strip()
                            + "; make it so by: openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(found.group(2));
            return KeyFactory.getInstance(certified.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableCertificateException(
                    key,
                    "is damaged, or not a key of the certificate's kind ("
                            + certified.getPublicKey().getAlgorithm() + ")",
                    e);
        }
    }
}
