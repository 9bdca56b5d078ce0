package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static dev.parley.bootstrap.RawFrames.bearer;
import static dev.parley.bootstrap.RawFrames.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests, bodies and texts that nobody sends who means well. */
class RequestAbuseTest extends Attacked {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path HOSTILE = Path.of("..", "adapter-web", "src", "test", "hostile", "markdown.json");
    private static final int LONGEST_MESSAGE = 4_000;

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
                                || question.codePoints().anyMatch(RequestAbuseTest::isRefused))
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
}
