package dev.parley.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Permission;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of an identity provider that is played by a real HTTP server. */
class OutsideIssuerTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ISSUER = "https://id.example/realms/shop";

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicReference<String> served = new AtomicReference<>("");
    private final AtomicInteger fetched = new AtomicInteger();
    private final RSAKey key = newKey("k1");
    private HttpServer provider;

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2_048)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        served.set(new JWKSet(key).toString(true));
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/keys", exchange -> {
            fetched.incrementAndGet();
            byte[] body = served.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    private OutsideIssuer issuer(@Nullable String roleClaim, @Nullable String tenantClaim) {
        URI keys = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys");
        return new OutsideIssuer(
                new OutsideIssuer.Terms(ISSUER, keys, "parley", Duration.ofSeconds(30), roleClaim, tenantClaim),
                now::get);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("parley")
                .subject("auth0|1234567890ABCdef/ü")
                .issueTime(Date.from(START))
                .expirationTime(Date.from(START.plusSeconds(300)))
                .claim("name", "Ada Lovelace")
                .claim("locale", "de_AT");
    }

    private static String signed(RSAKey key, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT token = new SignedJWT(header, change.apply(claims()).build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private Optional<Authentication.Proof> verify(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return issuer(null, null).verify(signed(key, change));
    }

    @Test
    void somebody_known_elsewhere_is_known_here() throws Exception {
        Authentication.Proof proof = verify(claims -> claims).orElseThrow();

        assertThat(proof.principal().tenant()).isEqualTo(TenantId.DEFAULT);
        assertThat(proof.principal().user().value()).matches("ext-[0-9a-f]{40}");
        assertThat(proof.principal().name()).isEqualTo("Ada Lovelace");
        assertThat(proof.principal().locale()).isEqualTo("de-AT");
        assertThat(proof.principal().permissions()).isEqualTo(Permission.of(Role.USER));
        assertThat(verify(claims -> claims).orElseThrow().principal().user())
                .isEqualTo(proof.principal().user());
        assertThat(verify(claims -> claims.subject("somebody else"))
                        .orElseThrow()
                        .principal()
                        .user())
                .isNotEqualTo(proof.principal().user());
    }

    @Test
    void role_and_tenant_come_from_the_claims_that_are_configured() throws Exception {
        String admin =
                signed(key, claims -> claims.claim("parley_role", "admin").claim("org", "acme"));
        String nobodys = signed(key, claims -> claims.claim("parley_role", "admin"));
        String odd = signed(key, claims -> claims.claim("parley_role", "root").claim("org", "acme"));

        var principal = issuer("parley_role", "org").verify(admin).orElseThrow().principal();
        assertThat(principal.permissions()).isEqualTo(Permission.of(Role.ADMIN));
        assertThat(principal.tenant()).isEqualTo(new TenantId("acme"));
        assertThat(issuer("parley_role", "org").verify(nobodys)).isEmpty();
        assertThat(issuer("parley_role", "org").verify(odd)).isEmpty();
        assertThat(issuer(null, null).verify(admin).orElseThrow().principal().permissions())
                .isEqualTo(Permission.of(Role.USER));
    }

    @Test
    void issuer_audience_and_times_must_be_right() throws Exception {
        assertThat(verify(claims -> claims.issuer("https://id.example/realms/other")))
                .isEmpty();
        assertThat(verify(claims -> claims.audience("other"))).isEmpty();
        assertThat(verify(claims -> claims.audience((String) null))).isEmpty();
        assertThat(verify(claims -> claims.expirationTime(null))).isEmpty();
        assertThat(verify(claims -> claims.subject(null))).isEmpty();
        assertThat(verify(claims -> claims.notBeforeTime(Date.from(START.plusSeconds(60)))))
                .isEmpty();
        assertThat(verify(claims -> claims.notBeforeTime(Date.from(START.plusSeconds(20)))))
                .isPresent();
    }

    @Test
    void clocks_may_differ_by_the_leeway_and_no_more() throws Exception {
        String token = signed(key, claims -> claims);
        OutsideIssuer issuer = issuer(null, null);

        now.set(START.plusSeconds(329));
        assertThat(issuer.verify(token)).isPresent();
        now.set(START.plusSeconds(331));
        assertThat(issuer.verify(token)).isEmpty();
    }

    @Test
    void a_strangers_key_proves_nothing() throws Exception {
        assertThat(issuer(null, null).verify(signed(newKey("k1"), claims -> claims)))
                .isEmpty();
        assertThat(issuer(null, null).verify(signed(newKey("k2"), claims -> claims)))
                .isEmpty();
    }

    @Test
    void a_public_key_is_no_secret_to_sign_with() throws Exception {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build();
        SignedJWT token = new SignedJWT(header, claims().build());
        token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));

        assertThat(issuer(null, null).verify(token.serialize())).isEmpty();
    }

    @Test
    void keys_are_fetched_once_and_again_for_a_new_one() throws Exception {
        OutsideIssuer issuer = issuer(null, null);
        String first = signed(key, claims -> claims);
        for (int i = 0; i < 20; i++) {
            assertThat(issuer.verify(first)).isPresent();
        }
        assertThat(fetched).hasValue(1);

        RSAKey next = newKey("k2");
        served.set("{\"keys\":[" + key.toPublicJWK().toJSONString() + ","
                + next.toPublicJWK().toJSONString() + "]}");
        assertThat(issuer.verify(signed(next, claims -> claims))).isPresent();
        assertThat(fetched).hasValue(2);
    }

    @Test
    void made_up_keys_do_not_make_us_fetch_again_and_again() throws Exception {
        OutsideIssuer issuer = issuer(null, null);
        assertThat(issuer.verify(signed(key, claims -> claims))).isPresent();
        for (int i = 0; i < 20; i++) {
            assertThat(issuer.verify(signed(key, claims -> claims).replace("a", "b")))
                    .isEmpty();
            assertThat(issuer.verify(signed(newKeyNamed("made-up-" + i), claims -> claims)))
                    .isEmpty();
        }

        assertThat(fetched.get()).isLessThan(5);
    }

    private RSAKey newKeyNamed(String id) {
        return new RSAKey.Builder(key).keyID(id).build();
    }

    @Test
    void a_provider_that_is_away_lets_nobody_in_and_breaks_nothing() throws Exception {
        served.set("");

        assertThat(verify(claims -> claims)).isEmpty();
        assertThat(issuer(null, null).verify("nonsense")).isEmpty();
        assertThat(issuer(null, null).verify("a".repeat(100_000))).isEmpty();
    }
}
