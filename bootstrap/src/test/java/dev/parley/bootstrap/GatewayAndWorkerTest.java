package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static dev.parley.bootstrap.ReplyFrames.awaitFrame;
import static dev.parley.bootstrap.ReplyFrames.chunks;
import static dev.parley.bootstrap.ReplyFrames.field;
import static dev.parley.bootstrap.ReplyFrames.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.metrics.Figures;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server that people come to and one that writes, over one database and one real Redis. */
class GatewayAndWorkerTest {

    private static final Map<String, String> GATEWAY = Map.of("PARLEY_NODE_ROLES", "gateway");

    /** Is at it for minutes, and hands over at once when it stops. */
    private static final Map<String, String> SLOW_WORKER =
            Map.of("PARLEY_NODE_ROLES", "worker", "PARLEY_NODE_GRACE", "0s", "PARLEY_DEMO_SPEED", "10");

    private static final Map<String, String> QUICK_WORKER =
            Map.of("PARLEY_NODE_ROLES", "worker", "PARLEY_DEMO_SPEED", "2000");

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestCluster cluster;
    private ChatServer gateway;
    private Caller people;
    private String visitor;
    private String session;

    @BeforeEach
    void startGateway() throws Exception {
        cluster = TestCluster.start(data);
        gateway = cluster.node("gateway", GATEWAY);
        people = new Caller(gateway);
        TestCluster.awaitRedis(people, "up");
        visitor = people.guest();
        session = people.session(visitor);
    }

    @AfterEach
    void stopAll() throws Exception {
        people.close();
        cluster.close();
        http.close();
    }

    private ChatServer worker(String name, Map<String, String> variables) {
        ChatServer worker = cluster.node(name, variables);
        try (var caller = new Caller(worker)) {
            TestCluster.awaitRedis(caller, "up");
        }
        return worker;
    }

    private TestSocket socket() {
        return TestSocket.open(http, gateway.port(), session, visitor);
    }

    private void say(TestSocket socket, String text) {
        socket.send(object("type", "user_message", "session_id", session, "message", text));
    }

    @Test
    void what_people_say_at_the_gateway_the_worker_answers() {
        worker("worker", QUICK_WORKER);
        try (TestSocket socket = socket()) {
            say(socket, "count to 600");

            awaitFrame(socket, type("ai_complete"));

            String whole = field(socket, "ai_complete", "full_response");
            assertThat(whole).contains("59, 60", "599, 600");
            assertThat(chunks(socket)).isEqualTo(whole);
            assertThat(socket.frames(type("ai_complete"))).hasSize(1);
        }
    }

    /** What is kept is what was shown: so it was shown while it was written. */
    @Test
    void a_stop_at_the_gateway_reaches_the_worker() {
        worker("worker", SLOW_WORKER);
        try (TestSocket socket = socket()) {
            say(socket, "count to 1000");
            awaitFrame(socket, type("ai_chunk"));

            socket.send(object("type", "cancel"));

            awaitFrame(socket, type("ai_cancelled"));
            String kept = field(socket, "ai_cancelled", "full_response");
            assertThat(kept).isNotEmpty().doesNotContain("1000");
            assertThat(chunks(socket)).isEqualTo(kept);
        }
    }

    @Test
    void when_a_worker_stops_another_goes_on() {
        ChatServer first = worker("first", SLOW_WORKER);
        try (TestSocket socket = socket()) {
            say(socket, "count to 1000");
            awaitFrame(socket, type("ai_chunk"));

            first.close();
            worker("second", QUICK_WORKER);

            awaitFrame(socket, type("ai_complete"));
            String whole = field(socket, "ai_complete", "full_response");
            assertThat(whole).contains("999, 1000");
            assertThat(chunks(socket)).isEqualTo(whole);
            assertThat(Integer.parseInt(field(socket, "ai_complete", "attempt")))
                    .isGreaterThan(1);
        }
    }

    @Test
    void without_a_worker_messages_wait_and_are_answered_then() {
        try (TestSocket socket = socket()) {
            say(socket, "count to 30");
            awaitFrame(socket, type("message_accepted"));

            worker("late", QUICK_WORKER);

            awaitFrame(socket, type("ai_complete"));
            assertThat(field(socket, "ai_complete", "full_response")).contains("29, 30");
        }
    }

    @Test
    void a_worker_tells_how_it_is_and_has_nothing_else() {
        ChatServer worker = worker("worker", QUICK_WORKER);
        try (var caller = new Caller(worker)) {
            assertThat(caller.get("/health/live", Caller.NOBODY).status()).isEqualTo(200);
            assertThat(rolesOf(caller)).containsExactly("worker");
            assertThat(rolesOf(people)).containsExactly("gateway");

            for (String path : List.of("/", "/chat", "/widget.js", "/version", "/api/chat/sessions/", "/ws/user/")) {
                assertThat(caller.get(path, visitor).status()).as(path).isEqualTo(404);
            }
            assertThat(caller.post("/api/auth/guest/", Caller.NOBODY, "{}").status())
                    .isEqualTo(404);
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> TestSocket.open(http, worker.port(), session, visitor))
                    .withCauseInstanceOf(WebSocketHandshakeException.class)
                    .satisfies(refused -> assertThat(((WebSocketHandshakeException) refused.getCause())
                                    .getResponse()
                                    .statusCode())
                            .isEqualTo(404));
            assertThat(worker.routes()).containsExactly("GET /health/live", "GET /health/ready");
        }
    }

    @Test
    void a_worker_shows_what_it_writes_and_a_gateway_whom_it_tells() {
        ChatServer worker = worker("worker", QUICK_WORKER);
        try (TestSocket socket = socket();
                var caller = new Caller(worker)) {
            say(socket, "count to 30");
            awaitFrame(socket, type("ai_complete"));

            await().atMost(TestCluster.LONG)
                    .until(() -> figures(caller).sum("parley_reply_seconds_count", "outcome", "complete") > 0);
            assertThat(figures(caller).names())
                    .contains("parley_replies_places", "parley_redis_call_seconds_count", "parley_build_version")
                    .doesNotContain("parley_sockets_open", "parley_relay_delay_seconds_count");
            await().atMost(TestCluster.LONG).until(() -> figures(people).sum("parley_relay_delay_seconds_count") > 0);
            assertThat(figures(people).sum("parley_sockets_open")).isEqualTo(1);
            assertThat(figures(people).sum("parley_reply_seconds_count")).isZero();
        }
    }

    private static Figures figures(Caller node) {
        return Figures.read(node.get("/metrics", Caller.NOBODY).with(200).text());
    }

    private static List<String> rolesOf(Caller node) {
        return node.get("/health/ready", Caller.NOBODY)
                .with(200)
                .json()
                .path("roles")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }
}
