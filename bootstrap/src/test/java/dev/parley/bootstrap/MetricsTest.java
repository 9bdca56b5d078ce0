package dev.parley.bootstrap;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.bootstrap.metrics.Figures;
import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a real server shows after people have used it: with Redis, with two models of which one breaks, with clients that
 * come back, stop, and make mistakes. And that the catalogue, the dashboard and the alerts speak of just that.
 */
class MetricsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Path DOCS = Path.of("..", "docs");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = "A word that stands in no figure.";

    /** A row of the catalogue: name, type, labels. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (\\w+) \\| ([^|]*) \\|");

    private static final Pattern LABEL = Pattern.compile("`([a-z]+)`");
    private static final Pattern NAME = Pattern.compile("\\b(?:parley|jvm|process|system|disk)_[a-z0-9_]+");
    private static final Pattern SELECTOR = Pattern.compile("\\b(parley_[a-z0-9_]+)\\{([^}]*)}");

    /** What Prometheus adds. */
    private static final Set<String> ADDED = Set.of("le", "instance", "job");

    @TempDir
    private static Path data;

    private static TestCluster cluster;
    private static ScriptedModelServer first;
    private static ScriptedModelServer second;
    private static HttpClient http;
    private static ChatServer server;
    private static Caller caller;
    private static String guest;
    private static String session;
    private static Figures before;

    @BeforeAll
    static void aServerIsUsed() throws Exception {
        cluster = TestCluster.start(data);
        first = ScriptedModelServer.start();
        second = ScriptedModelServer.start().answering("from the second");
        http = HttpClient.newHttpClient();
        Files.createDirectories(data.resolve("measured"));
        Files.writeString(data.resolve("measured").resolve("parley.yaml"), """
                llm:
                  providers:
                    second:
                      base_url: %s
                      api_key: %s
                      model: small
                """.formatted(
                        second.baseUrl(), Canaries.noteSecret("second-key")));
        server = cluster.node(
                "measured",
                Map.of(
                        "PARLEY_LLM_BASE_URL", first.baseUrl().toString(),
                        "PARLEY_LLM_MODEL", "large",
                        "PARLEY_LLM_RETRIES", "1",
                        "PARLEY_LLM_RETRY_WAIT", "10ms",
                        "PARLEY_LLM_BREAKER_CALLS", "4",
                        "PARLEY_LLM_BREAKER_FAILURES", "50",
                        "PARLEY_LLM_BREAKER_PAUSE", "1h",
                        "PARLEY_LIMITS_GUESTS_PER_MINUTE_PER_ADDRESS", "3"));
        caller = new Caller(server);
        TestCluster.awaitRedis(caller, "up");
        before = figures();
        guest = caller.guest();
        session = caller.session(guest);
        useIt();
    }

    @AfterAll
    static void stop() throws Exception {
        caller.close();
        http.shutdownNow();
        cluster.close();
        first.close();
        second.close();
    }

    private static void useIt() {
        try (TestSocket socket = socket()) {
            say(socket, TEXT);
            awaitFrames(socket, "\"ai_complete\"", 1);
            stopOne(socket);
            breakTheModel(socket);
            socket.send("no JSON");
            awaitFrames(socket, "INVALID_JSON", 1);
        }
        comeBack();
        makeRequests();
    }

    private static void stopOne(TestSocket socket) {
        first.playingNext(ModelScript.streaming().delta("busy").stall());
        say(socket, "Stop me");
        awaitFrames(socket, "busy", 1);
        socket.send("{\"type\":\"cancel\"}");
        awaitFrames(socket, "\"ai_cancelled\"", 1);
    }

    /** It breaks off, then fails each time: asked again, replaced, and in the end left alone; then both fail. */
    private static void breakTheModel(TestSocket socket) {
        first.playingNext(ModelScript.streaming().delta("so far").breakOff());
        say(socket, "Break off");
        awaitFrames(socket, "\"ai_failed\"", 1);
        first.playing(ModelScript.status(500));
        say(socket, "Is there another?");
        awaitFrames(socket, "\"ai_complete\"", 2);
        say(socket, "And now?");
        awaitFrames(socket, "\"ai_complete\"", 3);
        second.playing(ModelScript.status(401));
        say(socket, "Nobody?");
        awaitFrames(socket, "\"ai_failed\"", 2);
    }

    private static void comeBack() {
        try (TestSocket socket = socket()) {
            socket.send("{\"type\":\"resume\",\"after_seq\":0}");
            awaitFrames(socket, "\"resumed\"", 1);
        }
    }

    private static void makeRequests() {
        caller.get("/api/chat/session/" + session + "/history/", guest).with(200);
        caller.get("/api/chat/session/" + UUID.randomUUID() + "/history/", guest)
                .with(404);
        caller.get("/api/nowhere/" + session, guest).with(404);
        caller.get("/api/chat/sessions/", Caller.NOBODY).with(401);
        caller.get("/ws/chat/" + session + "/", guest).with(426);
        String message = JSON.createObjectNode()
                .put("session_id", session)
                .put("content", TEXT)
                .toString();
        caller.post("/api/chat/messages/", guest, message, "Accept", "text/event-stream")
                .with(200);
        assertThat(Stream.generate(() -> caller.post("/api/auth/guest/", Caller.NOBODY, "{}"))
                        .limit(4)
                        .map(Caller.Answer::status))
                .contains(429);
    }

    private static TestSocket socket() {
        return TestSocket.open(http, server.port(), session, guest);
    }

    private static void say(TestSocket socket, String text) {
        socket.send(JSON.createObjectNode()
                .put("type", "user_message")
                .put("session_id", session)
                .put("message", Canaries.noteText(text))
                .toString());
    }

    private static void awaitFrames(TestSocket socket, String holding, int count) {
        await().atMost(LONG).until(() -> socket.frames(holding).size() >= count);
    }

    private static Figures figures() {
        return Figures.read(page());
    }

    private static String page() {
        return caller.get("/metrics", Caller.NOBODY).with(200).text();
    }

    /** At last, since some of it is counted after people have seen it. */
    private static void awaitMore(String name, String... labels) {
        await().atMost(LONG).until(() -> figures().sum(name, labels) > before.sum(name, labels));
    }

    @Test
    void sockets_moved() {
        awaitMore("parley_sockets_opened_total");
        awaitMore("parley_sockets_closed_total", "code", "1006");
        awaitMore("parley_sockets_refused_total", "status", "426");
        awaitMore("parley_sockets_resumed_total", "complete", "true");
        awaitMore("parley_relay_delay_seconds_count");
        await().atMost(LONG).until(() -> figures().sum("parley_sockets_open") == 0);
        Figures figures = figures();
        assertThat(figures.sum("parley_sockets_opened_total")).isEqualTo(2);
        assertThat(figures.sum("parley_sockets_closed_total")).isEqualTo(2);
        assertThat(figures.sum("parley_relay_delay_seconds_sum"))
                .isLessThan(LONG.toSeconds() * figures.sum("parley_relay_delay_seconds_count"));
    }

    @Test
    void messages_and_replies_moved() {
        awaitMore("parley_messages_accepted_total", "durability", "store");
        awaitMore("parley_text_characters_total", "direction", "in");
        awaitMore("parley_text_characters_total", "direction", "out");
        awaitMore("parley_tokens_total", "direction", "in");
        awaitMore("parley_tokens_total", "direction", "out");
        awaitMore("parley_replies_begun_total", "attempt", "first");
        awaitMore("parley_reply_wait_seconds_count");
        awaitMore("parley_reply_first_text_seconds_count");
        awaitMore("parley_reply_seconds_count", "outcome", "complete");
        awaitMore("parley_reply_seconds_count", "outcome", "cancelled");
        awaitMore("parley_reply_seconds_count", "outcome", "failed");
        await().atMost(LONG).until(() -> figures().sum("parley_replies_running") == 0);
        Figures figures = figures();
        assertThat(figures.sum("parley_replies_places")).isPositive();
        assertThat(figures.sum("parley_replies_waiting")).isZero();
        assertThat(figures.sum("parley_journal_messages")).isZero();
        assertThat(figures.sum("parley_database_away")).isZero();
    }

    @Test
    void models_moved() {
        awaitMore("parley_model_call_seconds_count", "provider", "default", "result", "text");
        awaitMore("parley_model_call_seconds_count", "provider", "default", "result", "unavailable");
        awaitMore("parley_model_call_seconds_count", "provider", "second", "result", "text");
        awaitMore("parley_model_call_seconds_count", "provider", "second", "result", "rejected");
        awaitMore("parley_model_retries_total", "provider", "default");
        awaitMore("parley_model_passed_over_total", "provider", "default", "reason", "breaker");
        awaitMore("parley_model_stood_in_total", "provider", "second");
        awaitMore("parley_model_broke_off_total", "provider", "default");
        Figures figures = figures();
        assertThat(figures.sum("parley_model_condition", "provider", "default", "condition", "down"))
                .isEqualTo(1);
        assertThat(figures.sum("parley_model_condition", "provider", "default")).isEqualTo(1);
    }

    @Test
    void stores_requests_errors_and_limits_moved() {
        awaitMore("parley_store_call_seconds_count", "store", "ConversationStore", "call", "accept", "outcome", "done");
        awaitMore("parley_database_wait_seconds_count", "outcome", "served");
        awaitMore("parley_redis_call_seconds_count", "outcome", "answered");
        awaitMore(
                "parley_http_request_seconds_count",
                "method",
                "GET",
                "route",
                "/api/chat/session/{session_id}/history",
                "status",
                "2xx");
        awaitMore("parley_http_request_seconds_count", "route", "none", "status", "4xx");
        awaitMore("parley_http_held_seconds_count", "method", "POST");
        awaitMore("parley_errors_total", "code", "INVALID_JSON", "via", "socket");
        awaitMore("parley_errors_total", "code", "UNAUTHORIZED", "via", "http");
        awaitMore("parley_errors_total", "via", "reply");
        awaitMore("parley_limit_refusals_total", "action", "guest");
        assertThat(figures().sum("parley_database_connections")).isPositive();
        assertThat(figures().sum("parley_build_version", "version", "0.0.0")).isEqualTo(1);
    }

    @Test
    void caches_moved() {
        awaitMore("parley_cache_requests_total", "cache", "memory", "result", "hit");
        awaitMore("parley_cache_requests_total", "cache", "memory", "result", "miss");
        awaitMore("parley_cache_requests_total", "cache", "redis", "result", "miss");
        assertThat(figures().sum("parley_cache_entries", "cache", "memory")).isPositive();
    }

    /** A node that remembers nothing itself: what it has read comes back from Redis. */
    @Test
    void a_session_is_found_in_redis() {
        ChatServer other = cluster.node("forgetful", Map.of("PARLEY_CACHE_MEMORY_MB", "0"));
        try (var reader = new Caller(other)) {
            await().atMost(LONG).until(() -> {
                reader.get("/api/chat/session/" + session + "/history/", guest).with(200);
                return Figures.read(reader.get("/metrics", Caller.NOBODY)
                                        .with(200)
                                        .text())
                                .sum("parley_cache_requests_total", "cache", "redis", "result", "hit")
                        > 0;
            });
        }
        other.close();
    }

    @Test
    void routes_are_those_of_the_api() {
        Set<String> known = server.routes().stream()
                .map(route -> route.substring(route.indexOf(' ') + 1))
                .collect(toCollection(TreeSet::new));
        known.add("none");

        assertThat(Pattern.compile("route=\"([^\"]*)\"")
                        .matcher(page())
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(route -> assertThat(known).contains(route));
    }

    @Test
    void nobody_and_nothing_anybody_said_is_in_it() {
        assertThat(page()).doesNotContain(session, guest, TEXT, "127.0.0.1", "no JSON");
    }

    @Test
    void the_catalogue_has_every_family_and_no_other() throws IOException {
        Map<String, String> shown = new HashMap<>(figures().families());
        shown.keySet().removeIf(name -> !name.startsWith("parley_"));

        assertThat(catalogue("parley_").keySet()).containsExactlyInAnyOrderElementsOf(shown.keySet());
        assertThat(catalogue("parley_"))
                .allSatisfy((name, row) -> assertThat(row.type()).as(name).isEqualTo(shown.get(name)));
    }

    @Test
    void the_catalogue_has_the_labels_of_each() throws IOException {
        Figures figures = figures();

        assertThat(catalogue(""))
                .isNotEmpty()
                .allSatisfy(
                        (name, row) -> assertThat(figures.labels(name)).as(name).isEqualTo(row.labels()));
    }

    @Test
    void what_the_catalogue_tells_of_the_machine_is_shown() throws IOException {
        assertThat(figures().families()).containsKeys(catalogue("").keySet().toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/grafana-dashboard.json", "deploy/prometheus-alerts.yaml", "operations.md"})
    void what_is_asked_for_is_shown(String file) throws IOException {
        String text = Files.readString(DOCS.resolve(file));
        Figures figures = figures();

        assertThat(NAME.matcher(text).results().map(MatchResult::group))
                .as(file)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(figures.names()).contains(name));
        assertThat(SELECTOR.matcher(text).results())
                .allSatisfy(found -> assertThat(labelsOf(found.group(2)))
                        .as(found.group())
                        .isSubsetOf(known(figures, found.group(1))));
    }

    private static SortedSet<String> labelsOf(String selector) {
        return Pattern.compile("([a-z]+)\\s*(?:=~|!~|!=|=)")
                .matcher(selector)
                .results()
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> known(Figures figures, String name) {
        Set<String> known = figures.labels(name.replaceAll("_(bucket|count|sum|max)$", ""));
        known.addAll(ADDED);
        return known;
    }

    @Test
    void each_alert_has_a_row_in_the_operators_book() throws IOException {
        String operations = Files.readString(DOCS.resolve("operations.md"));
        JsonNode alerts = new ObjectMapper(new YAMLFactory())
                .readTree(Files.readString(DOCS.resolve("deploy/prometheus-alerts.yaml")));
        List<String> names = Stream.of(alerts.path("groups"))
                .flatMap(groups -> groups.findValuesAsText("alert").stream())
                .toList();

        assertThat(names)
                .hasSizeGreaterThan(8)
                .allSatisfy(name -> assertThat(operations).contains("| `" + name + "` |"));
        assertThat(Pattern.compile("\\| `(Parley\\w+)` \\|")
                        .matcher(operations)
                        .results()
                        .map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void the_dashboard_can_be_read() throws IOException {
        JsonNode dashboard = JSON.readTree(Files.readString(DOCS.resolve("deploy/grafana-dashboard.json")));

        assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
        assertThat(dashboard.path("panels"))
                .allSatisfy(panel -> assertThat(panel.path("title").asText()).isNotEmpty());
        List<String> queries = dashboard.findValuesAsText("expr");
        assertThat(queries)
                .hasSizeGreaterThan(15)
                .allSatisfy(query ->
                        assertThat(NAME.matcher(query).find()).as(query).isTrue());
    }

    /** What the catalogue says of a family. */
    private record Row(String type, SortedSet<String> labels) {}

    private static Map<String, Row> catalogue(String prefix) throws IOException {
        var rows = new HashMap<String, Row>();
        ROW.matcher(Files.readString(DOCS.resolve("metrics.md")))
                .results()
                .filter(row -> row.group(1).startsWith(prefix))
                .forEach(row -> rows.put(
                        row.group(1),
                        new Row(
                                row.group(2),
                                LABEL.matcher(row.group(3))
                                        .results()
                                        .map(label -> label.group(1))
                                        .collect(toCollection(TreeSet::new)))));
        return rows;
    }
}
