package dev.parley.adapter.rest;

import static dev.parley.adapter.rest.BadInputTest.assertPlainProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all requests. */
class MannersTest {

    private static final String SESSIONS = "/api/chat/sessions/";
    private static final String POST = String.join(
            "\r\n",
            "POST /api/chat/session/create/ HTTP/1.1",
            "Host: here",
            "Authorization: Bearer token-of-mei",
            "Content-Type: application/json",
            "");

    @RegisterExtension
    final RestServer server = new RestServer();

    @Test
    void every_answer_has_an_id_and_careful_headers() {
        for (Api.Answer answer : new Api.Answer[] {
            server.as("mei").get(SESSIONS),
            server.asNobody().get(SESSIONS),
            server.asNobody().get("/api/nothing"),
            server.asNobody().get("/health/live")
        }) {
            assertThat(answer.header("X-Request-Id")).hasSize(36);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Server")).isEmpty();
            assertThat(answer.headers().allValues("X-Request-Id")).hasSize(1);
        }
    }

    @Test
    void a_harmless_id_of_the_client_is_kept() {
        assertThat(server.as("mei").get(SESSIONS, "X-Request-Id", "order-7.a_b").header("X-Request-Id"))
                .isEqualTo("order-7.a_b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "${jndi:x}", "", "a,b"})
    void any_other_id_is_replaced(String id) {
        assertThat(server.as("mei").get(SESSIONS, "X-Request-Id", id).header("X-Request-Id"))
                .hasSize(36);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/chat",
                "/api/chat/nothing",
                "/health",
                "/health/x",
                "/version/x",
                "/api/chat/session/a/b/c"
            })
    void an_unknown_path_is_a_problem(String path) {
        assertPlainProblem(server.as("mei").get(path), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/chat/sessions/, GET",
        "GET, /api/chat/messages/, POST",
        "PUT, /api/auth/guest, POST",
        "POST, /version, GET",
        "PATCH, /api/chat/session/0190a7e2-1111-7000-8000-000000000001/, PUT",
        "BREW, /health/live, GET"
    })
    void an_unknown_method_is_told_the_known_ones(String method, String path, String allowed) {
        var answer = server.as("mei").method(method, path);

        assertPlainProblem(answer, 405);
        assertThat(answer.header("Allow")).contains(allowed);
    }

    @Test
    void a_type_that_cant_be_given_is_refused() {
        var answer = server.as("mei").get(SESSIONS, "Accept", "application/xml");

        assertPlainProblem(answer, 406);
        assertThat(answer.text("detail")).contains("application/json", "text/event-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/html,*/*;q=0.1", "application/*"})
    void json_is_given_to_whoever_takes_it(String accept) {
        var answer = server.as("mei").get(SESSIONS, "Accept", accept);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void a_message_is_streamed_only_to_those_who_ask() {
        Api mei = server.as("mei");
        String message = Api.message(mei.session(), "Hi");

        assertThat(mei.post("/api/chat/messages/", message, "Accept", "*/*").header("Content-Type"))
                .isEqualTo("application/json");
        assertThat(mei.post("/api/chat/messages/", message, "Accept", "application/json, text/event-stream")
                        .header("Content-Type"))
                .isEqualTo("application/json");
    }

    @Test
    void head_tells_what_get_would() {
        var answer = server.as("mei").method("HEAD", SESSIONS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void options_tells_the_methods() {
        var answer = server.asNobody().method("OPTIONS", SESSIONS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Allow")).contains("GET", "OPTIONS");
    }

    @Test
    void a_friends_page_may_ask_and_read() {
        var preflight = server.asNobody()
                .method("OPTIONS", SESSIONS, "Origin", RestServer.FRIEND, "Access-Control-Request-Method", "PUT");
        var answer = server.as("mei").get(SESSIONS, "Origin", RestServer.FRIEND);

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(RestServer.FRIEND);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("PUT");
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(RestServer.FRIEND);
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("X-Request-Id");
        assertThat(answer.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Origin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "null", "https://friend.example.evil.example", "http://friend.example"})
    void a_foreign_page_may_neither_ask_nor_read(String origin) {
        var preflight =
                server.asNobody().method("OPTIONS", SESSIONS, "Origin", origin, "Access-Control-Request-Method", "PUT");

        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(server.as("mei").get(SESSIONS, "Origin", origin).header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void large_answers_are_compressed_for_those_who_can_read_it() throws Exception {
        Api mei = server.as("mei");
        for (int i = 0; i < 20; i++) {
            mei.session();
        }
        String plain = mei.get(SESSIONS).text();

        var request =
                mei.request(SESSIONS, "Accept-Encoding", "br, gzip;q=0.5").GET().build();
        HttpResponse<byte[]> answer;
        try (var client = HttpClient.newHttpClient()) {
            answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.body().length).isLessThan(plain.length() / 2);
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(plain);
        }
        assertThat(mei.get(SESSIONS, "Accept-Encoding", "gzip;q=0").header("Content-Encoding"))
                .isEmpty();
        assertThat(mei.get("/version", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void what_rarely_changes_is_sent_once() {
        Api mei = server.as("mei");
        var first = mei.get("/api/chat/assistants/");

        var second = mei.get("/api/chat/assistants/", "If-None-Match", first.header("ETag"));
        var other = mei.get("/api/chat/assistants/", "If-None-Match", "W/\"other\"");

        assertThat(first.header("ETag")).startsWith("W/\"");
        assertThat(first.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.text()).isEmpty();
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void the_version_is_told() {
        var answer = server.asNobody().get("/version");

        assertThat(answer.text("name")).isEqualTo("parley");
        assertThat(answer.text("version")).isEqualTo("1.2.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/chat/sessions/?after=%zz HTTP/1.1",
                "GET /api/chat/sessions/?a=<>\"{}|^` HTTP/1.1",
                "GET /api//chat//sessions/ HTTP/1.1",
                "GET /api/../api/chat/sessions/ HTTP/1.1",
                "GET /api/chat/sessions;x=y/ HTTP/1.1",
                "GET http://evil.example/api/chat/sessions/ HTTP/1.1",
                "TRACE /api/chat/sessions/ HTTP/1.1"
            })
    void an_odd_request_line_does_no_harm(String line) throws Exception {
        String answer = raw(line + "\r\nHost: here\r\nAuthorization: Bearer token-of-mei\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContain("Exception", "\tat ", "dev.parley", "glassfish");
        assertThat(answer).doesNotContain("HTTP/1.1 5").contains("HTTP/1.1 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: <script>",
                "Host: a b",
                "Host: here:port",
                "Host: here\r\nAccept: ;;;",
                "Host: here\r\nAccept: application/json;q=x",
                "Host: here\r\nContent-Type: ///",
                "Host: here\r\nCookie: ===;;;\"",
                "Host: here\r\nAccept-Language: ;;;q=9",
                "Host: here\r\nIf-None-Match: \"\"\"",
                "Host: here\r\nIf-Modified-Since: yesterday",
                "Host: here\r\nExpect: the-impossible"
            })
    void an_odd_header_does_no_harm(String header) throws Exception {
        for (String line : new String[] {"GET /api/chat/assistants/", "POST /api/auth/guest/"}) {
            String answer = raw(line + " HTTP/1.1\r\n" + header
                    + "\r\nAuthorization: Bearer token-of-mei\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

            assertThat(answer).doesNotContain("Exception", "\tat ", "dev.parley", "glassfish", "<script>");
            assertThat(answer).doesNotContain("HTTP/1.1 5").contains("HTTP/1.1 ");
        }
    }

    @Test
    void a_body_in_chunks_is_read() throws Exception {
        String head = POST + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

        assertThat(raw(head + "8\r\n{\"title\"\r\n5\r\n:\"x\"}\r\n0\r\n\r\n")).startsWith("HTTP/1.1 201");
        assertThat(raw(head + "zz\r\n{}\r\n0\r\n\r\n")).doesNotContain("HTTP/1.1 201", "Exception");
    }

    @Test
    void a_client_that_asks_first_is_told_to_go_on() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            String interim = "HTTP/1.1 100 Continue\r\n\r\n";

            send(socket, POST + "Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
            assertThat(new String(socket.getInputStream().readNBytes(interim.length()), StandardCharsets.UTF_8))
                    .isEqualTo(interim);
            send(socket, "{}");

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 201");
        }
    }

    private String raw(String request) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
