package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static dev.parley.bootstrap.ReplyFrames.awaitFrame;
import static dev.parley.bootstrap.ReplyFrames.chunks;
import static dev.parley.bootstrap.ReplyFrames.field;
import static dev.parley.bootstrap.ReplyFrames.type;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole servers over one database and one real Redis, by their sockets and their API. */
class TwoNodesTest {

    private static final Map<String, String> LIMITED = Map.of("PARLEY_LIMITS_MESSAGES_PER_MINUTE_PER_USER", "4");

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestCluster cluster;
    private ChatServer one;
    private ChatServer other;
    private Caller toOne;
    private Caller toOther;
    private String visitor;
    private String session;

    @BeforeEach
    void startNodes() throws Exception {
        cluster = TestCluster.start(data);
        one = cluster.node("one", LIMITED);
        other = cluster.node("other", LIMITED);
        toOne = new Caller(one);
        toOther = new Caller(other);
        awaitRedis("up");
        visitor = toOne.guest();
        session = toOne.session(visitor);
    }

    private void awaitRedis(String status) {
        TestCluster.awaitRedis(toOne, status);
        TestCluster.awaitRedis(toOther, status);
    }

    @AfterEach
    void stopNodes() throws Exception {
        toOne.close();
        toOther.close();
        cluster.close();
        http.close();
    }

    private TestSocket socketTo(ChatServer node) {
        return TestSocket.open(http, node.port(), session, visitor);
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
            onOne.send("{\"type\":\"user_message\",\"session_id\":\"" + session + "\",\"message\":\"count to 1000\"}");
            awaitFrame(onOne, type("ai_chunk"));
            awaitFrame(onOther, type("ai_chunk"));

            onOther.send("{\"type\":\"cancel\"}");

            awaitFrame(onOne, type("ai_cancelled"));
            awaitFrame(onOther, type("ai_cancelled"));
            String kept = field(onOne.frames(type("ai_cancelled")).getFirst(), "full_response");
            assertThat(kept).isNotEmpty().doesNotContain("1000");
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
            cluster.stopRedis();
            awaitRedis("down");
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
