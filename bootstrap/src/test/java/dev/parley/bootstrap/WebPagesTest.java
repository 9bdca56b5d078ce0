package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebPagesTest {

    private static HttpHost host;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        host = TestHosts.host((request, response) -> response.getWriter().write("api"));
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        host.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/chat", "/chat/", "/chat/0190a7e2-1111-7000-8000-000000000001"})
    void the_start_page_is_served_where_the_front_end_begins(String path) throws Exception {
        var answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("The start page — with a dash");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    }

    @Test
    void pages_may_load_nothing_but_our_own_files() throws Exception {
        var headers = get("/").headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'self'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @ParameterizedTest
    @CsvSource({
        "/app.js,text/javascript; charset=utf-8",
        "/parley-chat.d.ts,text/plain; charset=utf-8",
        "/assets/app-0a1b2c3d.css,text/css; charset=utf-8"
    })
    void files_have_their_media_types(String path, String type) throws Exception {
        assertThat(get(path).headers().firstValue("Content-Type")).contains(type);
    }

    @Test
    void only_files_named_by_their_content_are_kept_for_ever() throws Exception {
        assertThat(get("/assets/app-0a1b2c3d.css")
                        .headers()
                        .firstValue("Cache-Control")
                        .orElseThrow())
                .contains("immutable");
        assertThat(get("/app.js").headers().firstValue("Cache-Control")).contains("no-cache");
    }

    @Test
    void the_script_of_the_widget_is_kept_for_minutes_and_asked_for_by_its_tag() throws Exception {
        var headers = get("/widget.js").headers();

        assertThat(headers.firstValue("Cache-Control")).contains("public, max-age=300");
        String tag = headers.firstValue("ETag").orElseThrow();
        assertThat(get("/widget.js", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/widget.js", "/widget-window.js", "/assets/app-0a1b2c3d.css"})
    void pages_of_other_sites_may_load_what_the_widget_is_made_of(String path) throws Exception {
        String tag = get(path).headers().firstValue("ETag").orElseThrow();

        for (var answer : List.of(get(path, "Origin", "https://www.example.com"), get(path, "If-None-Match", tag))) {
            assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                    .containsExactly("*");
            assertThat(answer.headers().allValues("Cross-Origin-Resource-Policy"))
                    .containsExactly("cross-origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/nothing", "/assets/nothing.js"})
    void pages_of_other_sites_may_load_nothing_else(String path) throws Exception {
        var headers = get(path, "Origin", "https://www.example.com").headers();

        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).isEmpty();
    }

    @Test
    void a_page_the_client_has_is_not_sent_again() throws Exception {
        var first = get("/app.js").headers();
        String tag = first.firstValue("ETag").orElseThrow();
        String modified = first.firstValue("Last-Modified").orElseThrow();

        assertThat(get("/app.js", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get("/app.js", "If-None-Match", tag).body()).isEmpty();
        assertThat(get("/app.js", "If-Modified-Since", modified).statusCode()).isEqualTo(304);
        assertThat(get("/app.js", "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
        assertThat(get("/app.js", "If-Modified-Since", "Mon, 01 Jan 1990 00:00:00 GMT")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/app.js", "If-Modified-Since", "yesterday").statusCode())
                .isEqualTo(200);
    }

    @Test
    void long_texts_are_compressed_for_those_who_can_read_it() throws Exception {
        var request = HttpRequest.newBuilder(uri("/app.js"))
                .header("Accept-Encoding", "br, gzip")
                .build();

        var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(plain.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(get("/app.js").body());
        }
        assertThat(get("/app.js", "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
        assertThat(get("/app.js").headers().firstValue("Vary")).contains("Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a", "%41", "%61/"})
    void a_path_may_be_as_long_as_a_header(String again) throws Exception {
        String path = "/" + again.repeat(15_000 / again.length());

        String answer =
                RawHttp.exchange(host.port(), "GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void head_tells_the_same_without_the_page() throws Exception {
        var request = HttpRequest.newBuilder(uri("/")).HEAD().build();

        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isPositive();
    }

    @Test
    void pages_can_only_be_read() throws Exception {
        var request = HttpRequest.newBuilder(uri("/"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();

        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nothing", "/secret.conf", "/.profile.txt", "/assets", "/assets/", "/chat/a/b", "/chatter"})
    void what_is_not_a_page_is_not_there(String path) throws Exception {
        var answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is nothing here.").doesNotContainIgnoringCase("grizzly");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.conf",
                "/assets/../../secret.conf",
                "/%2e%2e/secret.conf",
                "/..%2fsecret.conf",
                "/assets/..%5c..%5csecret.conf",
                "/..\\secret.conf",
                "//secret.conf",
                "/./.profile.txt",
                "/%00",
                "/%zz",
                "/index.html;x=1",
                "/dev/parley/bootstrap/Main.class",
                "/META-INF/MANIFEST.MF"
            })
    void there_is_no_way_out_of_the_folder(String path) throws Exception {
        String answer =
                RawHttp.exchange(host.port(), "GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 40").doesNotContain("never served", "\tat ", "Exception");
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + host.port() + path);
    }
}
