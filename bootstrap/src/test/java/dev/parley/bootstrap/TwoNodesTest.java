package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** Two whole servers over one database and one real Redis, by their sockets and their API. */
class TwoNodesTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private Server database;
    private RedisServer redis;
    private ChatServer one;
    private ChatServer other;
    private Caller toOne;
    private Caller toOther;
    private String visitor;
    private String session;

    @BeforeEach
    void startNodes() throws Exception {
        database = Server.createTcpServer(
                        "-tcpPort",
                        "0",
                        "-ifNotExists",
                        "-baseDir",
                        data.resolve("db").toString())
                .start();
        int port = freePort();
        redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        redis.start();
        one = node("one", port);
        other = node("other", port);
        toOne = new Caller(one);
        toOther = new Caller(other);
        awaitHealth("up");
        visitor = toOne.guest();
        session = toOne.session(visitor);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChatServer node(String name, int redisPort) {
        return TestServers.start(
                data.resolve(name),
                Map.of(
                        "PARLEY_NODE_NAME",
                        name,
                        "PARLEY_DB_URL",
                        "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/./parley",
                        "PARLEY_DB_USER",
                        "sa",
                        "PARLEY_CLUSTER_SHARED_STORAGE",
                        "true",
                        "PARLEY_REDIS_URL",
                        "redis://127.0.0.1:" + redisPort,
                        "PARLEY_REDIS_TIMEOUT",
                        "10s",
                        "PARLEY_SECRET",
                        "two nodes have one secret, this one",
                        "PARLEY_LIMITS_MESSAGES_PER_MINUTE_PER_USER",
                        "4",
                        "PARLEY_DEMO_SPEED",
                        "100"));
    }

    private void awaitHealth(String redisIs) {
        for (Caller node : List.of(toOne, toOther)) {
            await().atMost(LONG)
                    .until(() -> node.get("/health/ready", Caller.NOBODY)
                            .json()
                            .at("/dependencies/redis/status")
                            .asText()
                            .equals(redisIs));
        }
    }

    @AfterEach
    void stopNodes() throws Exception {
        toOne.close();
        toOther.close();
        one.close();
        other.close();
        redis.stop();
        database.stop();
        http.close();
    }

    private TestSocket socketTo(ChatServer node) {
        return TestSocket.open(http, node.port(), session, visitor);
    }

    private static void awaitFrame(TestSocket socket, String holding) {
        await().atMost(LONG).until(() -> !socket.frames(holding).isEmpty());
    }

    private static String type(String type) {
        return "\"type\":\"" + type + "\"";
    }

    /** The chunks of the last attempt: on a starved machine a node may lose its lease in the middle. */
    private static String chunks(TestSocket socket) {
        var text = new StringBuilder();
        for (String frame : socket.frames("\"type\":")) {
            if (frame.contains(type("ai_started"))) {
                text.setLength(0);
            } else if (frame.contains(type("ai_chunk"))) {
                text.append(field(frame, "content"));
            }
        }
        return text.toString();
    }

    private static String field(String frame, String name) {
        try {
            JsonNode json = JSON.readTree(frame);
            return json.path(name).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whichever node writes it, on the other one it is a stream, too, and not one piece at the end. */
    @Test
    void a_reply_streams_on_both_nodes_in_the_same_characters() {
        try (TestSocket onOne = socketTo(one);
                TestSocket onOther = socketTo(other)) {
            onOne.send("{\"type\":\"user_message\",\"session_id\":\"" + session + "\",\"message\":\"count to 600\"}");

            for (TestSocket socket : List.of(onOne, onOther)) {
                awaitFrame(socket, type("ai_complete"));
                String whole = field(socket.frames(type("ai_complete")).getFirst(), "full_response");
                assertThat(whole).contains("59, 60", "599, 600");
                assertThat(chunks(socket)).isEqualTo(whole);
                assertThat(socket.frames(type("ai_chunk"))).hasSizeGreaterThan(5);
                assertThat(socket.frames(type("ai_complete"))).hasSize(1);
            }
        }
    }

    @Test
    void a_stop_on_either_node_keeps_what_both_have_seen() {
        try (TestSocket onOne = socketTo(one);
                TestSocket onOther = socketTo(other)) {
            onOne.send("{\"type\":\"user_message\",\"session_id\":\"" + session + "\",\"message\":\"count to 5000\"}");
            awaitFrame(onOne, type("ai_chunk"));
            awaitFrame(onOther, type("ai_chunk"));

            onOther.send("{\"type\":\"cancel\"}");

            awaitFrame(onOne, type("ai_cancelled"));
            awaitFrame(onOther, type("ai_cancelled"));
            String kept = field(onOne.frames(type("ai_cancelled")).getFirst(), "full_response");
            assertThat(kept).isNotEmpty().doesNotContain("5000");
            assertThat(chunks(onOne)).isEqualTo(kept);
            assertThat(chunks(onOther)).isEqualTo(kept);
        }
    }

    @Test
    void messages_are_counted_over_both_nodes() {
        assertThat(say(toOne, "one")).isEqualTo(202);
        assertThat(say(toOther, "two")).isEqualTo(202);
        assertThat(say(toOne, "three")).isEqualTo(202);
        assertThat(say(toOther, "four")).isEqualTo(202);

        assertThat(say(toOne, "five")).isEqualTo(429);
        assertThat(say(toOther, "five")).isEqualTo(429);
    }

    @Test
    void while_redis_is_away_both_nodes_go_on_and_say_so() throws IOException {
        try (TestSocket onOne = socketTo(one);
                TestSocket onOther = socketTo(other)) {
            redis.stop();
            awaitHealth("down");
            assertThat(toOne.get("/health/ready", Caller.NOBODY).status()).isEqualTo(200);

            assertThat(say(toOne, "count to 30")).isEqualTo(202);

            for (TestSocket socket : List.of(onOne, onOther)) {
                awaitFrame(socket, type("ai_complete"));
                String whole = field(socket.frames(type("ai_complete")).getFirst(), "full_response");
                assertThat(whole).contains("29, 30");
                assertThat(chunks(socket)).isEqualTo(whole);
            }
        }
    }

    private int say(Caller node, String text) {
        return node.post("/api/chat/messages/", visitor, object("session_id", session, "content", text))
                .status();
    }
}
