package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.fake.TcpProxy;
import dev.parley.bootstrap.identity.OperatorTokens;
import dev.parley.domain.identity.TenantId;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor on one node and somebody of the desk on another: who is there, and who types. */
class TwoNodesPresenceTest {

    private static final String PASSWORD = "a long pass phrase";

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestCluster cluster;
    private TcpProxy toRedis;
    private ChatServer one;
    private ChatServer other;
    private Caller toOne;
    private Caller toOther;
    private String visitor;
    /** Each node signs with keys of its own here. */
    private Map<Caller, String> desk;

    private String deskId;
    private String session;

    @BeforeEach
    void startNodes() throws Exception {
        cluster = TestCluster.start(data);
        toRedis = TcpProxy.to(cluster.redisPort());
        one = cluster.node("one", Map.of());
        other = cluster.node("other", Map.of("PARLEY_REDIS_URL", "redis://127.0.0.1:" + toRedis.port()));
        toOne = new Caller(one);
        toOther = new Caller(other);
        visitor = toOne.guest();
        session = toOne.session(visitor);
        String operator = new OperatorTokens(
                        TestCluster.SECRET.getBytes(StandardCharsets.UTF_8), InstantSource.system())
                .issue(TenantId.DEFAULT);
        String someone = object("username", "rita", "email", "rita@example.com", "password", PASSWORD, "role", "agent");
        deskId = toOne.post("/api/admin/users/", operator, someone).with(201).text("user_id");
        desk = Map.of(toOne, login(toOne), toOther, login(toOther));
    }

    private static String login(Caller node) {
        return node.logIn("rita", PASSWORD).with(200).text("access_token");
    }

    @AfterEach
    void stopNodes() throws Exception {
        toRedis.thaw();
        toOne.close();
        toOther.close();
        cluster.close();
        toRedis.close();
        http.close();
    }

    private TestSocket visitorsSocket() {
        return TestSocket.open(http, one.port(), session, visitor);
    }

    private TestSocket desksSocket() {
        return TestSocket.open(http, other.port(), session, desk.get(toOther));
    }

    private static void awaitFrame(TestSocket socket, String... holding) {
        await().atMost(TestCluster.LONG)
                .until(() -> socket.frames("\"type\":").stream()
                        .anyMatch(frame -> List.of(holding).stream().allMatch(frame::contains)));
    }

    private static String field(String name, Object value) {
        return "\"" + name + "\":" + (value instanceof String ? "\"" + value + "\"" : value);
    }

    private static void say(TestSocket socket, boolean isTyping) {
        socket.send("{\"type\":\"typing\",\"is_typing\":" + isTyping + "}");
    }

    @Test
    void who_is_on_one_node_is_seen_on_the_other_until_the_socket_closes() {
        try (TestSocket owner = visitorsSocket()) {
            try (TestSocket agent = desksSocket()) {
                awaitFrame(owner, field("type", "presence"), field("user_id", deskId), field("state", "online"));
                awaitFrame(agent, field("type", "presence"), field("role", "user"), field("state", "online"));
                assertThat(owner.frames(field("role", "agent"))).isNotEmpty();
            }
            awaitFrame(owner, field("type", "presence"), field("user_id", deskId), field("state", "offline"));
        }
    }

    @Test
    void who_types_on_one_node_is_seen_typing_on_the_other() {
        try (TestSocket owner = visitorsSocket();
                TestSocket agent = desksSocket()) {
            awaitFrame(owner, field("type", "presence"), field("state", "online"));

            say(agent, true);
            awaitFrame(owner, field("type", "typing"), field("user_id", deskId), field("is_typing", true));
            say(agent, false);
            awaitFrame(owner, field("type", "typing"), field("user_id", deskId), field("is_typing", false));
            assertThat(agent.frames(field("type", "typing"))).isEmpty();
        }
    }

    /** For the node that is left, a node that says nothing any more is a dead one. */
    @Test
    void nobody_goes_on_typing_on_a_node_that_is_gone() {
        try (TestSocket owner = visitorsSocket();
                TestSocket agent = desksSocket()) {
            awaitFrame(owner, field("type", "presence"), field("state", "online"));
            say(agent, true);
            awaitFrame(owner, field("type", "typing"), field("is_typing", true));

            toRedis.freeze();

            awaitFrame(owner, field("type", "typing"), field("user_id", deskId), field("is_typing", false));
        }
    }

    @Test
    void the_desk_sees_who_is_online_on_every_node_and_nobody_else_does() {
        try (TestSocket owner = visitorsSocket();
                TestSocket agent = desksSocket()) {
            for (Caller node : List.of(toOne, toOther)) {
                await().atMost(TestCluster.LONG).until(() -> online(node).size() == 2);
                assertThat(online(node)).contains(deskId);
                assertThat(node.get("/api/admin/presence/", visitor).status()).isEqualTo(403);
            }
            assertThat(owner.isOpen()).isTrue();
            assertThat(agent.isOpen()).isTrue();
        }
        await().atMost(TestCluster.LONG)
                .until(() -> online(toOne).isEmpty() && online(toOther).isEmpty());
    }

    private List<String> online(Caller node) {
        JsonNode page =
                node.get("/api/admin/presence/", desk.get(node)).with(200).json();
        List<String> people = new ArrayList<>();
        page.path("people").forEach(person -> people.add(person.path("user_id").asText()));
        assertThat(page.path("online_count").asInt()).isEqualTo(people.size());
        return people;
    }
}
