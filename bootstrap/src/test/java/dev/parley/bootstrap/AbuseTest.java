package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static dev.parley.bootstrap.RawFrames.LAST;
import static dev.parley.bootstrap.RawFrames.PING;
import static dev.parley.bootstrap.RawFrames.TEXT;
import static dev.parley.bootstrap.RawFrames.bearer;
import static dev.parley.bootstrap.RawFrames.frame;
import static dev.parley.bootstrap.RawFrames.header;
import static dev.parley.bootstrap.RawFrames.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * A stranger with a raw socket, knowing the source, at a whole server with its database. One server for all tests: after
 * each it still serves somebody else, and nothing of what was sent has made it log a failure of its own.
 */
class AbuseTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path HOSTILE = Path.of("..", "adapter-web", "src", "test", "hostile", "markdown.json");
    private static final String PING_FRAME = "{\"type\":\"ping\"}";
    private static final String MESSAGES = "/api/chat/messages/";
    private static final String SESSIONS = "/api/chat/sessions/";
    private static final int LONGEST_MESSAGE = 4_000;
    private static final String ORIGIN = "https://good.example";

    @TempDir
    static Path data;

    private static ChatServer server;
    private static Caller api;
    private static ECKey key;
    private static JWTClaimsSet claims;
    private static Failures failures;

    private String token;
    private String session;

    @BeforeAll
    static void start() throws Exception {
        failures = new Failures();
        var environment = new LinkedHashMap<String, String>();
        for (String free : List.of("GUESTS", "REGISTRATIONS", "CONNECTIONS", "MESSAGES")) {
            environment.put("PARLEY_LIMITS_" + free + "_PER_MINUTE_PER_ADDRESS", "0");
        }
        environment.put("PARLEY_LIMITS_MESSAGES_PER_MINUTE_PER_USER", "60");
        environment.put("PARLEY_WEB_ALLOWED_ORIGINS", ORIGIN);
        environment.put("PARLEY_DEMO_SPEED", "100000");
        server = TestServers.start(data, environment);
        api = new Caller(server);
        key = JWKSet.load(data.resolve(ChatServer.KEYS_FILE).toFile())
                .getKeys()
                .getFirst()
                .toECKey();
        claims = SignedJWT.parse(api.registered("mallory", "a long pass phrase").text("access_token"))
                .getJWTClaimsSet();
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
        failures.close();
    }

    @BeforeEach
    void begin() {
        failures.forget();
        token = api.guest();
        session = api.session(token);
    }

    @AfterEach
    void nobody_else_notices() throws Exception {
        String other = api.guest();
        try (var normal = RawFrames.open(server.port(), api.session(other), other)) {
            normal.text(PING_FRAME).readUntil("\"pong\"");
        }
        assertThat(failures.lines()).isEmpty();
    }

    private RawFrames open() throws IOException {
        return RawFrames.open(server.port(), session, token);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    // 37: frames that are too large

    @ParameterizedTest
    @CsvSource({
        "4000000000000000, 1009",
        "0000000080000000, 1009",
        "0000000000010001, 1009",
        "ffffffffffffffff, 1002",
        "8000000000000000, 1002"
    })
    void a_frame_that_says_it_is_huge_is_refused_by_its_header(String length, int code) throws Exception {
        try (var socket = open()) {
            socket.send(header(LAST | TEXT, true, HexFormat.fromHexDigitsToLong(length)));

            assertThat(socket.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void five_megabytes_in_full_are_refused_as_well() throws Exception {
        try (var socket = open()) {
            socket.trySend(frame(LAST | TEXT, new byte[5_000_000]));

            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    // 38: fragments without end

    @ParameterizedTest
    @CsvSource({"65536, 10", "1, 20000", "0, 20000"})
    void fragments_without_end_have_one(int size, int count) throws Exception {
        var fragments = new ByteArrayOutputStream();
        fragments.writeBytes(frame(TEXT, new byte[size]));
        byte[] more = frame(RawFrames.CONTINUATION, new byte[size]);
        for (int i = 0; i < count; i++) {
            fragments.writeBytes(more);
        }
        try (var socket = open()) {
            socket.trySend(fragments.toByteArray());

            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    // 41: what is no UTF-8

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "e08080", "eda080", "f4908080", "e282", "ff"})
    void bytes_that_are_no_text_are_refused(String hex) throws Exception {
        try (var socket = open()) {
            socket.send(LAST | TEXT, HexFormat.of().parseHex("22" + hex + "22"));

            assertThat(socket.closeCode()).isEqualTo(1007);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"03e8c0af", "03e8eda080", "03e8e282", "03e8ff"})
    void a_reason_to_close_that_is_no_text_is_refused(String hex) throws Exception {
        try (var socket = open()) {
            socket.send(LAST | RawFrames.CLOSE, HexFormat.of().parseHex(hex));

            assertThat(socket.closeCode()).isEqualTo(1007);
        }
    }

    // 42: broken protocol

    @ParameterizedTest
    @ValueSource(ints = {0xC1, 0xA1, 0x91, 0x83, 0x84, 0x87, 0x8B, 0x8F, 0x09, 0x08, 0x80})
    void bits_and_kinds_that_mean_nothing_are_refused(int firstByte) throws Exception {
        try (var socket = open()) {
            socket.send(firstByte, utf8(PING_FRAME));

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void a_frame_without_a_mask_is_refused() throws Exception {
        try (var socket = open()) {
            socket.send(header(LAST | TEXT, false, PING_FRAME.length())).trySend(utf8(PING_FRAME));

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void a_ping_of_126_bytes_is_refused() throws Exception {
        try (var socket = open()) {
            socket.send(LAST | PING, new byte[126]);

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void what_comes_after_a_close_is_not_obeyed() throws Exception {
        try (var socket = open()) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(frame(LAST | RawFrames.CLOSE, new byte[] {0x03, (byte) 0xE8}));
            bytes.writeBytes(frame(LAST | TEXT, utf8(message("after the close", "c-1"))));
            socket.send(bytes.toByteArray());

            assertThat(socket.closeCode()).isEqualTo(1000);
            assertThat(socket.isAtEnd()).isTrue();
        }
        assertThat(history()).isEmpty();
    }

    @Test
    void a_request_after_the_upgrade_is_a_broken_frame() throws Exception {
        String second = "GET /version HTTP/1.1\r\nHost: here\r\n\r\n";
        try (var socket = open()) {
            socket.trySend(utf8(second.repeat(3)));

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
        String together = RawFrames.request(path(session), bearer(token)) + second;
        assertThat(RawHttp.exchange(server.port(), together)).doesNotContain("200 OK", "version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: short",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: ",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!!!",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | X-Nothing: here",
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8",
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 99999999999999999999",
                "Sec-WebSocket-Version: 13 | X-Nothing: here",
                "HTTP/1.1 | HTTP/1.0",
                "Host: here | X-Nothing: here",
                "GET /ws | GET /%zz/ws",
                "GET /ws | GET /\u0000/ws",
                "GET /ws | GET http://[::1/ws",
                "GET /ws | GET /../ws",
                "GET /ws | POST /ws"
            })
    void a_handshake_that_is_none_opens_nothing(String change) throws Exception {
        String[] parts = change.split(" [|] ", -1);
        String request = RawFrames.request(path(session), bearer(token), "Connection: close")
                .replace(parts[0], parts[1]);

        String answer = RawHttp.exchange(server.port(), request);

        assertThat(answer).doesNotContain("HTTP/1.1 101", "Sec-WebSocket-Accept", "\tat ", "Exception", "HTTP/1.1 5");
    }

    // 43: floods

    @Test
    void a_flood_of_messages_is_refused_cut_off_and_noticed_by_nobody() throws Exception {
        String other = api.guest();
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            all.writeBytes(frame(LAST | TEXT, utf8(message("echo x", "c-" + i))));
        }
        try (var flooding = open();
                var normal = RawFrames.open(server.port(), api.session(other), other);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> flooding.trySend(all.toByteArray()));
            for (int i = 0; i < 20; i++) {
                normal.text(PING_FRAME).readUntil("\"pong\"");
            }

            assertThat(flooding.readUntil("RATE_LIMITED")).contains("retry_after_ms");
            assertThat(flooding.closeCode()).isIn(1008, RawFrames.BROKEN);
        }
        assertThat(history().size()).isLessThanOrEqualTo(2 * 60);
    }

    @Test
    void a_flood_of_pings_is_cut_off() throws Exception {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            all.writeBytes(frame(LAST | PING, new byte[0]));
        }
        try (var flooding = open()) {
            flooding.trySend(all.toByteArray());

            assertThat(flooding.closeCode()).isIn(1008, RawFrames.BROKEN);
        }
    }

    // 44: JSON that is too deep, too large or ambiguous

    static Map<String, String> hostileObjects() {
        var all = new LinkedHashMap<String, String>();
        all.put("deep lists", "{\"x\":" + "[".repeat(30_000));
        all.put("deep objects", "{\"x\":".repeat(10_000));
        all.put("deep and whole", "{\"x\":" + "[".repeat(40) + "]".repeat(40) + "}");
        all.put("a long name", "{\"" + "x".repeat(60_000) + "\":1}");
        all.put("a name twice", "{\"session_id\":\"a\",\"session_id\":\"b\"}");
        all.put("not a number", "{\"x\":NaN}");
        all.put("infinite", "{\"x\":-Infinity}");
        all.put("many digits", "{\"x\":" + "9".repeat(60_000) + "}");
        all.put("a large exponent", "{\"x\":1e999999999}");
        all.put("other names", "{\"__proto__\":{\"type\":\"ping\"},\"constructor\":{\"prototype\":1}}");
        all.put("a class", "{\"@class\":\"java.net.URL\",\"val\":\"http://127.0.0.1\"}");
        all.put("a pair of types", "[\"java.util.HashMap\",{}]");
        all.put("half a character", "{\"message\":\"\\ud800\"}");
        all.put("two values", "{} {}");
        all.put("a comment", "{/**/}");
        all.put("a mark first", "\uFEFF{}");
        return all;
    }

    static List<String> namesOfHostileObjects() {
        return List.copyOf(hostileObjects().keySet());
    }

    @ParameterizedTest
    @MethodSource("namesOfHostileObjects")
    void a_hostile_object_is_an_error_of_its_sender(String name) throws Exception {
        String object = hostileObjects().get(name);

        Caller.Answer answer = api.post(MESSAGES, token, object);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).doesNotContain("Exception", "jackson", "java.");
        try (var socket = open()) {
            String error = socket.text(object).readUntil("\"error\"");
            assertThat(error).containsAnyOf("INVALID_JSON", "INVALID_MESSAGE").doesNotContain("jackson", "java.");
            socket.text(PING_FRAME).readUntil("\"pong\"");
        }
    }

    @Test
    void a_body_of_a_megabyte_is_too_large() {
        Caller.Answer answer = api.post(MESSAGES, token, "{\"" + "x".repeat(1_000_000) + "\":1}");

        assertThat(answer.status()).isEqualTo(413);
    }

    // 45: slowloris; how slow ones are cut, HttpHostTest shows

    @Test
    void five_hundred_slow_clients_keep_nobody_out() throws Exception {
        var slow = new ArrayList<RawHttp>();
        String upgrade = RawFrames.request(path(session), bearer(token));
        try {
            for (int i = 0; i < 500; i++) {
                String part = switch (i % 3) {
                    case 0 -> "GET / HTTP/1.1\r\nHo";
                    case 1 -> upgrade.substring(0, upgrade.length() - 2);
                    default ->
                        "POST " + MESSAGES + " HTTP/1.1\r\nHost: here\r\nContent-Length: 99\r\n" + bearer(token)
                                + "\r\nContent-Type: application/json\r\n\r\n{";
                };
                slow.add(new RawHttp(server.port()).send(part));
            }

            assertThat(api.get(SESSIONS, token).status()).isEqualTo(200);
            try (var socket = open()) {
                socket.text(PING_FRAME).readUntil("\"pong\"");
            }
        } finally {
            for (RawHttp http : slow) {
                http.close();
            }
        }
    }

    @Test
    void who_hangs_up_before_the_answer_is_no_failure_of_ours() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (var http = new RawHttp(server.port())) {
                http.send(("GET /api/chat/assistants/ HTTP/1.1\r\nHost: here\r\n" + bearer(token) + "\r\n\r\n")
                        .repeat(3));
            }
        }

        assertThat(api.get(SESSIONS, token).status()).isEqualTo(200);
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

    // 54: what browsers and terminals could be made to do; what the page does with it, adapter-web's tests show

    static List<String> hostileTexts() throws IOException {
        var texts = new ArrayList<String>();
        JSON.readTree(HOSTILE.toFile())
                .forEach(entry -> texts.add(entry.path("text").asText()));
        return texts;
    }

    @Test
    void hostile_texts_are_kept_as_they_are_and_are_never_a_page() throws Exception {
        assertThat(hostileTexts()).hasSizeGreaterThanOrEqualTo(70);
        int kept = 0;
        for (String text : hostileTexts()) {
            String visitor = api.guest();
            String where = api.session(visitor);
            String question = "echo " + text;

            Caller.Answer said = api.post(
                    MESSAGES + "?wait=true",
                    visitor,
                    object("session_id", where, "content", question, "client_message_id", "c-1"));

            assertThat(said.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/"));
            if (said.status() == 200) {
                JsonNode messages = history(visitor, where);
                assertThat(messages.get(0).path("content").asText()).isEqualTo(question);
                assertThat(messages.get(1).path("content").asText()).isEqualTo(text);
                kept++;
            } else {
                assertThat(said.status()).as(said.text()).isEqualTo(400);
                assertThat(said.text("field")).isEqualTo("content");
                assertThat(said.text()).doesNotContain("pwned");
                assertThat(question.length() > LONGEST_MESSAGE
                                || question.codePoints().anyMatch(AbuseTest::isRefused))
                        .as(said.text())
                        .isTrue();
            }
        }
        assertThat(kept).isGreaterThan(100);
    }

    private static boolean isRefused(int character) {
        return Character.getType(character) == Character.CONTROL && "\t\n\r".indexOf(character) < 0;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%3Cscript%3Ewindow.pwned=1%3C/script%3E",
                "/api/%3Cscript%3Ewindow.pwned=1%3C/script%3E",
                "/api/chat/session/%3Cimg%20src=x%20onerror=pwned%3E/",
                "/api/chat/sessions/?order=%3Cscript%3Epwned%3C/script%3E",
                "/ws/chat/%3Cscript%3Epwned%3C/script%3E/",
                "/version/%22onload=pwned%22"
            })
    void no_answer_repeats_what_an_address_held(String target) throws Exception {
        for (String method : List.of("GET", "POST", "DELETE", "FOO")) {
            String answer = RawHttp.exchange(
                    server.port(),
                    method + " " + target + " HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n" + bearer(token)
                            + "\r\nConnection: close\r\n\r\n");

            assertThat(answer).contains("nosniff").doesNotContain("<script", "<img", "pwned", "Exception");
        }
    }

    // 58: headers

    static Map<String, String> badHeaders() {
        String start = "GET " + SESSIONS + " HTTP/1.1\r\nHost: here\r\n";
        String body = "POST " + MESSAGES + " HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n";
        var all = new LinkedHashMap<String, String>();
        all.put("17 kilobytes", start + "X-Large: " + "a".repeat(17_000) + "\r\n\r\n");
        all.put("101 fields", start + "X-A: b\r\n".repeat(101) + "\r\n");
        all.put("CR in a value", start + "X-A: b\rc\r\n\r\n");
        all.put("NUL in a value", start + "X-A: b\u0000c\r\n\r\n");
        all.put("NUL in a name", start + "X\u0000: b\r\n\r\n");
        all.put("a folded line", start + "X-A: b\r\n c: d\r\n\r\n");
        all.put("a blank before the colon", start + "Content-Length : 4\r\n\r\n");
        all.put("two hosts", start + "Host: there\r\n\r\n");
        all.put("two lengths", body + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}");
        all.put("a list of lengths", body + "Content-Length: 2, 2\r\n\r\n{}");
        all.put("a length with a sign", body + "Content-Length: +2\r\n\r\n{}");
        all.put("an unknown coding", body + "Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        all.put("a coding twice", body + "Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        all.put("a chunk without a size", body + "Transfer-Encoding: chunked\r\n\r\nxx\r\n{}\r\n0\r\n\r\n");
        all.put("a negative chunk", body + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n");
        return all;
    }

    static List<String> namesOfBadHeaders() {
        return List.copyOf(badHeaders().keySet());
    }

    @ParameterizedTest
    @MethodSource("namesOfBadHeaders")
    void a_bad_header_ends_the_connection(String name) throws Exception {
        String next = "GET /version HTTP/1.1\r\nHost: here\r\n\r\n";

        String answer = RawHttp.exchange(server.port(), badHeaders().get(name) + next + next);

        assertThat(answer)
                .doesNotContain("200 OK", "HTTP/1.1 5", "\"version\"", "\tat ", "Exception")
                .doesNotContainIgnoringCase("grizzly");
    }

    @Test
    void a_length_beside_chunks_smuggles_nothing() throws Exception {
        String first = "POST " + MESSAGES + " HTTP/1.1\r\nHost: here\r\n" + bearer(token)
                + "\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n";

        String answer = RawHttp.exchange(server.port(), first + "0\r\n\r\nGET /version HTTP/1.1\r\nHost: here\r\n\r\n");

        assertThat(answer).doesNotContain("200 OK", "\"version\"");
    }

    // 59: compression

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits=15; server_no_context_takeover",
                "permessage-deflate, x-webkit-deflate-frame, permessage-bzip2"
            })
    void compression_is_not_agreed_to_and_a_bomb_is_no_text(String offer) throws Exception {
        // A kilobyte that would become a megabyte.
        byte[] bomb = new byte[1_024];
        Arrays.fill(bomb, (byte) 0x55);
        try (var socket =
                new RawFrames(server.port(), path(session), bearer(token), "Sec-WebSocket-Extensions: " + offer)) {
            assertThat(socket.answer()).startsWith("HTTP/1.1 101 ").doesNotContain("Sec-WebSocket-Extensions");
            socket.trySend(frame(0xC1, bomb));

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    private String message(String text, String id) {
        return object("type", "user_message", "session_id", session, "message", text, "client_message_id", id);
    }

    private JsonNode history() {
        return history(token, session);
    }

    private static JsonNode history(String whose, String where) {
        return api.get("/api/chat/session/" + where + "/history/?limit=100", whose)
                .good()
                .path("messages");
    }

    /** What the server and what it is made of say in their logs went wrong with themselves; slowness is nothing wrong. */
    private static final class Failures extends AppenderBase<ILoggingEvent> implements AutoCloseable {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        private final java.util.logging.Logger platform = java.util.logging.Logger.getLogger("");
        private final Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLoggerName() + " " + line.getMessage() + " " + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        Failures() {
            setContext(root.getLoggerContext());
            start();
            root.addAppender(this);
            handler.setLevel(java.util.logging.Level.WARNING);
            platform.addHandler(handler);
        }

        List<String> lines() {
            return List.copyOf(lines);
        }

        void forget() {
            lines.clear();
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)
                    && !String.valueOf(event.getMarkerList()).contains("performance")) {
                lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getThrowableProxy());
            }
        }

        @Override
        public void close() {
            root.detachAppender(this);
            platform.removeHandler(handler);
        }
    }
}
