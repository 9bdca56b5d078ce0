package dev.parley.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

    private static final String UNKNOWN = "0190a7e2-1111-7000-8000-000000000001";
    private static final String HALF = "\\ud83d";

    @RegisterExtension
    final RestServer server = new RestServer();

    private Api mei;
    private String session;

    @BeforeEach
    void begin() {
        mei = server.as("mei");
        session = mei.session();
    }

    /** Everything that takes a body: method, path. SESSION stands for a session of the caller. */
    static Stream<Arguments> takingBodies() {
        return Stream.of(
                Arguments.of("POST", "/api/chat/session/create/"),
                Arguments.of("PUT", "/api/chat/session/SESSION/"),
                Arguments.of("POST", "/api/chat/session/SESSION/read/"),
                Arguments.of("POST", "/api/chat/session/SESSION/delivered/"),
                Arguments.of("POST", "/api/chat/messages/"),
                Arguments.of("POST", "/api/chat/messages/" + UNKNOWN + "/cancel/"),
                Arguments.of("POST", "/api/auth/guest/"));
    }

    @ParameterizedTest
    @MethodSource("takingBodies")
    void what_is_not_json_is_refused(String method, String path) {
        for (String body :
                List.of("not json", "{", "{\"a\":}", "[]", "\"text\"", "null", "{} {}", "{\"a\": NaN}", "{'a': 1}")) {
            assertProblem(send(method, path, body), 400, "INVALID_JSON");
        }
    }

    @ParameterizedTest
    @MethodSource("takingBodies")
    void a_field_given_twice_is_refused(String method, String path) {
        assertProblem(send(method, path, "{\"a\": 1, \"a\": 2}"), 400, "INVALID_JSON");
    }

    @ParameterizedTest
    @MethodSource("takingBodies")
    void deep_nesting_is_refused(String method, String path) {
        String deep = "{\"metadata\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertProblem(send(method, path, deep), 400, "INVALID_JSON");
    }

    @ParameterizedTest
    @MethodSource("takingBodies")
    void bytes_that_are_no_utf8_are_refused(String method, String path) {
        byte[] overlong = {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'};
        byte[] surrogate = {'{', '"', 'a', '"', ':', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'};
        byte[] cut = {'{', '"', 'a', '"', ':', '"', (byte) 0xE2, (byte) 0x82, '"', '}'};
        byte[] wide = "{\"a\": \"b\"}".getBytes(StandardCharsets.UTF_16);

        for (byte[] body : List.of(overlong, surrogate, cut, wide)) {
            assertProblem(send(method, path, HttpRequest.BodyPublishers.ofByteArray(body)), 400, "INVALID_JSON");
        }
    }

    @ParameterizedTest
    @MethodSource("takingBodies")
    void a_body_that_is_too_large_is_refused(String method, String path) {
        byte[] large = ("{\"a\": \"" + "x".repeat(300_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        var unknownLength = HttpRequest.BodyPublishers.ofByteArrays(List.of(large));

        assertProblem(send(method, path, HttpRequest.BodyPublishers.ofByteArray(large)), 413, "MESSAGE_TOO_LONG");
        assertProblem(send(method, path, unknownLength), 413, "MESSAGE_TOO_LONG");
    }

    @ParameterizedTest
    @MethodSource("takingBodies")
    void another_type_of_content_is_refused(String method, String path) {
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16")) {
            var answer = send(method, path, "{}", "Content-Type", type);

            assertPlainProblem(answer, 415);
            assertThat(answer.header("Accept")).isEqualTo("application/json");
            assertThat(answer.text("detail")).contains("application/json");
        }
        assertPlainProblem(send(method, path, "{}", "Content-Encoding", "gzip"), 415);
    }

    @ParameterizedTest
    @MethodSource("takingBodies")
    void unknown_fields_do_no_harm(String method, String path) {
        var answer = send(method, path, "{\"__proto__\": {\"x\": 1}, \"unheard_of\": [1]}");

        assertThat(answer.text()).doesNotContain("unheard_of", "__proto__");
        assertThat(answer.status()).isNotEqualTo(500);
    }

    /** Fields of wrong types: method, path, field, value. */
    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                        List.of("POST", "/api/chat/session/create/", "title", "5"),
                        List.of("POST", "/api/chat/session/create/", "assistant", "true"),
                        List.of("POST", "/api/chat/session/create/", "context", "5"),
                        List.of("POST", "/api/chat/session/create/", "metadata", "\"text\""),
                        List.of("POST", "/api/chat/session/create/", "metadata", "[1]"),
                        List.of("POST", "/api/chat/session/create/", "client_command_id", "{}"),
                        List.of("PUT", "/api/chat/session/SESSION/", "title", "[]"),
                        List.of("PUT", "/api/chat/session/SESSION/", "is_active", "\"true\""),
                        List.of("PUT", "/api/chat/session/SESSION/", "closed", "1"),
                        List.of("PUT", "/api/chat/session/SESSION/", "assistant", "{}"),
                        List.of("POST", "/api/chat/session/SESSION/read/", "up_to_position", "\"1\""),
                        List.of("POST", "/api/chat/session/SESSION/read/", "up_to_position", "1.5"),
                        List.of("POST", "/api/chat/session/SESSION/read/", "up_to_position", "1e400"),
                        List.of(
                                "POST",
                                "/api/chat/session/SESSION/delivered/",
                                "up_to_position",
                                "99999999999999999999"),
                        List.of("POST", "/api/chat/messages/", "session_id", "5"),
                        List.of("POST", "/api/chat/messages/", "content", "5"),
                        List.of("POST", "/api/chat/messages/", "message", "{}"),
                        List.of("POST", "/api/chat/messages/", "client_message_id", "5"),
                        List.of("POST", "/api/chat/messages/", "metadata", "[]"),
                        List.of("POST", "/api/chat/messages/" + UNKNOWN + "/cancel/", "session_id", "null"),
                        List.of("POST", "/api/auth/guest/", "name", "5"),
                        List.of("POST", "/api/auth/guest/", "locale", "false"))
                .map(values -> Arguments.of(values.toArray()));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void a_wrong_type_is_named_by_its_field(String method, String path, String field, String value) {
        String body = path.equals("/api/chat/messages/") && !field.equals("session_id")
                ? "{\"session_id\": \"%s\", \"%s\": %s%s}"
                        .formatted(
                                session,
                                field,
                                value,
                                field.equals("content") || field.equals("message") ? "" : ", \"content\": \"Hi\"")
                : "{\"" + field + "\": " + value + "}";

        var answer = send(method, path, body);

        assertProblem(answer, 400, "INVALID_MESSAGE");
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("detail")).matches("(must|is required).*");
    }

    /** Values that break a rule: method, path, field, JSON value, code. */
    static Stream<Arguments> brokenRules() {
        String create = "/api/chat/session/create/";
        String change = "/api/chat/session/SESSION/";
        String messages = "/api/chat/messages/";
        return Stream.of(
                        List.of("POST", create, "title", quoted(" "), "INVALID_MESSAGE"),
                        List.of("POST", create, "title", quoted("x".repeat(256)), "INVALID_MESSAGE"),
                        List.of("POST", create, "title", quoted("a\\u0007b"), "INVALID_MESSAGE"),
                        List.of("POST", create, "title", quoted("a" + HALF), "INVALID_MESSAGE"),
                        List.of("POST", create, "assistant", quoted("nobody"), "INVALID_MESSAGE"),
                        List.of("POST", create, "assistant", quoted("No Body!"), "INVALID_MESSAGE"),
                        List.of("POST", create, "context", quoted(""), "INVALID_MESSAGE"),
                        List.of("POST", create, "context", quoted("x".repeat(8_001)), "INVALID_MESSAGE"),
                        List.of("POST", create, "context", "{\"a\": \"" + HALF + "\"}", "INVALID_MESSAGE"),
                        List.of("POST", create, "metadata", "{\"a\": \"" + HALF + "\"}", "INVALID_MESSAGE"),
                        List.of(
                                "POST",
                                create,
                                "metadata",
                                "{\"a\": \"" + "x".repeat(20_000) + "\"}",
                                "INVALID_MESSAGE"),
                        List.of("POST", create, "client_command_id", quoted(""), "INVALID_MESSAGE"),
                        List.of("POST", create, "client_command_id", quoted("x".repeat(65)), "INVALID_MESSAGE"),
                        List.of("PUT", change, "title", quoted(""), "INVALID_MESSAGE"),
                        List.of("PUT", change, "assistant", quoted("nobody"), "INVALID_MESSAGE"),
                        List.of("POST", messages, "content", quoted(""), "INVALID_MESSAGE"),
                        List.of("POST", messages, "content", quoted(" \\n\\t "), "INVALID_MESSAGE"),
                        List.of("POST", messages, "content", quoted("a\\u0000b"), "INVALID_MESSAGE"),
                        List.of("POST", messages, "content", quoted("a\\u001bb"), "INVALID_MESSAGE"),
                        List.of("POST", messages, "content", quoted("a" + HALF), "INVALID_MESSAGE"),
                        List.of("POST", messages, "content", quoted("x".repeat(4_001)), "MESSAGE_TOO_LONG"),
                        List.of("POST", messages, "content", quoted("𝄞".repeat(4_001)), "MESSAGE_TOO_LONG"),
                        List.of("POST", messages, "message", quoted("x".repeat(4_001)), "MESSAGE_TOO_LONG"),
                        List.of("POST", messages, "client_message_id", quoted("x".repeat(65)), "INVALID_MESSAGE"),
                        List.of("POST", messages, "client_message_id", quoted("a\\nb"), "INVALID_MESSAGE"),
                        List.of("POST", "/api/auth/guest/", "name", quoted("a\\u0000"), "INVALID_MESSAGE"),
                        List.of("POST", "/api/auth/guest/", "name", quoted("x".repeat(101)), "INVALID_MESSAGE"),
                        List.of("POST", "/api/auth/guest/", "locale", quoted("not a tag"), "INVALID_MESSAGE"),
                        List.of("POST", "/api/chat/session/SESSION/read/", "up_to_position", "0", "INVALID_MESSAGE"),
                        List.of("POST", "/api/chat/session/SESSION/read/", "up_to_position", "-1", "INVALID_MESSAGE"))
                .map(values -> Arguments.of(values.toArray()));
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void a_broken_rule_is_told_with_its_field(String method, String path, String field, String value, String code) {
        boolean text = field.equals("content") || field.equals("message");
        String body = path.equals("/api/chat/messages/")
                ? "{\"session_id\": \"%s\", \"%s\": %s%s}"
                        .formatted(session, field, value, text ? "" : ", \"content\": \"Hi\"")
                : "{\"" + field + "\": " + value + "}";

        var answer = send(method, path, body);

        assertProblem(answer, 400, code);
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("detail")).isNotEmpty();
    }

    @Test
    void half_a_character_in_a_name_is_refused() {
        var answer = mei.post("/api/chat/session/create/", "{\"metadata\": {\"" + HALF + "\": 1}}");

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void the_longest_message_is_taken() {
        assertThat(mei.post("/api/chat/messages/", Api.message(session, "𝄞".repeat(4_000)))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void missing_fields_are_named() {
        assertThat(mei.post("/api/chat/messages/", "{}").text("field")).isEqualTo("session_id");
        assertThat(mei.post("/api/chat/messages/", "{\"session_id\": \"" + session + "\"}")
                        .text("field"))
                .isEqualTo("content");
        assertThat(mei.post("/api/chat/session/" + session + "/read/", "{}").text("field"))
                .isEqualTo("up_to_position");
        assertProblem(mei.post("/api/chat/messages/", ""), 400, "INVALID_JSON");
    }

    @Test
    void two_texts_that_differ_are_a_contradiction() {
        var answer = mei.post(
                "/api/chat/messages/",
                "{\"session_id\": \"%s\", \"content\": \"a\", \"message\": \"b\"}".formatted(session));

        assertProblem(answer, 400, "INVALID_MESSAGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "0190a7e2-1111-7000-8000-00000000000", "not-a-uuid", "../../etc"})
    void a_malformed_session_id_in_a_body_is_named(String id) {
        var answer = mei.post("/api/chat/messages/", Api.message(id, "Hi"));

        assertProblem(answer, 400, "INVALID_MESSAGE");
        assertThat(answer.text("field")).isEqualTo("session_id");
    }

    /** Everything that names a session: method, path, body. ID stands for the session's id. */
    static Stream<Arguments> namingSessions() {
        return Stream.of(
                Arguments.of("GET", "/api/chat/session/ID/", ""),
                Arguments.of("GET", "/api/chat/session/ID/?include=messages", ""),
                Arguments.of("PUT", "/api/chat/session/ID/", "{\"title\": \"x\"}"),
                Arguments.of("PUT", "/api/chat/session/ID/", "{\"is_active\": true}"),
                Arguments.of("DELETE", "/api/chat/session/ID/", ""),
                Arguments.of("POST", "/api/chat/session/ID/restore/", ""),
                Arguments.of("GET", "/api/chat/session/ID/history/", ""),
                Arguments.of("POST", "/api/chat/session/ID/read/", "{\"up_to_position\": 1}"),
                Arguments.of("POST", "/api/chat/session/ID/delivered/", "{\"up_to_position\": 1}"),
                Arguments.of("POST", "/api/chat/messages/", "{\"session_id\": \"ID\", \"content\": \"Hi\"}"),
                Arguments.of("POST", "/api/chat/messages/?wait=true", "{\"session_id\": \"ID\", \"content\": \"Hi\"}"),
                Arguments.of("POST", "/api/chat/messages/" + UNKNOWN + "/cancel/", "{\"session_id\": \"ID\"}"));
    }

    @ParameterizedTest
    @MethodSource("namingSessions")
    void a_foreign_session_looks_exactly_like_an_unknown_one(String method, String path, String body) {
        String foreign = server.as("ben").session();
        server.as("ben").say(foreign, "secret");
        String unknown = UUID.randomUUID().toString();

        var toForeign = mei.send(method(method, path.replace("ID", foreign), body.replace("ID", foreign)));
        var toUnknown = mei.send(method(method, path.replace("ID", unknown), body.replace("ID", unknown)));

        assertProblem(toForeign, 404, "SESSION_NOT_FOUND");
        assertThat(withoutRequestId(toForeign)).isEqualTo(withoutRequestId(toUnknown));
        assertThat(toForeign.headers().map().keySet())
                .isEqualTo(toUnknown.headers().map().keySet());
        assertThat(server.as("ben").get("/api/chat/session/" + foreign + "/").text("title"))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-1-1-1-1", "not-a-uuid", "%2e%2e", "a%20b", "create"})
    void a_malformed_session_id_in_a_path_is_an_unknown_one(String id) {
        assertProblem(mei.get("/api/chat/session/" + id + "/"), 404, "SESSION_NOT_FOUND");
        assertProblem(mei.get("/api/chat/session/" + id + "/history/"), 404, "SESSION_NOT_FOUND");
    }

    @Test
    void an_unknown_reply_is_not_stopped() {
        String body = "{\"session_id\": \"" + session + "\"}";

        assertProblem(mei.post("/api/chat/messages/" + UNKNOWN + "/cancel/", body), 404, "MESSAGE_NOT_FOUND");
        assertProblem(mei.post("/api/chat/messages/not-a-uuid/cancel/", body), 404, "MESSAGE_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/chat/sessions/?limit=0, limit",
        "/api/chat/sessions/?limit=101, limit",
        "/api/chat/sessions/?limit=-1, limit",
        "/api/chat/sessions/?limit=abc, limit",
        "/api/chat/sessions/?limit=99999999999, limit",
        "/api/chat/sessions/?limit=, limit",
        "/api/chat/sessions/?sort=size, sort",
        "/api/chat/sessions/?sort=ACTIVITY, sort",
        "/api/chat/sessions/?is_active=maybe, is_active",
        "/api/chat/sessions/?after=nonsense, after",
        "/api/chat/sessions/?after=%00, after",
        "/api/chat/session/SESSION/?include=everything, include",
        "/api/chat/session/SESSION/?include=messages&limit=0, limit",
        "/api/chat/session/SESSION/history/?limit=0, limit",
        "/api/chat/session/SESSION/history/?limit=101, limit",
        "/api/chat/session/SESSION/history/?limit=abc, limit",
        "/api/chat/session/SESSION/history/?before=0, before",
        "/api/chat/session/SESSION/history/?before=-1, before",
        "/api/chat/session/SESSION/history/?before=x, before",
        "/api/chat/session/SESSION/history/?after=99999999999999999999, after",
        "/api/chat/session/SESSION/history/?after=1&before=5, before"
    })
    void a_bad_parameter_is_named(String path, String field) {
        var answer = mei.get(path.replace("SESSION", session));

        assertProblem(answer, 400, "INVALID_MESSAGE");
        assertThat(answer.text("field")).isEqualTo(field);
    }

    @Test
    void a_cursor_of_another_order_is_refused() {
        for (int i = 0; i < 3; i++) {
            mei.session();
        }
        String cursor = mei.get("/api/chat/sessions/?limit=1&sort=created").text("after");

        assertProblem(mei.get("/api/chat/sessions/?limit=1&sort=title&after=" + cursor), 400, "INVALID_MESSAGE");
    }

    @Test
    void no_problem_quotes_what_was_sent() {
        var answer = mei.post("/api/chat/messages/", "{\"session_id\": secret-value-in-broken-json}");

        assertProblem(answer, 400, "INVALID_JSON");
        assertThat(answer.text("detail")).matches("not valid JSON at line 1, column \\d+");
        assertThat(answer.text()).doesNotContain("secret");
    }

    private Api.Answer send(String method, String path, String body, String... headers) {
        return send(method, path, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    private Api.Answer send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        return mei.send(mei.request(path.replace("SESSION", session), headers).method(method, body));
    }

    private HttpRequest.Builder method(String method, String path, String body) {
        return mei.request(path)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static JsonNode withoutRequestId(Api.Answer answer) {
        return ((ObjectNode) answer.json()).without("request_id");
    }

    static void assertProblem(Api.Answer answer, int status, String code) {
        assertProblem(answer, status);
        assertThat(answer.text("error_code")).isEqualTo(code);
        assertThat(answer.json().get("retryable").isBoolean()).isTrue();
    }

    /** A problem that is HTTP's own: no code says the same. */
    static void assertPlainProblem(Api.Answer answer, int status) {
        assertProblem(answer, status);
        assertThat(answer.text("type")).isEqualTo("about:blank");
        assertThat(answer.json().has("error_code")).isFalse();
        assertThat(answer.json().has("retryable")).isFalse();
    }

    private static void assertProblem(Api.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.text("type")).isNotEmpty();
        assertThat(answer.text("title")).isNotEmpty();
        assertThat(answer.text("detail")).isNotEmpty();
        assertThat(answer.text("request_id")).isEqualTo(answer.header("X-Request-Id"));
        assertThat(answer.text()).doesNotContain("Exception", "dev.parley", "\\tat ", "jackson");
    }
}
