package dev.parley.bootstrap.identity;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys access tokens are signed with: the first signs, all verify. Each says its algorithm itself, so no token can
 * choose another. Immutable.
 */
final class SigningKeys {

    /** What a key may be for. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.HS256);

    private static final int RSA_BITS = 3_072;
    private static final int FEWEST_RSA_BITS = 2_048;
    private static final int HMAC_BITS = 256;

    private final List<JWK> keys;

    private SigningKeys(List<JWK> keys) {
        this.keys = List.copyOf(keys);
    }

    /** One new key. */
    static SigningKeys generate(JWSAlgorithm algorithm, String id, SecureRandom random) {
        return new SigningKeys(List.of(newKey(algorithm, id, random)));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is anything else; says what is wrong, without the keys
     */
    static SigningKeys parse(String text) {
        List<JWK> keys;
        try {
            keys = JWKSet.parse(text).getKeys();
        } catch (ParseException e) {
            throw new IllegalArgumentException("it is no JSON Web Key Set", e);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it has no keys");
        }
        keys.forEach(SigningKeys::check);
        if (keys.stream().map(JWK::getKeyID).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("two keys have the same kid");
        }
        return new SigningKeys(keys);
    }

    private static void check(JWK key) {
        Algorithm algorithm = key.getAlgorithm();
        if (key.getKeyID() == null
                || algorithm == null
                || !ALGORITHMS.contains(JWSAlgorithm.parse(algorithm.getName()))) {
            throw new IllegalArgumentException("each key must have a kid and an alg of ES256, RS256 or HS256");
        }
        boolean fits = switch (algorithm.getName()) {
            case "ES256" -> "EC".equals(key.getKeyType().getValue()) && key.isPrivate();
            case "RS256" ->
                "RSA".equals(key.getKeyType().getValue()) && key.isPrivate() && key.size() >= FEWEST_RSA_BITS;
            default -> "oct".equals(key.getKeyType().getValue()) && key.size() >= HMAC_BITS;
        };
        if (!fits) {
            throw new IllegalArgumentException(
                    "the key " + key.getKeyID() + " is no private key for its alg, or too short");
        }
    }

    /** The same keys with a new one before them, which signs from now on. Of the others the newest are kept. */
    SigningKeys rotated(JWSAlgorithm algorithm, String id, SecureRandom random, int kept) {
        List<JWK> all = new ArrayList<>();
        all.add(newKey(algorithm, id, random));
        keys.stream().limit(kept).forEach(all::add);
        return new SigningKeys(all);
    }

    private static JWK newKey(JWSAlgorithm algorithm, String id, SecureRandom random) {
        JWKGenerator<? extends JWK> generator = switch (algorithm.getName()) {
            case "ES256" -> new ECKeyGenerator(Curve.P_256);
            case "RS256" -> new RSAKeyGenerator(RSA_BITS);
            case "HS256" -> new OctetSequenceKeyGenerator(HMAC_BITS);
            default -> throw new IllegalArgumentException("no keys are made for " + algorithm);
        };
        try {
            return generator
                    .algorithm(algorithm)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(id)
                    .secureRandom(random)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform makes keys for " + algorithm, e);
        }
    }

    /** The key that signs. */
    JWK current() {
        return keys.getFirst();
    }

    /** A key that verifies. */
    Optional<JWK> find(String id) {
        return keys.stream().filter(key -> key.getKeyID().equals(id)).findFirst();
    }

    /** What others need to verify our tokens: public keys only, no HMAC ones. JSON. */
    String publicText() {
        return new JWKSet(keys).toString(true);
    }

    /** All of them with what must stay secret. JSON. */
    String text() {
        return new JWKSet(keys).toString(false);
    }

    @Override
    public String toString() {
        return "SigningKeys" + keys.stream().map(JWK::getKeyID).toList();
    }
}
