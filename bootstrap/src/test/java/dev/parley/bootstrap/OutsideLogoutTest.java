package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an identity provider elsewhere end here before they run out. */
class OutsideLogoutTest {

    private static final String ISSUER = "https://id.example/realms/shop";

    @TempDir
    Path data;

    private RSAKey key;
    private HttpServer provider;

    @BeforeEach
    void start() throws Exception {
        key = new RSAKeyGenerator(2_048)
                .keyID("k1")
                .algorithm(JWSAlgorithm.RS256)
                .generate();
        byte[] keys = new JWKSet(key).toString(true).getBytes(StandardCharsets.UTF_8);
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    private ChatServer server() {
        return TestServers.start(
                data,
                Map.of(
                        "PARLEY_AUTH_OUTSIDE_ISSUER",
                        ISSUER,
                        "PARLEY_AUTH_OUTSIDE_JWKS_URL",
                        "http://127.0.0.1:" + provider.getAddress().getPort() + "/keys",
                        "PARLEY_AUTH_OUTSIDE_AUDIENCE",
                        "parley",
                        "PARLEY_AUTH_OUTSIDE_ROLE_CLAIM",
                        "role"));
    }

    /** Of somebody, made so long ago. */
    private String token(String subject, String role, Duration ago, boolean named) throws Exception {
        Instant made = Instant.now().minus(ago);
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("parley")
                .subject(subject)
                .claim("role", role)
                .issueTime(Date.from(made))
                .expirationTime(Date.from(made.plus(Duration.ofHours(8))));
        if (named) {
            claims.jwtID(UUID.randomUUID().toString());
        }
        var token = new SignedJWT(header, claims.build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @Test
    void a_logout_ends_that_token_and_its_sockets_and_a_start_does_not_bring_it_back() throws Exception {
        String token = token("ada", "user", Duration.ofMinutes(5), true);
        String nameless = token("ada", "user", Duration.ofMinutes(6), false);
        String other = token("ada", "user", Duration.ofMinutes(5), true);
        try (ChatServer server = server();
                var http = new TestHttp(server)) {
            String session = http.post("/api/chat/session/create/", token).text("session_id");
            try (TestSocket goes = TestSocket.open(http.client(), server.port(), session, token);
                    TestSocket stays = TestSocket.open(http.client(), server.port(), session, other)) {
                assertThat(http.post("/api/auth/logout/", token).status()).isEqualTo(204);

                assertThat(goes.awaitClosed()).isEqualTo(4401);
                assertThat(stays.isOpen()).isTrue();
            }
            assertThat(http.get("/api/chat/sessions/", token).status()).isEqualTo(401);
            assertThat(http.get("/api/chat/sessions/", other).status()).isEqualTo(200);
            assertThat(http.post("/api/auth/logout/", nameless).status()).isEqualTo(204);
            assertThat(http.get("/api/chat/sessions/", nameless).status()).isEqualTo(401);
        }
        try (ChatServer server = server();
                var http = new TestHttp(server)) {
            assertThat(http.get("/api/chat/sessions/", token).status()).isEqualTo(401);
            assertThat(http.get("/api/chat/sessions/", nameless).status()).isEqualTo(401);
            assertThat(http.get("/api/chat/sessions/", other).status()).isEqualTo(200);
        }
    }

    @Test
    void an_administrator_sends_somebody_away() throws Exception {
        String token = token("bea", "user", Duration.ofMinutes(5), true);
        String admin = token("root", "admin", Duration.ofMinutes(5), true);
        try (ChatServer server = server();
                var http = new TestHttp(server)) {
            String session = http.post("/api/chat/session/create/", token).text("session_id");
            String user = owner(http, admin, session);
            try (TestSocket socket = TestSocket.open(http.client(), server.port(), session, token)) {
                assertThat(http.delete("/api/admin/users/" + user + "/logins/", admin)
                                .status())
                        .isEqualTo(200);

                assertThat(socket.awaitClosed()).isEqualTo(4401);
            }
            assertThat(http.get("/api/chat/sessions/", token).status()).isEqualTo(401);
            assertThat(http.get("/api/chat/sessions/", token("bea", "user", Duration.ofMinutes(-5), true))
                            .status())
                    .isEqualTo(200);
            assertThat(http.get("/api/chat/sessions/", admin).status()).isEqualTo(200);
        }
    }

    /** The audit log tells whose session an administrator has read. */
    private static String owner(TestHttp http, String admin, String session) {
        assertThat(http.get("/api/chat/session/" + session + "/", admin).status())
                .isEqualTo(200);
        String detail = http.get("/api/admin/audit/?action=session_read&target=" + session, admin)
                .json()
                .path("entries")
                .get(0)
                .path("detail")
                .asText();
        assertThat(detail).startsWith("of ext-");
        return detail.substring("of ".length());
    }
}
