package dev.parley.bootstrap.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of an identity provider elsewhere. Its keys are fetched from one configured address, kept for some minutes, and
 * asked for again when a token names a new one, but not often. Nothing in a token says where keys come from.
 */
final class OutsideIssuer {

    private static final Logger LOG = LoggerFactory.getLogger(OutsideIssuer.class);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final int FETCH_MILLIS = 3_000;
    private static final int LARGEST_KEY_SET = 200_000;
    private static final int LONGEST_TOKEN = 8_192;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Terms terms;

    /**
     * What is asked of a token.
     *
     * @param issuer its {@code iss}
     * @param keys where its keys are
     * @param audience what its {@code aud} must hold
     * @param leeway how far clocks may differ
     * @param roleClaim the claim that tells a role; null if everybody is a user
     * @param tenantClaim the claim that tells the tenant; null if everybody is of the standard one
     */
    record Terms(
            String issuer,
            URI keys,
            String audience,
            Duration leeway,
            @Nullable String roleClaim,
            @Nullable String tenantClaim) {}

    OutsideIssuer(Terms terms, InstantSource clock) {
        this.terms = terms;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keysAt(terms.keys())));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier(new Claims(terms, clock));
    }

    private static JWKSource<SecurityContext> keysAt(URI address) {
        try {
            return JWKSourceBuilder.create(
                            address.toURL(), new DefaultResourceRetriever(FETCH_MILLIS, FETCH_MILLIS, LARGEST_KEY_SET))
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("the address of the keys is none: " + address, e);
        }
    }

    /** Blocks while keys are fetched. */
    Optional<Authentication.Proof> verify(String token) {
        if (token.length() > LONGEST_TOKEN || !CompactForm.isOf(token)) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return Optional.of(
                    new Authentication.Proof(principal(claims), end(claims), named(claims, token), madeAt(claims)));
        } catch (BadJOSEException | ParseException | IllegalArgumentException e) {
            return Optional.empty(); // not for us, run out, or made up
        } catch (JOSEException e) {
            tell(e);
            return Optional.empty();
        }
    }

    /** That somebody makes keys up is nothing to fill a log with. */
    private void tell(JOSEException failure) {
        if (failure instanceof RateLimitReachedException || failure.getCause() instanceof RateLimitReachedException) {
            LOG.debug("A token names a key of {} that is not known, and it is too soon to ask again", terms.issuer());
        } else {
            LOG.warn("The keys of {} could not be had: {}", terms.issuer(), failure.getMessage());
        }
    }

    private Instant end(JWTClaimsSet claims) {
        return claims.getExpirationTime().toInstant().plus(terms.leeway());
    }

    /** A name of ours for the token. Without one of its own what was signed is named: a signature may have several forms. */
    private LoginId named(JWTClaimsSet claims, String token) {
        String id = claims.getJWTID();
        String named = id == null ? token.substring(0, token.lastIndexOf('.')) : claims.getSubject() + "\n" + id;
        String digits = TokenSeal.fingerprint(terms.issuer() + "\n" + named);
        return new LoginId(
                new UUID(Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16)));
    }

    /** Its clock may be ahead of ours. What does not tell is taken for old. */
    private Instant madeAt(JWTClaimsSet claims) {
        Date issued = claims.getIssueTime();
        return issued == null ? Instant.EPOCH : issued.toInstant().minus(terms.leeway());
    }

    private Principal principal(JWTClaimsSet claims) throws ParseException {
        String name = claims.getStringClaim("name");
        String locale = claims.getStringClaim("locale");
        String tenant = terms.tenantClaim() == null ? null : claims.getStringClaim(terms.tenantClaim());
        if (terms.tenantClaim() != null && tenant == null) {
            throw new IllegalArgumentException("a token without its tenant");
        }
        return new Principal(
                tenant == null ? TenantId.DEFAULT : new TenantId(tenant),
                user(claims.getSubject()),
                name == null ? null : GuestToken.clean(name),
                GuestToken.localeOf(locale == null ? "" : locale.replace('_', '-')),
                Permission.of(role(claims)));
    }

    /** A subject may hold any characters, a user's id may not. */
    private UserId user(String subject) {
        return UserId.outside(TokenSeal.fingerprint(terms.issuer() + "\n" + subject));
    }

    private Role role(JWTClaimsSet claims) throws ParseException {
        String claim = terms.roleClaim();
        String role = claim == null ? null : claims.getStringClaim(claim);
        return role == null ? Role.USER : Role.valueOf(role.toUpperCase(Locale.ROOT));
    }

    /** The usual checks, by the clock we are given. */
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {

        private final InstantSource clock;

        Claims(Terms terms, InstantSource clock) {
            super(
                    Set.of(terms.audience()),
                    new JWTClaimsSet.Builder().issuer(terms.issuer()).build(),
                    Set.of("sub", "exp"),
                    Set.of());
            this.clock = clock;
            setMaxClockSkew(Math.toIntExact(terms.leeway().toSeconds()));
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }

        @Override
        public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
            super.verify(claims, context);
        }
    }
}
