package dev.parley.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.parley.application.port.in.Authentication;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tries to get in with tokens that are not ours. */
class AccessTokensTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final AccessTokens.Terms TERMS = new AccessTokens.Terms("parley", "parley", Duration.ofMinutes(15));
    private static final String SID = "0190a7e2-1111-7000-8000-000000000001";

    /** Made once: a key of RSA takes seconds. */
    private static final SigningKeys RSA = SigningKeys.generate(JWSAlgorithm.RS256, "rsa", new SecureRandom());

    private static final SigningKeys EC = SigningKeys.generate(JWSAlgorithm.ES256, "ec", new SecureRandom());

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AccessTokens ecTokens = tokens(EC);

    private AccessTokens tokens(SigningKeys keys) {
        return new AccessTokens(() -> keys, TERMS, UUID::randomUUID, now::get);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("parley")
                .audience("parley")
                .subject("ada")
                .issueTime(Date.from(START))
                .expirationTime(Date.from(START.plusSeconds(60)))
                .claim("sid", SID)
                .claim("tenant", "default")
                .claim("role", "user")
                .claim("locale", "en");
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm, String kid) {
        return new JWSHeader.Builder(algorithm).keyID(kid).type(new JOSEObjectType("at+jwt"));
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws Exception {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private String byUs(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        ECKey key = EC.current().toECKey();
        return signed(
                header(JWSAlgorithm.ES256, "ec").build(), change.apply(claims()).build(), new ECDSASigner(key));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_we_would_have_signed_counts() throws Exception {
        assertThat(ecTokens.verify(byUs(claims -> claims))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void a_token_that_asks_for_no_signature_is_nobodys(String algorithm) throws Exception {
        String[] parts = byUs(claims -> claims).split("\\.", -1);
        String head = encoded("{\"alg\":\"" + algorithm + "\",\"kid\":\"ec\",\"typ\":\"at+jwt\"}");

        assertThat(ecTokens.verify(head + "." + parts[1] + ".")).isEmpty();
        assertThat(ecTokens.verify(head + "." + parts[1] + "." + parts[2])).isEmpty();
        assertThat(ecTokens.verify(head + "." + parts[1])).isEmpty();
    }

    @Test
    void our_public_key_is_no_secret_to_sign_with() throws Exception {
        RSAKey key = RSA.current().toRSAKey();
        byte[] pem = Base64.getEncoder().encode(key.toRSAPublicKey().getEncoded());
        byte[] der = key.toRSAPublicKey().getEncoded();
        byte[] json = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);

        for (byte[] secret : new byte[][] {pem, der, json}) {
            String forged = signed(header(JWSAlgorithm.HS256, "rsa").build(), claims().build(), new MACSigner(secret));
            assertThat(tokens(RSA).verify(forged)).isEmpty();
        }
    }

    @Test
    void another_algorithm_of_the_same_key_is_not_ours() throws Exception {
        var signer = new RSASSASigner(RSA.current().toRSAKey());

        assertThat(tokens(RSA).verify(signed(header(JWSAlgorithm.RS256, "rsa").build(), claims().build(), signer)))
                .isPresent();
        assertThat(tokens(RSA).verify(signed(header(JWSAlgorithm.PS256, "rsa").build(), claims().build(), signer)))
                .isEmpty();
        assertThat(tokens(RSA).verify(signed(header(JWSAlgorithm.RS512, "rsa").build(), claims().build(), signer)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other",
                "",
                "EC",
                "../../../../dev/null",
                "' OR 1=1 --",
                "ec\u0000",
                "http://evil.example/key",
                "/proc/self/environ"
            })
    void a_name_of_a_key_that_is_none_of_ours_leads_nowhere(String kid) throws Exception {
        ECKey key = EC.current().toECKey();

        assertThat(ecTokens.verify(
                        signed(header(JWSAlgorithm.ES256, kid).build(), claims().build(), new ECDSASigner(key))))
                .isEmpty();
    }

    @Test
    void a_token_can_bring_no_key_along() throws Exception {
        ECKey evil = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        JWSHeader withKey =
                header(JWSAlgorithm.ES256, "ec").jwk(evil.toPublicJWK()).build();

        assertThat(ecTokens.verify(signed(withKey, claims().build(), new ECDSASigner(evil))))
                .isEmpty();
    }

    @Test
    void nothing_is_fetched_for_a_token() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
            ECKey evil = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
            JWSHeader jku = header(JWSAlgorithm.ES256, "ec").jwkURL(address).build();
            JWSHeader x5u =
                    header(JWSAlgorithm.ES256, "ec").x509CertURL(address).build();

            assertThat(ecTokens.verify(signed(jku, claims().build(), new ECDSASigner(evil))))
                    .isEmpty();
            assertThat(ecTokens.verify(signed(x5u, claims().build(), new ECDSASigner(evil))))
                    .isEmpty();
            assertThat(calls).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void what_a_token_asks_us_to_understand_we_do_not() throws Exception {
        ECKey key = EC.current().toECKey();
        JWSHeader unsure =
                header(JWSAlgorithm.ES256, "ec").customParam("unsure", true).build();

        assertThat(ecTokens.verify(signed(unsure, claims().build(), new ECDSASigner(key))))
                .isEmpty();
    }

    @Test
    void a_token_of_another_kind_is_no_access_token() throws Exception {
        ECKey key = EC.current().toECKey();
        JWSHeader idToken = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("ec")
                .type(JOSEObjectType.JWT)
                .build();

        assertThat(ecTokens.verify(signed(idToken, claims().build(), new ECDSASigner(key))))
                .isEmpty();
    }

    @Test
    void who_made_it_and_for_whom_must_be_right() throws Exception {
        assertThat(ecTokens.verify(byUs(claims -> claims.issuer("parley2")))).isEmpty();
        assertThat(ecTokens.verify(byUs(claims -> claims.issuer(null)))).isEmpty();
        assertThat(ecTokens.verify(byUs(claims -> claims.audience("other")))).isEmpty();
        assertThat(ecTokens.verify(byUs(claims -> claims.audience((String) null))))
                .isEmpty();
    }

    @Test
    void times_must_be_right() throws Exception {
        assertThat(ecTokens.verify(byUs(claims -> claims.expirationTime(null)))).isEmpty();
        assertThat(ecTokens.verify(byUs(claims -> claims.expirationTime(Date.from(START)))))
                .isEmpty();
        assertThat(ecTokens.verify(byUs(claims -> claims.issueTime(null)))).isEmpty();
        assertThat(ecTokens.verify(byUs(claims -> claims.issueTime(Date.from(START.plusSeconds(61))))))
                .isEmpty();
        assertThat(ecTokens.verify(byUs(claims -> claims.issueTime(Date.from(START.plusSeconds(59))))))
                .isPresent();
        assertThat(ecTokens.verify(byUs(claims -> claims.notBeforeTime(Date.from(START.plusSeconds(61))))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sid", "tenant", "role", "locale", "sub"})
    void a_token_without_one_of_its_claims_is_none(String claim) throws Exception {
        assertThat(ecTokens.verify(byUs(claims -> claims.claim(claim, null)))).isEmpty();
        assertThat(ecTokens.verify(byUs(claims -> claims.claim(claim, "no such\nvalue"))))
                .satisfies(proof -> {
                    // Only a locale may be any text.
                    assertThat(proof.isPresent()).isEqualTo(claim.equals("locale"));
                });
    }

    @Test
    void a_token_that_is_too_long_is_not_looked_at() throws Exception {
        String tooLong = byUs(claims -> claims.claim("name", "x".repeat(AccessTokens.LONGEST)));

        assertThat(ecTokens.verify(tooLong)).isEmpty();
        assertThat(ecTokens.verify("a".repeat(10_000_000))).isEmpty();
        assertThat(ecTokens.verify("{".repeat(2_000) + "." + encoded("{".repeat(1_000)) + ".x"))
                .isEmpty();
    }

    @Test
    void an_old_key_still_counts_and_the_new_one_signs() {
        String before = tokens(EC).sign(account(), login()).token();
        SigningKeys both = EC.rotated(JWSAlgorithm.RS256, "new", new SecureRandom(), 1);
        String after = tokens(both).sign(account(), login()).token();

        assertThat(tokens(both).verify(before)).isPresent();
        assertThat(tokens(both).verify(after)).isPresent();
        assertThat(tokens(EC).verify(after)).isEmpty();
        assertThat(both.rotated(JWSAlgorithm.ES256, "newer", new SecureRandom(), 1)
                        .find("ec"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256", "HS256"})
    void each_algorithm_signs_and_verifies_and_survives_its_file(String algorithm) {
        SigningKeys keys = SigningKeys.generate(JWSAlgorithm.parse(algorithm), "k", new SecureRandom());
        String token = tokens(keys).sign(account(), login()).token();

        assertThat(tokens(SigningKeys.parse(keys.text())).verify(token).map(Authentication.Proof::login))
                .hasValue(login());
    }

    @Test
    void others_are_told_public_keys_only() {
        SigningKeys all = EC.rotated(JWSAlgorithm.HS256, "mac", new SecureRandom(), 2);
        JWK secret = EC.current();

        assertThat(all.publicText()).contains("\"ec\"").doesNotContain("\"mac\"", "\"d\"", "\"k\"");
        assertThat(all.publicText()).doesNotContain(secret.toECKey().getD().toString());
        assertThat(all.toString()).isEqualTo("SigningKeys[mac, ec]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"a\",\"alg\":\"HS256\"}]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"kid\":\"a\"}]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"kid\":\"a\",\"alg\":\"RS256\"}]}"
            })
    void a_file_that_is_no_set_of_keys_is_refused(String text) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> SigningKeys.parse(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("AAAAAAAA");
    }

    private static Account account() {
        return new Account(
                TenantId.DEFAULT,
                new UserId("ada"),
                new Username("ada"),
                new EmailAddress("ada@example.com"),
                null,
                "en",
                Role.USER,
                null,
                START,
                START);
    }

    private static LoginId login() {
        return new LoginId(UUID.fromString(SID));
    }
}
