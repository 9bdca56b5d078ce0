package dev.parley.application.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptedModelServerTest {

    private ScriptedModelServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedModelServer.start();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void a_whole_answer_is_a_stream_of_events() throws Exception {
        server.answering("Hello \"you\"", "\uD83D\uDE00", "\uD83D");

        HttpResponse<String> response = ask("{}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(response.body())
                .contains(
                        "{\"content\":\"Hello \\\"you\\\"\"}",
                        "\"\uD83D\uDE00\"",
                        "\"\\ud83d\"",
                        "\"finish_reason\":\"stop\"")
                .contains("\"completion_tokens\":3")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void requests_are_recorded_and_connections_reused() throws Exception {
        ask("{\"messages\":[{\"role\":\"user\",\"content\":\"say \\\"h\\u00e9\\\"\\n\"}]}");
        ask("{}");

        ScriptedRequest first = server.takeExchange().request();
        ScriptedRequest second = server.takeExchange().request();
        assertThat(first.method()).isEqualTo("POST");
        assertThat(first.target()).isEqualTo("/v1/chat/completions");
        assertThat(first.headers()).containsEntry("authorization", "Bearer k");
        assertThat(first.lastUserMessage()).isEqualTo("say \"h\u00e9\"\n");
        assertThat(second.connection()).isEqualTo(first.connection());
        assertThat(second.lastUserMessage()).isEmpty();
    }

    @Test
    void a_queued_script_goes_before_one_by_message_and_the_standing_one() throws Exception {
        server.answering("standing").playingFor("special", ModelScript.status(402));
        server.playingNext(ModelScript.status(401));
        String special = "{\"messages\":[{\"role\":\"user\",\"content\":\"special\"}]}";

        assertThat(ask(special).statusCode()).isEqualTo(401);
        assertThat(ask(special).statusCode()).isEqualTo(402);
        assertThat(ask("{}").body()).contains("standing");
    }

    @Test
    void a_latch_holds_the_rest_back() throws Exception {
        var latch = new CountDownLatch(1);
        server.playing(ModelScript.streaming().send("first").await(latch).send("second"));
        InputStream body = open();
        ScriptedExchange exchange = server.takeExchange();

        assertThat(new String(body.readNBytes(5), StandardCharsets.UTF_8)).isEqualTo("first");
        assertThat(exchange.isPlayed()).isFalse();
        latch.countDown();

        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("second");
    }

    @Test
    void it_notices_that_a_client_has_gone() throws Exception {
        server.playing(ModelScript.streaming().delta("first").stall());
        InputStream body = open();
        ScriptedExchange exchange = server.takeExchange();
        assertThat(exchange.isClientGone()).isFalse();

        body.close();

        exchange.awaitClientGone();
        exchange.awaitPlayed();
        await().atMost(Duration.ofSeconds(30)).until(() -> server.openConnections() == 0);
    }

    @Test
    void a_body_may_break_off_or_be_reset() throws Exception {
        server.playingNext(ModelScript.streaming().delta("a").breakOff());
        server.playingNext(ModelScript.streaming().delta("b").reset());

        assertThatThrownBy(() -> open().readAllBytes()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void a_body_without_chunks_ends_with_the_connection() throws Exception {
        server.playing(
                ModelScript.streaming().closeDelimited().sendInBits("data: x".getBytes(StandardCharsets.UTF_8), 2));

        assertThat(ask("{}").body()).isEqualTo("data: x");
    }

    private HttpResponse<String> ask(String body) throws IOException, InterruptedException {
        return client.send(request(body), HttpResponse.BodyHandlers.ofString());
    }

    private InputStream open() throws IOException, InterruptedException {
        return client.send(request("{}"), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
                .header("Authorization", "Bearer k")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
