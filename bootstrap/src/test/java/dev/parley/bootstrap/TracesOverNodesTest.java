package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static dev.parley.bootstrap.ReplyFrames.awaitFrame;
import static dev.parley.bootstrap.ReplyFrames.field;
import static dev.parley.bootstrap.ReplyFrames.type;
import static dev.parley.bootstrap.TestCluster.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.TestCollector.Received;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A question is asked at one node, answered by another and read at a third: that is one trace. */
class TracesOverNodesTest {

    @TempDir
    Path data;

    @Test
    void a_question_is_one_trace_over_all_nodes() throws Exception {
        try (TestCollector collector = TestCollector.start();
                TestCluster cluster = TestCluster.start(data);
                HttpClient http = HttpClient.newHttpClient()) {
            ChatServer asked = cluster.node("asked", traced(collector, "gateway"));
            ChatServer read = cluster.node("read", traced(collector, "gateway"));
            ChatServer writes = cluster.node("writes", traced(collector, "worker"));
            for (ChatServer node : List.of(asked, read, writes)) {
                try (var caller = new Caller(node)) {
                    TestCluster.awaitRedis(caller, "up");
                }
            }

            String trace = ask(http, asked, read);

            await().atMost(LONG).until(() -> isThere(collector, trace));
            assertThat(collector.trace(trace).stream()
                            .filter(span -> span.parent().isEmpty()))
                    .singleElement()
                    .satisfies(root -> {
                        assertThat(root.name()).isEqualTo("message send");
                        assertThat(root.from()).isEqualTo("asked");
                        assertThat(collector.trace(trace))
                                .filteredOn(span -> span.name().startsWith("reply"))
                                .allSatisfy(span -> assertThat(span.parent()).isEqualTo(root.id()));
                    });
            assertThat(collector.trace(trace))
                    .filteredOn(span -> span.name().startsWith("chat"))
                    .isNotEmpty()
                    .allSatisfy(span -> assertThat(span.from()).isEqualTo("writes"));
        }
    }

    private static Map<String, String> traced(TestCollector collector, String role) {
        Map<String, String> variables = new HashMap<>();
        variables.put("PARLEY_TRACING_ENDPOINT", collector.address());
        variables.put("PARLEY_NODE_ROLES", role);
        variables.put("PARLEY_DEMO_SPEED", "200");
        return variables;
    }

    private static String ask(HttpClient http, ChatServer asked, ChatServer read) {
        try (var caller = new Caller(asked)) {
            String visitor = caller.guest();
            String session = caller.session(visitor);
            try (TestSocket here = TestSocket.open(http, asked.port(), session, visitor);
                    TestSocket there = TestSocket.open(http, read.port(), session, visitor)) {
                awaitFrame(there, "\"message\":\"connected\"");
                here.send(object("type", "user_message", "session_id", session, "message", "count to 100"));
                awaitFrame(here, type("ai_complete"));
                awaitFrame(there, type("ai_complete"));
                return field(here, "message_accepted", "message_id").replace("-", "");
            }
        }
    }

    private static boolean isThere(TestCollector collector, String trace) {
        List<Received> spans = collector.trace(trace);
        return has(spans, "message send", "asked")
                && has(spans, "ConversationStore.accept", "asked")
                && has(spans, "reply", "writes")
                && has(spans, "chat demo", "writes")
                && has(spans, "ReplyJobs.finish", "writes")
                && has(spans, "reply deliver", "asked")
                && has(spans, "reply deliver", "read");
    }

    private static boolean has(List<Received> spans, String name, String from) {
        return spans.stream()
                .anyMatch(span -> span.name().equals(name) && span.from().equals(from));
    }
}
