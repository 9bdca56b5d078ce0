package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two nodes remember of one session, together and each alone, is never older than what was done on the other. */
class TwoNodesMemoryTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path data;

    private TestCluster cluster;
    private TcpProxy toRedis;
    private ChatServer other;
    private Caller toOne;
    private Caller toOther;
    private String visitor;
    private String session;

    @BeforeEach
    void startNodes() throws Exception {
        cluster = TestCluster.start(data);
        toRedis = TcpProxy.to(cluster.redisPort());
        toOne = new Caller(cluster.node("one", Map.of()));
        other = cluster.node(
                "other",
                Map.of("PARLEY_REDIS_URL", "redis://127.0.0.1:" + toRedis.port(), "PARLEY_REDIS_TIMEOUT", "1s"));
        toOther = new Caller(other);
        visitor = toOne.guest();
        session = toOne.session(visitor);
    }

    @AfterEach
    void stopNodes() throws Exception {
        toRedis.thaw();
        toOne.close();
        toOther.close();
        cluster.close();
        toRedis.close();
    }

    private void say(Caller node, String text) {
        String message = object("session_id", session, "content", text, "client_message_id", text);
        node.post("/api/chat/messages/", visitor, message).with(202);
    }

    private List<String> history(Caller node) {
        return node.get("/api/chat/session/" + session + "/history/?limit=100", visitor)
                .with(200)
                .json()
                .path("messages")
                .valueStream()
                .map(message -> message.path("content").asText())
                .toList();
    }

    private void awaitAnswered(Caller node, int messages) {
        await().atMost(LONG).until(() -> history(node).size() == messages);
    }

    @Test
    void what_was_done_on_one_node_is_seen_on_the_other_at_once_whether_it_hears_of_it_or_not() {
        say(toOne, "first");
        awaitAnswered(toOne, 2);
        assertThat(history(toOther)).isEqualTo(history(toOne));

        say(toOne, "heard of");
        assertThat(history(toOther)).contains("heard of");
        awaitAnswered(toOne, 4);

        toRedis.freeze();
        say(toOne, "not heard of");
        assertThat(history(toOther)).contains("not heard of");
        toOne.call("PUT", "/api/chat/session/" + session + "/", visitor, object("title", "another"))
                .with(200);
        assertThat(toOther.get("/api/chat/session/" + session + "/", visitor)
                        .with(200)
                        .json()
                        .toString())
                .contains("another");

        toOne.call("DELETE", "/api/chat/session/" + session + "/", visitor, "");
        assertThat(toOther.get("/api/chat/session/" + session + "/history/", visitor)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void the_names_of_sessions_used_last_are_there_for_the_next_start_and_no_word() throws Exception {
        say(toOther, "a word");
        awaitAnswered(toOther, 2);
        toOther.close();
        other.close();

        Path list = data.resolve("other").resolve(SessionMemory.NAME);

        assertThat(Files.readString(list)).contains(session).doesNotContain("word");
        toOther = new Caller(cluster.node("other", Map.of()));
        assertThat(history(toOther)).contains("a word");
    }
}
