package dev.parley.bootstrap.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Our own access tokens: JSON Web Tokens, signed. What a token says of keys and algorithms is never followed: the key's
 * name must be one of ours, and the key says the algorithm.
 */
final class AccessTokens {

    /** The longest token that is looked at. */
    static final int LONGEST = 4_096;

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(1);
    private static final Set<String> HEADERS = Set.of("alg", "kid", "typ");

    private final Supplier<SigningKeys> keys;
    private final Terms terms;
    private final IdGenerator ids;
    private final InstantSource clock;

    /**
     * What tokens say.
     *
     * @param issuer who makes them
     * @param audience for whom
     * @param validFor how long they are good
     */
    record Terms(String issuer, String audience, Duration validFor) {}

    AccessTokens(Supplier<SigningKeys> keys, Terms terms, IdGenerator ids, InstantSource clock) {
        this.ids = ids;
        this.keys = keys;
        this.terms = terms;
        this.clock = clock;
    }

    TokenIssuer.Access sign(Account account, LoginId login) {
        // Tokens tell seconds.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(terms.validFor());
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(terms.issuer())
                .audience(terms.audience())
                .subject(account.id().value())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(end))
                .jwtID(ids.next().toString())
                .claim("sid", login.toString())
                .claim("tenant", account.tenant().value())
                .claim("role", account.role().name().toLowerCase(Locale.ROOT))
                .claim("name", account.name())
                .claim("locale", account.locale())
                .build();
        return new TokenIssuer.Access(signed(claims), end);
    }

    private String signed(JWTClaimsSet claims) {
        JWK key = keys.get().current();
        JWSAlgorithm algorithm = algorithm(key);
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .keyID(key.getKeyID())
                .type(TYPE)
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new DefaultJWSSignerFactory().createJWSSigner(key, algorithm));
        } catch (JOSEException e) {
            throw new IllegalStateException("a checked key does not sign", e);
        }
        return token.serialize();
    }

    Optional<Authentication.Proof> verify(String token) {
        if (token.length() > LONGEST || !CompactForm.isOf(token)) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            return isSigned(jwt) ? proof(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty(); // whatever it is, it is none of ours
        }
    }

    private boolean isSigned(SignedJWT jwt) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        String id = header.getKeyID();
        if (id == null || !TYPE.equals(header.getType()) || !HEADERS.containsAll(header.getIncludedParams())) {
            return false;
        }
        JWK key = keys.get().find(id).orElse(null);
        return key != null && algorithm(key).equals(header.getAlgorithm()) && jwt.verify(verifier(header, key));
    }

    private static JWSVerifier verifier(JWSHeader header, JWK key) throws JOSEException {
        Key verifying = key instanceof AsymmetricJWK pair ? pair.toPublicKey() : ((OctetSequenceKey) key).toSecretKey();
        return new DefaultJWSVerifierFactory().createJWSVerifier(header, verifying);
    }

    private static JWSAlgorithm algorithm(JWK key) {
        return JWSAlgorithm.parse(key.getAlgorithm().getName());
    }

    private Optional<Authentication.Proof> proof(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Date end = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        Date begin = claims.getNotBeforeTime();
        boolean counts = terms.issuer().equals(claims.getIssuer())
                && List.of(terms.audience()).equals(claims.getAudience())
                && end != null
                && end.toInstant().isAfter(now)
                && issued != null
                && !issued.toInstant().isAfter(now.plus(CLOCKS_MAY_DIFFER))
                && (begin == null || !begin.toInstant().isAfter(now.plus(CLOCKS_MAY_DIFFER)));
        return counts ? Optional.of(proof(claims, end.toInstant())) : Optional.empty();
    }

    private static Authentication.Proof proof(JWTClaimsSet claims, Instant end) throws ParseException {
        Role role = Role.valueOf(text(claims, "role").toUpperCase(Locale.ROOT));
        var principal = new Principal(
                new TenantId(text(claims, "tenant")),
                new UserId(text(claims, "sub")),
                claims.getStringClaim("name"),
                text(claims, "locale"),
                Permission.of(role));
        return new Authentication.Proof(principal, end, new LoginId(UUID.fromString(text(claims, "sid"))));
    }

    private static String text(JWTClaimsSet claims, String name) throws ParseException {
        @Nullable String value = claims.getStringClaim(name);
        if (value == null) {
            throw new IllegalArgumentException("a token of ours has " + name);
        }
        return value;
    }
}
