package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.parley.adapter.rest.RestConfig;
import dev.parley.adapter.websocket.WebSocketConfig;
import dev.parley.application.usecase.NodeRole;
import dev.parley.bootstrap.settings.Configuration;
import dev.parley.bootstrap.settings.Settings;
import dev.parley.bootstrap.settings.SettingsException;
import dev.parley.domain.canary.Canaries;
import dev.parley.domain.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The files of docs/deploy and what docs/operations.md says fit the server as it is. */
class DeployFilesTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path FILES = DOCS.resolve("deploy");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** For requests and sockets to leave, after node.grace. */
    private static final Duration LEAVING = Duration.ofSeconds(20);

    @TempDir
    Path data;

    @Test
    void the_nodes_of_compose_can_be_configured_so() throws IOException {
        JsonNode services = compose().path("services");

        for (String node : List.of("parley-1", "parley-2")) {
            Settings settings = load(composed(services.path(node).path("environment")));

            assertThat(settings.redis()).isNotNull();
            assertThat(settings.database().local()).isFalse();
            assertThat(settings.node().name()).endsWith(node.substring("parley".length()));
            assertThat(Duration.parse(
                            "PT" + services.path(node).path("stop_grace_period").asText()))
                    .isGreaterThan(settings.node().grace().plus(LEAVING));
            assertThat(services.path(node).path("healthcheck").path("test").toString())
                    .contains("/127.0.0.1/" + standard().http().port(), "GET /health/ready ");
        }
        assertThat(text("docker-compose.yml")).contains("redis.conf:/etc/redis/redis.conf", "nginx.conf:/etc/nginx/");
    }

    @Test
    void what_compose_asks_for_is_in_the_example_of_its_variables() throws IOException {
        Set<String> asked = new TreeSet<>();
        Matcher variable = Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)").matcher(text("docker-compose.yml"));
        while (variable.find()) {
            asked.add(variable.group(1));
        }

        assertThat(text("parley.env.example").lines().filter(line -> line.matches("[A-Z_]+=.*")))
                .extracting(line -> line.substring(0, line.indexOf('=')))
                .containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void the_pods_of_kubernetes_can_be_configured_so() throws IOException {
        Map<String, String> environment = new HashMap<>();
        document("Secret").path("stringData").properties().forEach(entry -> put(environment, entry));
        document("ConfigMap").path("data").properties().forEach(entry -> put(environment, entry));
        JsonNode pod = document("Deployment").path("spec").path("template").path("spec");
        JsonNode container = pod.path("containers").path(0);
        container
                .path("env")
                .forEach(entry -> environment.put(entry.path("name").asText(), "a-pod"));

        Settings settings = load(environment);

        Duration preStop = Duration.ofSeconds(
                container.at("/lifecycle/preStop/exec/command/1").asLong());
        assertThat(preStop).isPositive();
        assertThat(Duration.ofSeconds(pod.path("terminationGracePeriodSeconds").asLong()))
                .isGreaterThan(preStop.plus(settings.node().grace()).plus(LEAVING));
        assertThat(container.path("ports").path(0).path("containerPort").asInt())
                .isEqualTo(settings.http().port());
        assertThat(settings.database().local()).isFalse();
        assertThat(settings.redis()).isNotNull();
        String keys = settings.identity().tokens().keysFile().toString();
        assertThat(keys).startsWith(mountOf(container, "signing-keys"));
        assertThat(text("Dockerfile")).contains("PARLEY_DATA_DIR=" + mountOf(container, "data"));
    }

    @Test
    void the_workers_of_kubernetes_can_be_configured_so() throws IOException {
        Map<String, String> environment = new HashMap<>();
        document("Secret").path("stringData").properties().forEach(entry -> put(environment, entry));
        document("ConfigMap").path("data").properties().forEach(entry -> put(environment, entry));
        JsonNode pod = document("kubernetes-worker.yaml", "Deployment").at("/spec/template/spec");
        JsonNode container = pod.path("containers").path(0);
        container
                .path("env")
                .forEach(entry -> environment.put(
                        entry.path("name").asText(), entry.path("value").asText("a-pod")));

        Settings settings = load(environment);

        assertThat(settings.node().roles()).containsExactly(NodeRole.WORKER);
        assertThat(Duration.ofSeconds(pod.path("terminationGracePeriodSeconds").asLong()))
                .isGreaterThan(settings.node().grace().plus(LEAVING));
        assertThat(container.path("ports").path(0).path("containerPort").asInt())
                .isEqualTo(settings.http().port());
        assertThat(text("Dockerfile")).contains("PARLEY_DATA_DIR=" + mountOf(container, "data"));
        JsonNode gateway = document("Deployment").at("/spec/template/spec/containers/0");
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            assertThat(container.path(probe)).isEqualTo(gateway.path(probe));
        }
        assertThat(document("Service").at("/spec/selector/app").asText())
                .isNotEqualTo(document("kubernetes-worker.yaml", "Deployment")
                        .at("/spec/template/metadata/labels/app")
                        .asText());
    }

    @Test
    void probes_ask_what_is_answered() throws Exception {
        JsonNode container = document("Deployment").at("/spec/template/spec/containers/0");
        try (var server = TestServers.start(data);
                var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                JsonNode get = container.path(probe).path("httpGet");
                URI uri = URI.create(
                        "http://127.0.0.1:" + server.port() + get.path("path").asText());

                assertThat(get.path("port").asText()).isEqualTo("http");
                assertThat(http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    }

    @Test
    void nginx_passes_sockets_and_streams_on() throws IOException {
        String nginx = withoutComments(text("nginx.conf"));
        String sockets = block(nginx, "location /ws/");
        String rest = block(nginx, "location /");
        Duration heartbeat = WebSocketConfig.STANDARD.timing().heartbeat();

        assertThat(count(nginx, '{')).isEqualTo(count(nginx, '}'));
        assertThat(RestConfig.standard("0").websocketPath()).startsWith("/ws/");
        assertThat(sockets)
                .contains(
                        "proxy_set_header Upgrade $http_upgrade;", "proxy_set_header Connection $connection_upgrade;");
        for (String location : List.of(sockets, rest)) {
            assertThat(location)
                    .contains("proxy_buffering off;", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto");
            assertThat(Duration.ofSeconds(Long.parseLong(found(location, "proxy_read_timeout (\\d+)s;"))))
                    .isGreaterThan(heartbeat.multipliedBy(3));
        }
        assertThat(Long.parseLong(found(nginx, "client_max_body_size (\\d+)m;")) << 20)
                .isGreaterThanOrEqualTo(RestConfig.standard("0").largestBody());
        Matcher server = Pattern.compile("server (parley-\\d):(\\d+);").matcher(nginx);
        while (server.find()) {
            assertThat(compose().path("services").has(server.group(1))).isTrue();
            assertThat(Integer.parseInt(server.group(2)))
                    .isEqualTo(standard().http().port());
        }
        assertThat(nginx).doesNotContain("$request ", "$request_uri", "$args");
    }

    @Test
    void the_unit_of_systemd_starts_what_is_shipped() throws IOException {
        Map<String, List<String>> unit = unit();
        Map<String, String> environment = unit.get("Environment").stream()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair[0].startsWith("PARLEY_") && !pair[0].equals("PARLEY_CONFIG"))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

        Settings settings = load(environment);

        assertThat(unit.get("ExecStart")).containsExactly("/opt/parley/bin/parley serve");
        assertThat(Path.of("src", "main", "distribution", "bin", "parley")).exists();
        assertThat(unit.get("StateDirectory"))
                .containsExactly(settings.node().dataDir().getFileName().toString());
        assertThat(Duration.ofSeconds(Long.parseLong(unit.get("TimeoutStopSec").getFirst())))
                .isGreaterThan(settings.node().grace().plus(LEAVING));
        assertThat(unit.get("RestartPreventExitStatus")).containsExactly(ExitCode.CONFIGURATION + " " + ExitCode.USAGE);
    }

    @Test
    void the_configuration_of_redis_has_what_nodes_need() throws IOException {
        Map<String, String> redis = new HashMap<>();
        text("redis.conf")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" ", 2))
                .forEach(pair ->
                        assertThat(redis.put(pair[0], pair[1])).as(pair[0]).isNull());

        assertThat(redis)
                .containsEntry("timeout", "0")
                .containsEntry("save", "\"\"")
                .containsEntry("appendonly", "no")
                .containsEntry("maxmemory-policy", "volatile-ttl")
                .containsKey("maxmemory");
        assertThat(composed(compose().at("/services/parley-1/environment")).get("PARLEY_REDIS_URL"))
                .contains("@redis:" + redis.get("port"));
    }

    @Test
    void what_operations_name_is_there() throws IOException {
        String operations = Files.readString(DOCS.resolve("operations.md"));
        Set<String> keys = Files.readAllLines(DOCS.resolve("configuration.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`", -1)[1])
                .collect(Collectors.toSet());
        Set<String> codes = Arrays.stream(ErrorCode.values()).map(Enum::name).collect(Collectors.toSet());

        for (String named :
                all(operations, "`((?:llm|db|redis|node|http|auth|web|encryption|assistants)\\.[a-z_.*]+)`")) {
            assertThat(keys).contains(named);
        }
        for (String named : all(operations, "`((?:AI|CONTEXT|HISTORY|PROCESSING|STORAGE)_[A-Z_]+)`")) {
            assertThat(codes).contains(named);
        }
        for (String link : all(operations, "\\]\\(([a-z][^)#]*)")) {
            assertThat(DOCS.resolve(link)).exists();
        }
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allSatisfy(file -> assertThat(operations).contains("](deploy/" + file + ")"));
        }
        assertThat(operations).contains("8000, `http.port`");
        assertThat(standard().http().port()).isEqualTo(8_000);
    }

    /** With the values a person would fill in. */
    private static Map<String, String> composed(JsonNode environment) {
        Map<String, String> values = new HashMap<>();
        environment.properties().forEach(entry -> put(values, entry));
        return values;
    }

    private static void put(Map<String, String> values, Map.Entry<String, JsonNode> entry) {
        String value = entry.getValue()
                .asText()
                .replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1")
                .replaceAll("\\$\\{[A-Z_]+:\\?}", "filled-in-with-more-than-32-characters");
        values.put(entry.getKey(), value);
    }

    /** With what its anchors stand for put in their places, which Jackson alone does not do. */
    private static JsonNode compose() throws IOException {
        Object read = new Yaml().load(text("docker-compose.yml"));
        return YAML.valueToTree(read);
    }

    private static JsonNode document(String kind) throws IOException {
        return document("kubernetes.yaml", kind);
    }

    private static JsonNode document(String file, String kind) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text(file))) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (document.path("kind").asText().equals(kind)) {
                    found.add(document);
                }
            }
        }
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }

    private static String mountOf(JsonNode container, String volume) {
        for (JsonNode mount : container.path("volumeMounts")) {
            if (mount.path("name").asText().equals(volume)) {
                return mount.path("mountPath").asText();
            }
        }
        throw new AssertionError("nothing is mounted from " + volume);
    }

    private static Map<String, List<String>> unit() throws IOException {
        return text("parley.service")
                .lines()
                .filter(line -> line.matches("[A-Z][A-Za-z]*=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.groupingBy(
                        pair -> pair[0], Collectors.mapping(pair -> pair[1], Collectors.toList())));
    }

    private Settings standard() {
        return load(Map.of());
    }

    /** Refuses what is no key, and values that are none. */
    private Settings load(Map<String, String> environment) {
        try {
            environment.forEach((name, value) -> {
                if (name.matches(".*(SECRET|PASSWORD|API_KEY)") && !value.isEmpty()) {
                    Canaries.noteSecret(value);
                }
            });
            return Configuration.load(environment, null, data).settings();
        } catch (SettingsException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static String text(String file) throws IOException {
        return Files.readString(FILES.resolve(file));
    }

    private static String withoutComments(String text) {
        return text.lines().map(line -> line.replaceFirst("#.*", "")).collect(Collectors.joining("\n"));
    }

    private static String block(String text, String head) {
        int from = text.indexOf(head + " {");
        assertThat(from).as(head).isNotNegative();
        return text.substring(from, text.indexOf('}', from));
    }

    private static String found(String text, String pattern) {
        List<String> all = all(text, pattern);
        assertThat(all).as(pattern).isNotEmpty();
        return all.getFirst();
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static long count(String text, char character) {
        return text.chars().filter(each -> each == character).count();
    }
}
