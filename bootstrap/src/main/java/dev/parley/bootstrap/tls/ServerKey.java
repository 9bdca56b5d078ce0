package dev.parley.bootstrap.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key.
 *
 * @param key never shown
 * @param chain the server's certificate first, then who signed it
 */
public record ServerKey(PrivateKey key, List<X509Certificate> chain) {

    /** Copies the chain. */
    public ServerKey {
        chain = List.copyOf(chain);
    }

    /** The server's own certificate. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Whether the key is the one the certificate speaks of. */
    boolean fits() throws GeneralSecurityException {
        PublicKey certified = certificate().getPublicKey();
        byte[] text = {1, 2, 3};
        Signature signing = Signature.getInstance(signature(certified.getAlgorithm()));
        signing.initSign(key);
        signing.update(text);
        byte[] signed = signing.sign();
        signing.initVerify(certified);
        signing.update(text);
        return signing.verify(signed);
    }

    private static String signature(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
    }

    @Override
    public String toString() {
        return "ServerKey[" + certificate().getSubjectX500Principal() + "]";
    }
}
