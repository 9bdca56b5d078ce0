package dev.parley.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.parley.application.local.FixedAssistants;
import dev.parley.application.usecase.NodeRole;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.canary.Canaries;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.memory.WindowPolicy;
import dev.parley.domain.text.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

    @TempDir
    Path folder;

    private static final RedisSettings.Sentinels NO_SENTINELS =
            new RedisSettings.Sentinels(null, List.of(), RedisSettings.Login.NONE);

    @Test
    void defaults_are_as_documented() {
        Settings settings = load(Map.of()).settings();

        assertThat(settings.http()).isEqualTo(new HttpSettings("127.0.0.1", 8000, TlsSettings.NONE));
        assertThat(settings.node())
                .isEqualTo(new NodeSettings(
                        Path.of("./data"),
                        null,
                        null,
                        Set.of(NodeRole.GATEWAY, NodeRole.WORKER),
                        Duration.ofSeconds(10),
                        2_000));
        assertThat(settings.database()).isEqualTo(database(null, null, null));
        assertThat(settings.redis()).isNull();
        assertThat(settings.model().providers()).isEmpty();
        assertThat(settings.model().limits().total()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.chat().longestMessage()).isEqualTo(4_000);
        assertThat(settings.web())
                .isEqualTo(new WebSettings(
                        Set.of(),
                        null,
                        new Networks(List.of()),
                        Duration.ofDays(365),
                        new WebSettings.Connections(100, 1_000, 10_000)));
        assertThat(settings.chat().assistants()).isEmpty();
        assertThat(settings.log()).isEqualTo(LogSettings.console(LogLevel.INFO, LogFormat.PLAIN));
    }

    @Test
    void what_is_remembered_of_sessions_is_bounded_or_nothing() {
        assertThat(load(Map.of()).settings().cache())
                .isEqualTo(new CacheSettings(64, Duration.ofHours(1), Duration.ofMinutes(5), 200));
        assertThat(load(Map.of(
                                "PARLEY_CACHE_MEMORY_MB", "0",
                                "PARLEY_CACHE_IDLE", "1s",
                                "PARLEY_CACHE_REDIS_TTL", "0s",
                                "PARLEY_CACHE_WARM_UP", "0"))
                        .settings()
                        .cache())
                .isEqualTo(new CacheSettings(0, Duration.ofSeconds(1), Duration.ZERO, 0));
    }

    @Test
    void traces_go_below_an_address_and_are_off_without_one() {
        assertThat(load(Map.of()).settings().tracing()).isEqualTo(new TracingSettings(null, null, 1, "parley"));
        TracingSettings tracing = load(Map.of(
                        "PARLEY_TRACING_ENDPOINT", "https://collector.example/otlp/",
                        "PARLEY_TRACING_HEADER", "X-Key: " + Canaries.noteSecret("a key of two words"),
                        "PARLEY_TRACING_SAMPLE_RATIO", "0.25",
                        "PARLEY_TRACING_SERVICE_NAME", "our-chat"))
                .settings()
                .tracing();

        assertThat(tracing.isOn()).isTrue();
        assertThat(tracing.collector()).isEqualTo(URI.create("https://collector.example/otlp/v1/traces"));
        assertThat(tracing.header()).isEqualTo(new TracingSettings.Header("X-Key", "a key of two words"));
        assertThat(tracing.sampleRatio()).isEqualTo(0.25);
        assertThat(tracing.serviceName()).isEqualTo("our-chat");
        assertThat(tracing + " " + tracing.header()).doesNotContain("two words");
        assertThat(new TracingSettings(URI.create("http://c:4318/v1/traces"), null, 1, "parley").collector())
                .isEqualTo(URI.create("http://c:4318/v1/traces"));
        assertThat(new TracingSettings(URI.create("http://c:4318"), null, 0, "parley").isOn())
                .isFalse();
    }

    @Test
    void what_is_wrong_about_traces_is_told() {
        assertThat(problems(Map.of("PARLEY_TRACING_HEADER", "X-Key: " + Canaries.noteSecret("nobodys"))))
                .containsExactly("tracing.header: is shown to nobody: tracing.endpoint is not set");
        assertThat(problems(Map.of("PARLEY_TRACING_ENDPOINT", "collector:4318")))
                .singleElement()
                .asString()
                .contains("must be an address that begins with http:// or https://");
        assertThat(problems(Map.of("PARLEY_TRACING_SAMPLE_RATIO", "2")))
                .singleElement()
                .asString()
                .contains("must be a number from 0 to 1");
        assertThat(problems(Map.of(
                        "PARLEY_TRACING_ENDPOINT",
                        "http://127.0.0.1:4318",
                        "PARLEY_TRACING_HEADER",
                        Canaries.noteSecret("no-header-at-all"))))
                .singleElement()
                .asString()
                .contains("must be a header of HTTP, name: value")
                .doesNotContain("no-header-at-all");
    }

    @Test
    void names_that_are_promised_work_as_variables() {
        Settings settings = load(Map.of(
                        "PARLEY_HTTP_HOST", "0.0.0.0",
                        "PARLEY_HTTP_PORT", "8081",
                        "PARLEY_DATA_DIR", "/srv/parley",
                        "PARLEY_DB_URL", "jdbc:sqlserver://db;databaseName=parley",
                        "PARLEY_DB_USER", "chat",
                        "PARLEY_DB_PASSWORD", "pw",
                        "PARLEY_REDIS_URL", "rediss://:pw@cache:6380/2",
                        "PARLEY_LLM_BASE_URL", "https://models.example/v1",
                        "PARLEY_LLM_API_KEY", "key",
                        "PARLEY_LLM_MODEL", "small"))
                .settings();

        assertThat(settings.http()).isEqualTo(new HttpSettings("0.0.0.0", 8081, TlsSettings.NONE));
        assertThat(settings.node().dataDir()).isEqualTo(Path.of("/srv/parley"));
        assertThat(settings.database())
                .isEqualTo(database("jdbc:sqlserver://db;databaseName=parley", "chat", Canaries.secret("pw")));
        assertThat(settings.redis()).isEqualTo(redisAt("rediss://:pw@cache:6380/2"));
        assertThat(settings.model().providers())
                .containsExactly(new ProviderSettings(
                        "default",
                        URI.create("https://models.example/v1"),
                        Canaries.secret("key"),
                        "small",
                        Map.of(),
                        ProviderSettings.RequestShape.STANDARD,
                        2_000,
                        "llm.base_url"));
        assertThat(settings.model().startWithin()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void a_certificate_is_two_files_or_a_key_store() {
        assertThat(load(Map.of("PARLEY_HTTP_TLS_CERTIFICATE", "a.pem", "PARLEY_HTTP_TLS_KEY", "b.pem"))
                        .settings()
                        .http()
                        .tls())
                .isEqualTo(new TlsSettings(Path.of("a.pem"), Path.of("b.pem"), null, null));
        assertThat(load(Map.of("PARLEY_HTTP_TLS_KEYSTORE", "a.p12", "PARLEY_HTTP_TLS_KEYSTORE_PASSWORD", "pw"))
                        .settings()
                        .http()
                        .tls())
                .isEqualTo(new TlsSettings(null, null, Path.of("a.p12"), Canaries.secret("pw")));
        assertThat(problems(Map.of("PARLEY_HTTP_TLS_CERTIFICATE", "a.pem")))
                .containsExactly("http.tls.key: must be set as http.tls.certificate is");
        assertThat(problems(Map.of("PARLEY_HTTP_TLS_KEY", "b.pem")))
                .containsExactly("http.tls.certificate: must be set as http.tls.key is");
        assertThat(problems(Map.of("PARLEY_HTTP_TLS_KEYSTORE_PASSWORD", "pw")))
                .singleElement()
                .asString()
                .contains("http.tls.keystore_password", "http.tls.keystore is not set")
                .doesNotContain("pw");
        assertThat(problems(Map.of(
                        "PARLEY_HTTP_TLS_CERTIFICATE", "a.pem",
                        "PARLEY_HTTP_TLS_KEY", "b.pem",
                        "PARLEY_HTTP_TLS_KEYSTORE", "a.p12")))
                .containsExactly("http.tls.keystore: must not be set beside http.tls.certificate and http.tls.key");
    }

    @Test
    void a_variable_wins_over_the_file() throws IOException {
        file("parley.yaml", """
            http:
              host: 10.0.0.1
              port: 9000
            """);

        Settings settings = load(Map.of("PARLEY_HTTP_PORT", "9001")).settings();

        assertThat(settings.http()).isEqualTo(new HttpSettings("10.0.0.1", 9001, TlsSettings.NONE));
    }

    @Test
    void providers_of_models_are_in_the_file_in_their_order() throws IOException {
        file("parley.yaml", """
                llm:
                  base_url: https://first.example/v1
                  model: large
                  concurrency: 50
                  first_token_timeout: 10s
                  providers:
                    zeta:
                      base_url: https://zeta.example/v1
                      api_key: zeta-key
                      model: small
                      models: {large: zeta-large}
                      shape: completion_tokens
                      concurrency: 3
                    alpha: {base_url: "http://127.0.0.1:11434/v1"}
                """);

        Configuration loaded = load(Map.of());

        assertThat(loaded.settings().model().providers())
                .extracting(ProviderSettings::name, ProviderSettings::model, ProviderSettings::concurrency)
                .containsExactly(tuple("default", "large", 50), tuple("zeta", "small", 3), tuple("alpha", "large", 50));
        ProviderSettings zeta = loaded.settings().model().providers().get(1);
        assertThat(zeta.apiKey()).isEqualTo(Canaries.secret("zeta-key"));
        assertThat(zeta.models()).isEqualTo(Map.of("large", "zeta-large"));
        assertThat(zeta.shape()).isEqualTo(ProviderSettings.RequestShape.COMPLETION_TOKENS);
        assertThat(zeta.setBy()).isEqualTo("llm.providers.zeta.base_url");
        assertThat(loaded.settings().model().startWithin()).isEqualTo(Duration.ofSeconds(60));
        assertThat(loaded.effective())
                .extracting(EffectiveSetting::key)
                .contains("llm.providers.zeta.api_key", "llm.providers.alpha.base_url");
        assertThat(loaded.effective().toString()).doesNotContain("zeta-key");
    }

    @Test
    void a_list_of_providers_needs_no_first_one() throws IOException {
        file("parley.yaml", """
                llm: {providers: {only: {base_url: "https://only.example/v1", model: m}}}
                """);

        assertThat(load(Map.of()).settings().model().providers())
                .extracting(ProviderSettings::name)
                .containsExactly("only");
    }

    @Test
    void what_is_wrong_about_providers_is_told() throws IOException {
        file("parley.yaml", """
                llm:
                  base_url: https://first.example/v1
                  start_timeout: 1s
                  providers:
                    default: {base_url: "https://a.example/v1"}
                    Big: {base_url: "https://b.example/v1"}
                    bare: {model: m}
                    odd: {base_url: "ftp://c.example", url: "https://c.example"}
                    shaped: {base_url: "https://d.example/v1", shape: round, concurrency: 0, models: [a]}
                """);

        assertThat(problems(Map.of()))
                .anySatisfy(problem -> assertThat(problem).contains("llm.providers.default", "called otherwise"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.providers.Big", "a-z 0-9"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.providers.bare.base_url", "must be set"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.providers.odd.base_url", "https://"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.providers.odd.url"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.providers.shaped.shape", "minimal"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.providers.shaped.concurrency"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.providers.shaped.models"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.start_timeout", "first_token_timeout"))
                .hasSize(9);
    }

    @Test
    void providers_that_are_no_names_are_refused() throws IOException {
        file("parley.yaml", "llm: {providers: [https://a.example/v1]}");

        assertThat(problems(Map.of())).singleElement().asString().contains("llm.providers", "a name for each");
    }

    @Test
    void tenants_are_in_the_file() throws IOException {
        file("parley.yaml", """
                tenants:
                  acme:
                    hosts: [chat.acme.example, "[2001:db8::1]"]
                    widget_keys: [acme-public-key]
                    allowed_origins: ["https://www.acme.example"]
                  globex:
                    hosts: [globex.example]
                """);

        assertThat(load(Map.of()).settings().tenants())
                .containsExactly(
                        new TenantSettings(
                                new TenantId("acme"),
                                Set.of("chat.acme.example", "[2001:db8::1]"),
                                Set.of("acme-public-key"),
                                Set.of("https://www.acme.example")),
                        new TenantSettings(new TenantId("globex"), Set.of("globex.example"), Set.of(), Set.of()));
        assertThat(load(Map.of()).effective())
                .extracting(EffectiveSetting::key)
                .contains("tenants.acme.hosts", "tenants.globex.widget_keys");
    }

    @Test
    void what_is_wrong_about_tenants_is_told() throws IOException {
        file("parley.yaml", """
                web: {public_url: "https://chat.example"}
                auth: {outside: {issuer: "https://id.example", jwks_url: "https://id.example/keys", audience: parley}}
                tenants:
                  Acme: {hosts: [a.example]}
                  b: {hosts: ["b.example:8000"]}
                  c: {widget_keys: [short]}
                  d: {}
                  e: {hosts: [a.example], widget_key: [a-good-public-key]}
                  f: {allowed_origins: ["www.example.com"], hosts: [f.example]}
                """);

        assertThat(problems(Map.of()))
                .anySatisfy(problem -> assertThat(problem).contains("tenants.Acme", "a-z 0-9"))
                .anySatisfy(problem -> assertThat(problem).contains("tenants.b.hosts", "without a port"))
                .anySatisfy(problem -> assertThat(problem).contains("tenants.c.widget_keys", "8 to 64"))
                .anySatisfy(problem -> assertThat(problem).contains("tenants.d", "needs hosts or widget_keys"))
                .anySatisfy(problem -> assertThat(problem).contains("tenants.e.hosts", "the tenant Acme's"))
                .anySatisfy(problem -> assertThat(problem).contains("tenants.e.widget_key", "tenants.*.widget_keys"))
                .anySatisfy(problem -> assertThat(problem).contains("tenants.f.allowed_origins"))
                .anySatisfy(problem -> assertThat(problem).contains("web.public_url", "tenants have hosts"))
                .anySatisfy(problem -> assertThat(problem).contains("auth.outside.tenant_claim"));
    }

    @Test
    void an_empty_variable_counts_as_unset() {
        assertThat(load(Map.of("PARLEY_REDIS_URL", "", "PARLEY_HTTP_PORT", ""))
                        .settings()
                        .http()
                        .port())
                .isEqualTo(8000);
    }

    @Test
    void the_file_is_looked_for_in_a_fixed_order() throws IOException {
        file("named.yaml", "http: {port: 1}");
        file("variable.yaml", "http: {port: 2}");
        file("parley.yaml", "http: {port: 3}");
        file("elsewhere/parley.yaml", "http: {port: 4}");
        Map<String, String> variable = Map.of("PARLEY_CONFIG", "variable.yaml");
        Map<String, String> dataDir = Map.of("PARLEY_DATA_DIR", "elsewhere");

        assertThat(portOf(Configuration.load(variable, Path.of("named.yaml"), folder)))
                .isEqualTo(1);
        assertThat(portOf(load(variable))).isEqualTo(2);
        assertThat(portOf(load(dataDir))).isEqualTo(3);
        Files.delete(folder.resolve("parley.yaml"));
        assertThat(portOf(load(dataDir))).isEqualTo(4);
        assertThat(portOf(load(Map.of()))).isEqualTo(8000);
    }

    @Test
    void a_named_file_that_is_missing_is_a_problem() {
        assertThatThrownBy(() -> Configuration.load(Map.of(), Path.of("none.yaml"), folder))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("none.yaml: there is no such file");
    }

    @Test
    void all_problems_are_told_at_once() throws IOException {
        file("parley.yaml", """
            http:
              port: many
              hosst: localhost
            colour: blue
            llm:
              idle_timeout: 5 minutes
            assistants:
              Bad Name: {}
              good:
                temperature: 3
                tempratur: 1
            """);

        List<String> problems = problems(Map.of(
                "PARLEY_DB_URL", "jdbc:mysql://db;password=hunter2",
                "PARLEY_HTPP_PORT", "1",
                "PARLEY_LOG_LEVEL", "loud"));

        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("http.port 'many' (" + folder.resolve("parley.yaml") + ")")
                        .endsWith("must be a whole number from 0 to 65535"))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("http.hosst").endsWith("did you mean http.host?"))
                .anySatisfy(problem -> assertThat(problem).startsWith("colour").endsWith("is not known"))
                .anySatisfy(problem -> assertThat(problem).contains("llm.idle_timeout '5 minutes'", "30s"))
                .anySatisfy(problem -> assertThat(problem).startsWith("assistants.Bad Name"))
                .anySatisfy(problem -> assertThat(problem).contains("assistants.good.temperature '3'", "from 0 to 2"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("assistants.good.tempratur")
                        .contains("assistants.*.temperature"))
                .anySatisfy(problem ->
                        assertThat(problem).isEqualTo("PARLEY_HTPP_PORT: is not known; did you mean PARLEY_HTTP_PORT?"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("log.level 'loud' (environment variable PARLEY_LOG_LEVEL)")
                        .endsWith("must be one of error, warn, info, debug"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("db.url 'jdbc:mysql://db;password=***'")
                        .endsWith("jdbc:h2: or jdbc:sqlserver:"))
                .hasSize(10);
    }

    @Test
    void problems_never_show_a_secret() throws IOException {
        file("parley.yaml", """
            redis: {url: "http://user:hunter2@cache"}
            llm: {api_key: [hunter2, hunter2]}
            """);

        List<String> problems = problems(Map.of("PARLEY_SECRET", "hunter2", "PARLEY_SECRETT", "hunter2"));

        assertThat(problems).hasSize(4).noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void variables_of_tests_and_of_the_script_are_left_alone() {
        assertThat(load(Map.of("PARLEY_TEST_MSSQL_URL", "x", "PARLEY_JAVA_OPTS", "-Xmx1g", "PATH", "/bin"))
                        .settings())
                .isNotNull();
    }

    @Test
    void the_demo_database_and_redis_exclude_each_other() {
        Map<String, String> both = Map.of("PARLEY_REDIS_URL", "redis://cache");
        Map<String, String> declared =
                Map.of("PARLEY_REDIS_URL", "redis://cache", "PARLEY_CLUSTER_SHARED_STORAGE", "true");

        assertThat(problems(both)).singleElement().asString().contains("redis.url", "cluster.shared_storage");
        assertThat(load(declared).settings().redis()).isNotNull();
    }

    private static RedisSettings redisAt(String url) {
        return redis(new RedisSettings.Place(URI.create(url), NO_SENTINELS, List.of()), RedisSettings.Login.NONE, 0);
    }

    private static RedisSettings redis(RedisSettings.Place place, RedisSettings.Login login, int database) {
        return new RedisSettings(place, login, database, false, null, Duration.ofMillis(500), 8);
    }

    @Test
    void redis_may_be_watched_by_sentinels() {
        Map<String, String> environment = Map.of(
                "PARLEY_REDIS_SENTINEL_MASTER", "chat",
                "PARLEY_REDIS_SENTINEL_NODES", "one:26379, two",
                "PARLEY_REDIS_SENTINEL_USER", "guard",
                "PARLEY_REDIS_SENTINEL_PASSWORD", "pw-guard",
                "PARLEY_REDIS_USER", "chat",
                "PARLEY_REDIS_PASSWORD", "pw-chat",
                "PARLEY_REDIS_DATABASE", "3",
                "PARLEY_CLUSTER_SHARED_STORAGE", "true");

        var guard = new RedisSettings.Login("guard", Canaries.secret("pw-guard"));
        var sentinels = new RedisSettings.Sentinels("chat", List.of("one:26379", "two"), guard);
        assertThat(load(environment).settings().redis())
                .isEqualTo(redis(
                        new RedisSettings.Place(null, sentinels, List.of()),
                        new RedisSettings.Login("chat", Canaries.secret("pw-chat")),
                        3));
    }

    @Test
    void redis_may_be_a_cluster() {
        Map<String, String> environment =
                Map.of("PARLEY_REDIS_CLUSTER_NODES", "one,[fd00::2]:7000", "PARLEY_CLUSTER_SHARED_STORAGE", "true");

        assertThat(load(environment).settings().redis())
                .isEqualTo(redis(
                        new RedisSettings.Place(null, NO_SENTINELS, List.of("one", "[fd00::2]:7000")),
                        RedisSettings.Login.NONE,
                        0));
    }

    static List<Arguments> contradictionsOfRedis() {
        return List.of(
                arguments("redis: {password: p}", "redis.url"),
                arguments("redis: {url: 'redis://a', cluster: {nodes: b}}", "redis.cluster.nodes"),
                arguments("redis: {url: 'redis://a', sentinel: {master: m, nodes: b}}", "redis.sentinel.nodes"),
                arguments("redis: {cluster: {nodes: a}, sentinel: {master: m, nodes: b}}", "redis.cluster.nodes"),
                arguments("redis: {sentinel: {master: m}}", "redis.sentinel.nodes"),
                arguments("redis: {sentinel: {nodes: a}}", "redis.sentinel.master"),
                arguments("redis: {url: 'redis://a', sentinel: {password: p}}", "redis.sentinel.password"),
                arguments("redis: {sentinel: {master: m, nodes: a, user: u}}", "redis.sentinel.user"),
                arguments("redis: {cluster: {nodes: a}, user: u}", "redis.user"),
                arguments("redis: {url: 'redis://:p@a', password: p}", "redis.password"),
                arguments("redis: {url: 'redis://a', database: 1}", "redis.database"),
                arguments("redis: {cluster: {nodes: a}, database: 1}", "redis.database"),
                arguments("redis: {url: 'redis://a', tls: {enabled: true}}", "redis.tls.enabled"),
                arguments("redis: {cluster: {nodes: a}, tls: {ca: /etc/ca.pem}}", "redis.tls.ca"),
                arguments("redis: {cluster: {nodes: 'a b'}}", "redis.cluster.nodes"));
    }

    @ParameterizedTest
    @MethodSource("contradictionsOfRedis")
    void what_contradicts_itself_about_redis_is_named(String yaml, String key) throws IOException {
        file("parley.yaml", yaml);

        assertThat(problems(Map.of("PARLEY_CLUSTER_SHARED_STORAGE", "true")))
                .singleElement()
                .asString()
                .matches(Pattern.quote(key) + "[: ].*");
    }

    @Test
    void redis_as_text_holds_no_password() {
        assertThat(redisAt("redis://chat:hunter2@cache").toString())
                .contains("cache")
                .doesNotContain("hunter2");
    }

    @Test
    void a_node_is_gateway_and_worker_unless_told_otherwise() {
        Map<String, String> shared =
                Map.of("PARLEY_REDIS_URL", "redis://cache", "PARLEY_DB_URL", "jdbc:sqlserver://db;databaseName=parley");
        Map<String, String> worker = new HashMap<>(shared);
        worker.put("PARLEY_NODE_ROLES", "worker");

        assertThat(load(Map.of()).settings().node().roles())
                .containsExactlyInAnyOrder(NodeRole.GATEWAY, NodeRole.WORKER);
        assertThat(load(worker).settings().node().roles()).containsExactly(NodeRole.WORKER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "worker"})
    void a_node_of_one_role_needs_redis(String role) {
        assertThat(problems(Map.of("PARLEY_NODE_ROLES", role, "PARLEY_CLUSTER_SHARED_STORAGE", "true")))
                .singleElement()
                .asString()
                .startsWith("node.roles")
                .contains("redis.url");
    }

    @Test
    void a_node_has_a_role_that_there_is() throws IOException {
        assertThat(problems(Map.of("PARLEY_NODE_ROLES", "gateway,boss")))
                .singleElement()
                .asString()
                .startsWith("node.roles 'gateway,boss'")
                .contains("gateway, worker");
        file("parley.yaml", "node: {roles: []}");
        assertThat(problems(Map.of())).singleElement().asString().startsWith("node.roles");
    }

    @Test
    void a_part_of_a_time_is_not_longer_than_the_whole() {
        assertThat(problems(Map.of("PARLEY_LLM_TOTAL_TIMEOUT", "40s")))
                .singleElement()
                .asString()
                .startsWith("llm.first_token_timeout");
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "2h,7200000", "1d,86400000"})
    void durations_have_units(String written, long millis) {
        Map<String, String> environment =
                Map.of("PARLEY_SESSIONS_EVENTS_KEPT", "36500d", "PARLEY_LLM_TOTAL_TIMEOUT", "1d");

        assertThat(Types.duration(Duration.ZERO, Duration.ofDays(2)).parser().parse(new Written.Text(written)))
                .hasMillis(millis);
        assertThat(load(environment).settings().chat().eventsKept()).hasDays(36_500);
    }

    @Test
    void a_proxy_is_known_however_its_address_is_written() throws IOException {
        Map<String, String> environment =
                Map.of("PARLEY_WEB_TRUSTED_PROXIES", "10.0.0.5, 2001:db8::7, 2001:DB8:0:0:0:0:0:7");

        Networks proxies = load(environment).settings().web().trustedProxies();
        assertThat(List.of("10.0.0.5", "2001:db8::7")).allMatch(address -> proxies.test(address(address)));
        assertThat(List.of("10.0.0.6", "2001:db8::8", "::ffff:10.0.0.6", "0:0:0:0:0:0:a00:5"))
                .noneMatch(address -> proxies.test(address(address)));
    }

    @Test
    void proxies_may_be_whole_networks() {
        Networks proxies = load(Map.of("PARLEY_WEB_TRUSTED_PROXIES", "10.0.0.0/8, 192.168.5.64/26, 2001:db8::/33"))
                .settings()
                .web()
                .trustedProxies();

        assertThat(List.of("10.255.0.1", "::ffff:10.1.2.3", "192.168.5.127", "2001:db8:7fff::1"))
                .allMatch(address -> proxies.test(address(address)));
        assertThat(List.of("11.0.0.1", "192.168.5.63", "192.168.5.128", "2001:db8:8000::1", "a00::1"))
                .noneMatch(address -> proxies.test(address(address)));
        assertThat(new Networks(List.of(Network.parse("0.0.0.0/0"))).test(address("8.8.8.8")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.256",
                "10.0.0",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "::/129",
                "1.2.3.4.5",
                "::1::",
                "10.0.0.5:80"
            })
    void what_is_no_address_is_no_proxy(String written) {
        assertThat(problems(Map.of("PARLEY_WEB_TRUSTED_PROXIES", written))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "s", "-1s", "1.5s", "5 s", "5S", "99999999999s"})
    void other_durations_are_refused(String written) {
        assertThat(problems(Map.of("PARLEY_NODE_GRACE", written))).hasSize(1);
    }

    @Test
    void assistants_come_from_the_file() throws IOException {
        file("parley.yaml", """
            assistants:
              default:
                greeting: Hello!
              poet:
                system_prompt: You answer {user_name} in verse.
                model: muse
                temperature: 1.2
                max_tokens: 300
                stop_words: ["User:", "AI, or so:"]
                suggestions: [A sonnet, please]
                window: {exchanges: 3, tokens: 900, summarise_at: 5}
            """);

        List<Assistant> assistants = load(Map.of()).settings().chat().assistants();

        assertThat(assistants)
                .extracting(Assistant::name)
                .containsExactly(AssistantName.STANDARD, new AssistantName("poet"));
        assertThat(assistants.getFirst().greeting()).isEqualTo("Hello!");
        assertThat(assistants.getFirst().suggestions())
                .isEqualTo(FixedAssistants.standard().suggestions());
        assertThat(assistants.getFirst().window()).isEqualTo(WindowPolicy.STANDARD);
        assertThat(assistants.getLast().parameters().model()).isEqualTo("muse");
        assertThat(assistants.getLast().parameters().stopWords()).containsExactly("User:", "AI, or so:");
        assertThat(assistants.getLast().suggestions()).containsExactly("A sonnet", "please");
        assertThat(assistants.getLast().window())
                .isEqualTo(new WindowPolicy.Summarising(new WindowPolicy.TokenBudget(900, 3), 5));
    }

    @Test
    void an_unknown_variable_of_a_prompt_is_refused() throws IOException {
        file("parley.yaml", """
            assistants:
              poet:
                system_prompt: "{user_nam} of {company}, {date}, {locale}: {hours}"
                variables: {hours: 9 to 5}
            """);

        assertThat(problems(Map.of()))
                .singleElement()
                .isEqualTo("assistants.poet.system_prompt '{user_nam}, {company}' (" + folder.resolve("parley.yaml")
                        + "): may hold {user_name}, {date}, {locale} and what assistants.poet.variables names");
    }

    @Test
    void a_prompt_may_have_variables_of_its_own() throws IOException {
        file("parley.yaml", """
            assistants:
              poet:
                system_prompt: "{user_name} of {company}, {floor}"
                variables: {company: "Ink {and} Sons", floor: 3, unused: ""}
            """);

        Assistant poet = load(Map.of()).settings().chat().assistants().getFirst();

        assertThat(poet.systemPrompt().render(Map.of("user_name", "Ann"))).isEqualTo("Ann of Ink {and} Sons, 3");
        assertThat(load(Map.of()).effective())
                .anySatisfy(setting -> assertThat(setting.toString())
                        .contains("assistants.poet.variables", "company=Ink {and} Sons,floor=3,unused="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{date: x}", "{User: x}", "{a: [x]}", "{a: {b: x}}", "[a, b]", "text"})
    void other_variables_of_a_prompt_are_refused(String variables) throws IOException {
        file("parley.yaml", "assistants: {poet: {variables: " + variables + "}}");

        assertThat(problems(Map.of())).singleElement().asString().startsWith("assistants.poet.variables");
    }

    @Test
    void one_text_in_a_list_keeps_its_commas_in_the_file() throws IOException {
        file("parley.yaml", "assistants: {poet: {suggestions: ['A sonnet, please']}}");

        assertThat(load(Map.of()).settings().chat().assistants().getFirst().suggestions())
                .containsExactly("A sonnet, please");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http: [",
                "http: 5",
                "- a list",
                "text",
                "http: {port: {deep: 1}}",
                "http: {port: 1}\nhttp: {port: 2}",
                "http: {port: 1}\n---\nhttp: {port: 2}",
                "assistants: 5",
                "assistants: {poet: 5}",
                "web: {allowed_origins: [{a: 1}]}",
                "web: {allowed_origins: [example.com]}",
                "web: {trusted_proxies: [everybody]}"
            })
    void a_file_of_the_wrong_shape_is_a_problem(String content) throws IOException {
        file("parley.yaml", content);

        assertThat(problems(Map.of())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet", "http:", "http: {port: }", "assistants: {}"})
    void a_file_may_leave_everything_open(String content) throws IOException {
        file("parley.yaml", content);

        assertThat(portOf(load(Map.of()))).isEqualTo(8000);
    }

    @Test
    void a_broken_file_is_told_by_place_and_without_its_text() throws IOException {
        file("parley.yaml", "db:\n  password: \"hunter2\n");

        assertThat(problems(Map.of()))
                .singleElement()
                .asString()
                .contains("is not valid YAML at line")
                .doesNotContain("hunter2");
    }

    @Test
    void what_counts_is_shown_with_its_origin_and_without_secrets() throws IOException {
        file("parley.yaml", """
            http: {port: 9000}
            llm: {api_key: hunter2}
            assistants: {poet: {greeting: Hi}}
            """);

        List<EffectiveSetting> effective = load(Map.of(
                        "PARLEY_DB_URL", "jdbc:sqlserver://db;user=me;password=hunter2;encrypt=true",
                        "PARLEY_REDIS_URL", "redis://user:hunter2@cache:6379"))
                .effective();

        Origin file = new Origin.File(folder.resolve("parley.yaml").toString());
        assertThat(effective)
                .contains(
                        new EffectiveSetting("http.host", "127.0.0.1", new Origin.Standard()),
                        new EffectiveSetting("http.port", "9000", file),
                        new EffectiveSetting("llm.api_key", "***", file),
                        new EffectiveSetting("secret", null, new Origin.Standard()),
                        new EffectiveSetting("assistants.poet.greeting", "Hi", file),
                        new EffectiveSetting(
                                "redis.url", "redis://***@cache:6379", new Origin.Environment("PARLEY_REDIS_URL")))
                .noneMatch(setting -> String.valueOf(setting.value()).contains("hunter2"));
    }

    @Test
    void settings_as_texts_hold_no_secrets() {
        Settings settings = load(Map.of(
                        "PARLEY_DB_URL", "jdbc:sqlserver://db;password=hunter2",
                        "PARLEY_DB_PASSWORD", "hunter2",
                        "PARLEY_SECRET", "hunter2hunter2hunter2hunter2hunter2",
                        "PARLEY_LLM_BASE_URL", "http://me:hunter2@models/v1?key=hunter2",
                        "PARLEY_LLM_API_KEY", "hunter2",
                        "PARLEY_REDIS_URL", "redis://user:hunter2@cache:6379"))
                .settings();

        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    private Configuration load(Map<String, String> environment) {
        return Configuration.load(environment, null, folder);
    }

    private List<String> problems(Map<String, String> environment) {
        return catchThrowableOfType(SettingsException.class, () -> load(environment)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static DatabaseSettings database(String url, String user, Secret password) {
        return new DatabaseSettings(
                url, user, password, "dbo", 10, Duration.ofSeconds(5), Duration.ofSeconds(15), 10_000);
    }

    private static int portOf(Configuration configuration) {
        return configuration.settings().http().port();
    }

    private void file(String name, String content) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
