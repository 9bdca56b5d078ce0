package dev.parley.bootstrap;

import static dev.parley.bootstrap.RawFrames.LAST;
import static dev.parley.bootstrap.RawFrames.TEXT;
import static dev.parley.bootstrap.RawFrames.bearer;
import static dev.parley.bootstrap.RawFrames.frame;
import static dev.parley.bootstrap.RawFrames.header;
import static dev.parley.bootstrap.RawFrames.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, tokens and tickets of others. */
class TokenAbuseTest extends Attacked {

    private static ECKey key;
    private static JWTClaimsSet claims;

    @BeforeAll
    static void learn() throws Exception {
        key = JWKSet.load(data.resolve(ChatServer.KEYS_FILE).toFile())
                .getKeys()
                .getFirst()
                .toECKey();
        claims = SignedJWT.parse(api.registered("mallory", "a long pass phrase").text("access_token"))
                .getJWTClaimsSet();
    }

    // 46: other pages

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "",
                "https://good.example.evil.example",
                "https://evil.example#https://good.example",
                "https://good.example@evil.example",
                "https://good.example:8443",
                "http://good.example",
                "https://xgood.example",
                "https://good.example.",
                "https://good.example\u0000.evil.example",
                "https://g\u00f6od.example",
                "file://",
                "https://127.0.0.1"
            })
    void a_foreign_page_opens_no_socket_with_the_visitors_cookie(String origin) throws Exception {
        try (var socket =
                new RawFrames(server.port(), path(session), "Cookie: parley_guest=" + token, "Origin: " + origin)) {
            assertThat(socket.answer()).doesNotContain("HTTP/1.1 101").containsPattern("^(HTTP/1.1 (403|400) |$)");
            socket.trySend(frame(LAST | TEXT, utf8(message("from another page", "c-1"))));
        }
        assertThat(history()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://good.example", "HTTPS://GOOD.EXAMPLE", "https://good.example:443", "http://here"})
    void a_known_page_opens_one(String origin) throws Exception {
        try (var socket =
                new RawFrames(server.port(), path(session), "Cookie: parley_guest=" + token, "Origin: " + origin)) {
            assertThat(socket.answer()).startsWith("HTTP/1.1 101 ");
        }
    }

    // 47: who is refused and goes on

    @Test
    void who_ignores_a_refusal_says_nothing_to_anybody() throws Exception {
        byte[] frame = frame(LAST | TEXT, utf8(message("as if let in", "c-1")));
        try (var socket = new RawFrames(server.port(), path(session))) {
            assertThat(socket.answer()).startsWith("HTTP/1.1 401 ");
            socket.trySend(frame).trySend(frame);

            assertThat(socket.readToEnd()).doesNotContain("pong", "connected", "message_accepted");
        }
        try (var other = new RawFrames(server.port(), path(session), bearer(api.guest()))) {
            assertThat(other.answer()).startsWith("HTTP/1.1 404 ");
            other.trySend(frame);
        }
        assertThat(history()).isEmpty();
    }

    // 48: tokens that are not ours

    private static String signed(JWTClaimsSet.Builder changed) throws Exception {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(key.getKeyID())
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                changed,
                key);
    }

    private static String signed(JWSHeader header, JWTClaimsSet.Builder changed, ECKey with) throws Exception {
        var jwt = new SignedJWT(header, changed.build());
        jwt.sign(new ECDSASigner(with));
        return jwt.serialize();
    }

    private static JWTClaimsSet.Builder ours() {
        return new JWTClaimsSet.Builder(claims);
    }

    private static Date inSeconds(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(text));
    }

    private static Map<String, String> forgedTokens(URI keysOfMallory) throws Exception {
        var all = new LinkedHashMap<String, String>();
        String[] good = signed(ours()).split("\\.", -1);
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            String head = encoded("{\"alg\":\"" + none + "\",\"typ\":\"at+jwt\",\"kid\":\"" + key.getKeyID() + "\"}");
            all.put(none, head + "." + good[1] + ".");
            all.put(none + " with a signature", head + "." + good[1] + "." + good[2]);
        }
        var hs = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
        hs.sign(new MACSigner(Arrays.copyOf(key.toECPublicKey().getEncoded(), 64)));
        all.put("our public key as a secret", hs.serialize());

        ECKey mallorys = new ECKeyGenerator(Curve.P_256).keyID(key.getKeyID()).generate();
        var named =
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).type(new JOSEObjectType("at+jwt"));
        all.put("another's key", signed(named.build(), ours(), mallorys));
        all.put(
                "a key it brings along",
                signed(named.jwk(mallorys.toPublicJWK()).build(), ours(), mallorys));
        for (String kid : List.of("../../../../dev/null", "' OR 1=1 --", "x\u0000", keysOfMallory.toString())) {
            var odd = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).type(new JOSEObjectType("at+jwt"));
            all.put("a key named " + kid, signed(odd.build(), ours(), key));
        }
        var fetching = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID());
        all.put("jku", signed(fetching.jwkURL(keysOfMallory).build(), ours(), mallorys));
        all.put("x5u", signed(fetching.x509CertURL(keysOfMallory).build(), ours(), mallorys));

        all.put("expired", signed(ours().expirationTime(inSeconds(-1))));
        all.put("not yet", signed(ours().notBeforeTime(inSeconds(120))));
        all.put("without an end", signed(ours().expirationTime(null)));
        all.put("of another issuer", signed(ours().issuer("evil")));
        all.put("for somebody else", signed(ours().audience("evil")));
        all.put("of no tenant", signed(ours().claim("tenant", null)));
        all.put("of an unknown role", signed(ours().claim("role", "root")));
        all.put("long", signed(ours().claim("x", "x".repeat(8_000))));
        all.put("changed", good[0] + "." + encoded("{\"sub\":\"admin\"}") + "." + good[2]);
        all.put("without a signature", good[0] + "." + good[1]);
        all.put("no token at all", "{}");
        return all;
    }

    @Test
    void a_forged_token_is_nobodys_by_any_way() throws Exception {
        var calls = new AtomicInteger();
        HttpServer mallory = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mallory.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        mallory.start();
        try {
            URI keys = URI.create("http://127.0.0.1:" + mallory.getAddress().getPort() + "/keys");
            for (var forged : forgedTokens(keys).entrySet()) {
                String bad = forged.getValue();
                assertThat(api.get(SESSIONS, bad).status()).as(forged.getKey()).isEqualTo(401);
                for (String way : List.of(
                        bearer(bad),
                        "Cookie: parley_guest=" + bad,
                        "Sec-WebSocket-Protocol: parley.v1, bearer." + bad)) {
                    try (var socket = new RawFrames(server.port(), path(session), way)) {
                        assertThat(socket.answer())
                                .as(forged.getKey())
                                .startsWith("HTTP/1.1 4")
                                .doesNotContain(bad);
                    }
                }
            }
            assertThat(calls).hasValue(0);
        } finally {
            mallory.stop(0);
        }
        assertThat(api.get(SESSIONS, signed(ours())).status())
                .as("the same, not forged")
                .isEqualTo(200);
    }

    @Test
    void a_token_of_64_kilobytes_is_not_read() throws Exception {
        String answer = RawHttp.exchange(
                server.port(),
                "GET " + SESSIONS + " HTTP/1.1\r\nHost: here\r\n" + bearer("a".repeat(64 * 1024)) + "\r\n\r\n");

        assertThat(answer).doesNotContain("200 OK", "HTTP/1.1 5");
    }

    @Test
    void a_token_that_ran_out_opens_nothing_and_ends_what_it_opened() throws Exception {
        String brief = signed(ours().expirationTime(inSeconds(2)));
        String mine = api.session(brief);

        try (var socket = RawFrames.open(server.port(), mine, brief)) {
            assertThat(socket.closeCode()).isEqualTo(4401);
        }

        assertThat(api.get(SESSIONS, brief).status()).isEqualTo(401);
    }

    @Test
    void a_token_that_was_taken_back_is_nobodys() {
        String taken = api.registered("marvin", "a long pass phrase").text("access_token");
        api.post("/api/auth/logout/", taken, "").with(204);

        assertThat(api.get(SESSIONS, taken).status()).isEqualTo(401);
    }

    // 49: tickets

    @Test
    void of_twenty_at_once_one_gets_in_by_a_ticket() throws Exception {
        String target = path(session) + "?ticket=" + api.ticket(token, session);
        Callable<String> knock = () -> {
            try (var socket = new RawFrames(server.port(), target)) {
                return socket.answer().substring(0, 12);
            }
        };

        var answers = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(java.util.Collections.nCopies(20, knock))) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).hasSize(20).containsOnlyOnce("HTTP/1.1 101");
        assertThat(answers).filteredOn(answer -> !answer.endsWith("101")).containsOnly("HTTP/1.1 401");
    }

    @Test
    void a_ticket_is_for_one_session_one_origin_and_no_request() throws Exception {
        String other = api.session(token);
        String ticket = api.ticket(token, session);

        assertThat(knock(path(other) + "?ticket=" + ticket)).startsWith("HTTP/1.1 401 ");
        assertThat(knock(path(session) + "?ticket=" + ticket, "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(knock(path(session) + "?ticket=" + token)).startsWith("HTTP/1.1 401 ");
        assertThat(knock(path(session) + "?token=" + token)).startsWith("HTTP/1.1 401 ");
        assertThat(api.get(SESSIONS, ticket).status()).isEqualTo(401);
        assertThat(api.get(SESSIONS + "?token=" + token, Caller.NOBODY).status())
                .isEqualTo(401);
    }

    private static String knock(String target, String... headers) throws IOException {
        try (var socket = new RawFrames(server.port(), target, headers)) {
            return socket.answer();
        }
    }
}
