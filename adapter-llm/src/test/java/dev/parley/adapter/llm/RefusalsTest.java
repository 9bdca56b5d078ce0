package dev.parley.adapter.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.application.port.out.ModelException;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when a prompt is not taken. */
class RefusalsTest {

    private MockWebServer server;
    private LlmAdapter adapter;

    @BeforeEach
    void start() throws IOException {
        server = new MockWebServer();
        server.start();
        adapter = LlmAdapter.open(LlmConfig.of(server.url("/v1").uri(), ServedModel.KEY, "m"));
    }

    @AfterEach
    void stop() {
        adapter.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "302, BAD_RESPONSE",
        "400, REJECTED",
        "401, REJECTED",
        "402, REJECTED",
        "403, REJECTED",
        "404, REJECTED",
        "408, TIMEOUT",
        "409, REJECTED",
        "413, CONTEXT_TOO_LONG",
        "422, REJECTED",
        "429, OVERLOADED",
        "500, UNAVAILABLE",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE",
        "529, OVERLOADED",
    })
    void a_status_has_its_meaning(int status, Kind kind) {
        var refusal = new MockResponse.Builder().code(status).body("{}").build();
        server.enqueue(refusal);
        server.enqueue(refusal); // OkHttp asks again by itself after a 408

        ModelFailure failure = refused();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.detail()).startsWith("HTTP " + status);
        assertThat(failure.retryAfter()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}}",
                "{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, max_tokens is not supported\"}}",
                "{\"object\":\"error\",\"message\":\"The prompt exceeds the maximum context length\",\"code\":400}",
                "{\"error\":{\"code\":400,\"type\":\"exceed_context_size_error\",\"message\":\"too large\"}}",
                "{\"error\":{\"message\":\"<400> Range of input length should be [1, 30720]\"}}",
                "Input is too long for requested model.",
            })
    void a_prompt_that_does_not_fit_is_told_from_other_bad_requests(String body) {
        server.enqueue(new MockResponse.Builder().code(400).body(body).build());

        assertThat(refused().kind()).isEqualTo(Kind.CONTEXT_TOO_LONG);
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After, 7, 7000",
        "Retry-After, 0.5, 500",
        "Retry-After, 0, 0",
        "retry-after-ms, 250, 250",
        "x-ms-retry-after-ms, 20, 20",
        "Retry-After, 'Wed, 21 Oct 2026 07:28:30 GMT', 30000",
        "Retry-After, 'Wed, 21 Oct 2026 07:27:00 GMT', 0",
        "Retry-After, 99999999, 86400000",
    })
    void a_wish_to_wait_is_passed_on(String header, String value, long milliseconds) {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .addHeader("Date", "Wed, 21 Oct 2026 07:28:00 GMT")
                .addHeader(header, value)
                .build());

        assertThat(refused().retryAfter()).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "", "1e9", "99999999999999999999"})
    void a_wish_that_is_none_is_passed_over(String value) {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", value)
                .build());

        ModelFailure failure = refused();

        assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(failure.retryAfter()).isNull();
    }

    @Test
    void the_finer_wish_counts() {
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "2")
                .addHeader("retry-after-ms", "1500.4")
                .build());

        ModelFailure failure = refused();

        assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void an_empty_purse_is_not_an_overload() {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .body("{\"error\":{\"message\":\"You exceeded your current quota\",\"code\":\"insufficient_quota\"}}")
                .build());

        ModelFailure failure = refused();

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure.detail()).isEqualTo("HTTP 429, insufficient_quota");
    }

    @Test
    void neither_key_nor_prompt_shows() {
        server.enqueue(new MockResponse.Builder()
                .code(401)
                .body("{\"error\":{\"message\":\"Incorrect API key provided: sk-very-secret for hi\","
                        + "\"code\":\"sk-very-secret\",\"type\":\"sk-very-secret\"}}")
                .build());

        ModelException exception = exception();

        var trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).contains("REJECTED: HTTP 401").doesNotContain("secret", "for hi");
    }

    @Test
    void a_redirect_does_not_take_the_key_elsewhere() throws Exception {
        try (var other = new MockWebServer()) {
            other.start();
            server.enqueue(new MockResponse.Builder()
                    .code(307)
                    .addHeader("Location", other.url("/v1/chat/completions"))
                    .build());

            ModelFailure failure = refused();

            assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
            assertThat(failure.detail()).isEqualTo("HTTP 307, redirects are not followed");
            assertThat(other.getRequestCount()).isZero();
        }
    }

    @Test
    void html_is_no_answer() {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "text/html; charset=utf-8")
                .body("<!doctype html><title>Log in</title>")
                .build());

        assertThat(refused().kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @Test
    void of_a_huge_error_only_the_beginning_is_read() {
        server.enqueue(new MockResponse.Builder()
                .code(500)
                .body("context length ".repeat(100_000))
                .build());

        assertThat(refused().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() throws Exception {
        try (var taken = new Socket()) {
            // Bound, so that nobody else gets the port, and not listening.
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            ModelFailure failure = refusedBy("http://127.0.0.1:" + taken.getLocalPort() + "/v1");

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.detail()).isEqualTo("connection refused");
        }
    }

    @Test
    void a_host_without_an_address_is_unavailable() {
        ModelFailure failure = refusedBy("http://no-such-host.invalid/v1");

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.detail()).isEqualTo("unknown host");
    }

    @Test
    void a_server_without_tls_is_unavailable_over_https() throws Exception {
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> greetInPlainText(plain));

            ModelFailure failure = refusedBy("https://127.0.0.1:" + plain.getLocalPort() + "/v1");

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.detail()).isEqualTo("no secure connection");
        }
    }

    private static void greetInPlainText(ServerSocket plain) {
        try (Socket client = plain.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ModelFailure refused() {
        return exception().failure();
    }

    private ModelException exception() {
        return catchThrowableOfType(ModelException.class, () -> adapter.model().reply(Heard.userSays("hi")));
    }

    private static ModelFailure refusedBy(String baseUrl) {
        try (var other = LlmAdapter.open(LlmConfig.of(URI.create(baseUrl), ServedModel.KEY, "m"))) {
            return catchThrowableOfType(
                            ModelException.class, () -> other.model().reply(Heard.userSays("hi")))
                    .failure();
        }
    }
}
