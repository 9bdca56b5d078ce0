package dev.parley.bootstrap.settings;

import static dev.parley.bootstrap.settings.Types.address;
import static dev.parley.bootstrap.settings.Types.choice;
import static dev.parley.bootstrap.settings.Types.choices;
import static dev.parley.bootstrap.settings.Types.decimal;
import static dev.parley.bootstrap.settings.Types.duration;
import static dev.parley.bootstrap.settings.Types.hosts;
import static dev.parley.bootstrap.settings.Types.httpHeader;
import static dev.parley.bootstrap.settings.Types.httpSecret;
import static dev.parley.bootstrap.settings.Types.jdbc;
import static dev.parley.bootstrap.settings.Types.key;
import static dev.parley.bootstrap.settings.Types.keys;
import static dev.parley.bootstrap.settings.Types.modelNames;
import static dev.parley.bootstrap.settings.Types.namedTexts;
import static dev.parley.bootstrap.settings.Types.networks;
import static dev.parley.bootstrap.settings.Types.origins;
import static dev.parley.bootstrap.settings.Types.path;
import static dev.parley.bootstrap.settings.Types.secret;
import static dev.parley.bootstrap.settings.Types.servers;
import static dev.parley.bootstrap.settings.Types.text;
import static dev.parley.bootstrap.settings.Types.texts;
import static dev.parley.bootstrap.settings.Types.webAddress;
import static dev.parley.bootstrap.settings.Types.wholeNumber;
import static dev.parley.bootstrap.settings.Types.widgetKeys;
import static dev.parley.bootstrap.settings.Types.yesOrNo;

import dev.parley.application.usecase.NodeRole;
import dev.parley.domain.assistant.PromptTemplate;
import dev.parley.domain.content.PersonalData;
import dev.parley.domain.text.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The one table of all keys. */
final class Keys {

    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration HOUR = Duration.ofHours(1);

    static final Setting<String> HTTP_HOST = new Setting<>(
            "http.host",
            text("a host name or address of this machine", host -> !host.isBlank()),
            "127.0.0.1",
            "Where the server listens; 0.0.0.0 for every network this machine is in.");
    static final Setting<Integer> HTTP_PORT =
            new Setting<>("http.port", wholeNumber(0, 65_535), "8000", "The port it listens on; 0 takes a free one.");
    static final Setting<Path> HTTP_TLS_CERTIFICATE = new Setting<>(
            "http.tls.certificate",
            path(),
            null,
            "The server's certificate and its chain in PEM. With it or a key store the server speaks HTTPS only. Read"
                    + " again when it changes.");
    static final Setting<Path> HTTP_TLS_KEY = new Setting<>(
            "http.tls.key", path(), null, "The key of that certificate in PEM: PKCS#8 without a password.");
    static final Setting<Path> HTTP_TLS_KEYSTORE = new Setting<>(
            "http.tls.keystore",
            path(),
            null,
            "Certificate, chain and key in one PKCS#12 file, instead of two in PEM.");
    static final Setting<Secret> HTTP_TLS_KEYSTORE_PASSWORD =
            new Setting<>("http.tls.keystore_password", secret(0), null, "What opens http.tls.keystore.");
    static final Setting<Path> DATA_DIR = new Setting<>(
            "data_dir", path(), "./data", "The folder for what must survive a restart: database file, key, node name.");
    static final Setting<Secret> SECRET = new Setting<>(
            "secret",
            secret(32),
            null,
            "What visitors' tokens are signed with. Unset: 32 random bytes in secret.key of the data folder. All nodes"
                    + " of a service need the same.");
    static final Setting<String> NODE_NAME = new Setting<>(
            "node.name",
            text("1 to 64 of a-z 0-9 . _ -", name -> name.matches("[a-z0-9._-]{1,64}")),
            null,
            "This node's name, unlike all others'. Unset: one that is made once and kept in node-id of the data"
                    + " folder.");
    static final Setting<List<NodeRole>> NODE_ROLES = new Setting<>(
            "node.roles",
            choices(NodeRole.class),
            "gateway,worker",
            "What this node is there for: a gateway takes requests and sockets, a worker writes replies. One alone"
                    + " needs redis.url.");
    static final Setting<Duration> NODE_GRACE = new Setting<>(
            "node.grace",
            duration(Duration.ZERO, HOUR),
            "10s",
            "How long running replies may go on when the server is told to stop, before they are handed over.");
    static final Setting<Integer> NODE_REPLIES = new Setting<>(
            "node.replies", wholeNumber(1, 100_000), "2000", "How many replies this node writes at once.");

    static final Setting<String> DB_URL = new Setting<>(
            "db.url",
            jdbc("jdbc:h2:", "jdbc:sqlserver:"),
            null,
            "The database. Unset: an H2 file in the data folder. For SQL Server"
                    + " jdbc:sqlserver://host;databaseName=parley;encrypt=true");
    static final Setting<String> DB_USER = new Setting<>("db.user", text(), null, "Who logs in to the database.");
    static final Setting<Secret> DB_PASSWORD =
            new Setting<>("db.password", secret(0), null, "The password of db.user.");
    static final Setting<Integer> DB_POOL_SIZE = new Setting<>(
            "db.pool_size",
            wholeNumber(1, 1_000),
            "10",
            "How many connections to the database at most, beside one that is only for the node's lease.");

    static final Setting<String> DB_SCHEMA = new Setting<>(
            "db.schema",
            text("letters, digits and underscores", schema -> schema.matches("[A-Za-z][A-Za-z0-9_]{0,63}")),
            "dbo",
            "Where the tables are; made if it is not there.");
    static final Setting<Duration> DB_CONNECT_TIMEOUT = new Setting<>(
            "db.connect_timeout",
            duration(Duration.ofMillis(250), HOUR),
            "5s",
            "How long to wait for a connection to the database.");
    static final Setting<Duration> DB_QUERY_TIMEOUT = new Setting<>(
            "db.query_timeout",
            duration(Duration.ofSeconds(1), HOUR),
            "15s",
            "How long SQL Server may take for one statement.");
    static final Setting<Integer> DB_JOURNAL = new Setting<>(
            "db.journal_messages",
            wholeNumber(1, 1_000_000),
            "10000",
            "How many messages this node keeps in its data folder while the database is away; at most 64 MB of them, and half as much of replies.");

    static final Setting<Secret> ENCRYPTION_KEY = new Setting<>(
            "encryption.key",
            key(),
            null,
            "The master key. With it texts are sealed before the database gets them; without it the server does not"
                    + " start on sealed ones. All nodes of a service need the same.");
    static final Setting<List<Secret>> ENCRYPTION_OLD_KEYS = new Setting<>(
            "encryption.old_keys",
            keys(),
            "",
            "Master keys of before, until parley encrypt has run: they open, and nothing is sealed by them.");
    static final Setting<Path> ENCRYPTION_KEY_FILE = new Setting<>(
            "encryption.key_file",
            path(),
            null,
            "A file of master keys instead of encryption.key, one a line: the present one first, then those of"
                    + " before.");

    static final Setting<URI> REDIS_URL = new Setting<>(
            "redis.url",
            address("redis", "rediss"),
            null,
            "The Redis that several nodes share, as redis://user:password@host:6379/0, or rediss:// for TLS. Neither it"
                    + " nor redis.sentinel.nodes nor redis.cluster.nodes set: this node is alone.");
    static final Setting<String> REDIS_SENTINEL_MASTER = new Setting<>(
            "redis.sentinel.master",
            text("a name", name -> !name.isBlank()),
            null,
            "What the sentinels of redis.sentinel.nodes call the master.");
    static final Setting<List<String>> REDIS_SENTINEL_NODES = new Setting<>(
            "redis.sentinel.nodes",
            servers(),
            "",
            "Sentinels that name the master, instead of redis.url; all of them, so that one that is away does no harm."
                    + " Port 26379 if none is given.");
    static final Setting<String> REDIS_SENTINEL_USER =
            new Setting<>("redis.sentinel.user", text(), null, "Who logs in to the sentinels.");
    static final Setting<Secret> REDIS_SENTINEL_PASSWORD = new Setting<>(
            "redis.sentinel.password", secret(0), null, "The password for the sentinels, if they want one.");
    static final Setting<List<String>> REDIS_CLUSTER_NODES = new Setting<>(
            "redis.cluster.nodes",
            servers(),
            "",
            "Some servers of a Redis Cluster, instead of redis.url; they tell of the others. Port 6379 if none is"
                    + " given.");
    static final Setting<String> REDIS_USER =
            new Setting<>("redis.user", text(), null, "Who logs in to Redis, unless redis.url says it.");
    static final Setting<Secret> REDIS_PASSWORD =
            new Setting<>("redis.password", secret(0), null, "The password for Redis, unless redis.url says it.");
    static final Setting<Integer> REDIS_DATABASE = new Setting<>(
            "redis.database",
            wholeNumber(0, 9_999),
            "0",
            "The number of the database with redis.sentinel.nodes; redis.url has its own, and a cluster only 0.");
    static final Setting<Boolean> REDIS_TLS_ENABLED = new Setting<>(
            "redis.tls.enabled",
            yesOrNo(),
            "false",
            "Speaks TLS to the servers of redis.sentinel.nodes and to those they name, or to those of"
                    + " redis.cluster.nodes. With redis.url its scheme says it.");
    static final Setting<Path> REDIS_TLS_CA = new Setting<>(
            "redis.tls.ca",
            path(),
            null,
            "Who alone may have signed Redis' certificate, as certificates in PEM. Unset: those Java trusts. The"
                    + " server's name is always checked.");
    static final Setting<Duration> REDIS_TIMEOUT = new Setting<>(
            "redis.timeout",
            duration(MOMENT, Duration.ofMinutes(1)),
            "500ms",
            "How long Redis may take to be reached, and to answer.");
    static final Setting<Integer> REDIS_POOL_SIZE =
            new Setting<>("redis.pool_size", wholeNumber(1, 1_000), "8", "How many connections to Redis at most.");
    static final Setting<Boolean> CLUSTER_SHARED_STORAGE = new Setting<>(
            "cluster.shared_storage",
            yesOrNo(),
            "false",
            "Says that all nodes that share a Redis reach the same database and data folder, although those look"
                    + " local.");

    static final Setting<Integer> CACHE_MEMORY_MB = new Setting<>(
            "cache.memory_mb",
            wholeNumber(0, 65_536),
            "64",
            "How many megabytes of memory the sessions used last may take on this node, with their newest messages; 0 for"
                    + " none.");
    static final Setting<Duration> CACHE_IDLE = new Setting<>(
            "cache.idle",
            duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            "1h",
            "How long a session stays there that nobody uses.");
    static final Setting<Duration> CACHE_REDIS_TTL = new Setting<>(
            "cache.redis_ttl",
            duration(Duration.ZERO, Duration.ofDays(1)),
            "300s",
            "How long Redis keeps a session for all nodes, sealed where encryption.key is set; 0s for not at all.");
    static final Setting<Integer> CACHE_WARM_UP = new Setting<>(
            "cache.warm_up",
            wholeNumber(0, 10_000),
            "200",
            "How many of the sessions used last this node reads again in the background when it starts.");

    static final Setting<URI> LLM_BASE_URL = new Setting<>(
            "llm.base_url",
            address("http", "https"),
            null,
            "An OpenAI-compatible service, such as https://api.openai.com/v1. It is asked before llm.providers. Neither"
                    + " set: the built-in demo model answers.");
    static final Setting<Secret> LLM_API_KEY =
            new Setting<>("llm.api_key", httpSecret(), null, "The key for that service.");
    static final Setting<String> LLM_MODEL = new Setting<>(
            "llm.model",
            text("a model's name", name -> !name.isBlank()),
            "gpt-4.1",
            "The model that answers where an assistant names none.");
    static final Setting<ProviderSettings.RequestShape> LLM_SHAPE = new Setting<>(
            "llm.shape",
            choice(ProviderSettings.RequestShape.class),
            "standard",
            "What requests look like: all fields, all with max_completion_tokens, or model and messages only. Fields a"
                    + " service refuses are left out by themselves.");
    static final Setting<Integer> LLM_CONCURRENCY = new Setting<>(
            "llm.concurrency",
            wholeNumber(1, 100_000),
            "2000",
            "How many replies one provider writes at once for this node; further ones wait in its queue.");
    static final Setting<Duration> LLM_CONNECT_TIMEOUT = new Setting<>(
            "llm.connect_timeout", duration(MOMENT, HOUR), "5s", "How long the service may take to be reached.");
    static final Setting<Duration> LLM_FIRST_TOKEN_TIMEOUT = new Setting<>(
            "llm.first_token_timeout",
            duration(MOMENT, HOUR),
            "60s",
            "How long the first text may take, each time a provider is asked.");
    static final Setting<Duration> LLM_START_TIMEOUT = new Setting<>(
            "llm.start_timeout",
            duration(MOMENT, HOUR),
            null,
            "How long the first text may take in all: queue, retries and all providers together. Unset:"
                    + " llm.first_token_timeout for each provider, and 30s.");
    static final Setting<Duration> LLM_IDLE_TIMEOUT = new Setting<>(
            "llm.idle_timeout", duration(MOMENT, HOUR), "30s", "How long the model may pause after that.");
    static final Setting<Duration> LLM_TOTAL_TIMEOUT = new Setting<>(
            "llm.total_timeout", duration(MOMENT, Duration.ofDays(1)), "10m", "How long a whole reply may take.");
    static final Setting<Integer> LLM_RETRIES = new Setting<>(
            "llm.retries",
            wholeNumber(0, 10),
            "2",
            "How often a provider that fails is asked again for one reply; never once there was text.");
    static final Setting<Duration> LLM_RETRY_WAIT = new Setting<>(
            "llm.retry_wait",
            duration(MOMENT, Duration.ofMinutes(1)),
            "500ms",
            "How long to wait before the first retry, give or take half; twice as long before each next.");
    static final Setting<Duration> LLM_RETRY_WAIT_LIMIT = new Setting<>(
            "llm.retry_wait_limit",
            duration(MOMENT, Duration.ofMinutes(10)),
            "10s",
            "The longest wait before a retry, also where a provider asks for one (Retry-After); who asks for more is"
                    + " not waited for.");
    static final Setting<Integer> LLM_BREAKER_CALLS = new Setting<>(
            "llm.breaker_calls",
            wholeNumber(2, 1_000),
            "20",
            "How many of a provider's last calls tell whether it is broken; half as many have to be there.");
    static final Setting<Integer> LLM_BREAKER_FAILURES = new Setting<>(
            "llm.breaker_failures",
            wholeNumber(1, 100),
            "50",
            "From what percentage of failed calls on a provider is not asked for a while.");
    static final Setting<Duration> LLM_BREAKER_PAUSE = new Setting<>(
            "llm.breaker_pause",
            duration(MOMENT, HOUR),
            "30s",
            "For how long; then one call tries it. Also the longest that a Retry-After keeps others away.");
    static final Setting<Integer> LLM_QUEUE = new Setting<>(
            "llm.queue",
            wholeNumber(0, 1_000_000),
            "1000",
            "How many replies may wait for a provider; further ones go on to the next one, or fail with"
                    + " AI_OVERLOADED.");
    static final Setting<Duration> LLM_QUEUE_TIMEOUT =
            new Setting<>("llm.queue_timeout", duration(MOMENT, HOUR), "10s", "How long each of them may wait.");
    static final Setting<Integer> LLM_LONGEST_REPLY = new Setting<>(
            "llm.longest_reply",
            wholeNumber(1, 10_000_000),
            "200000",
            "How many characters a reply may have; what goes beyond is cut.");
    static final Setting<URI> PROVIDER_BASE_URL = new Setting<>(
            "llm.providers.*.base_url",
            address("http", "https"),
            null,
            "A further OpenAI-compatible service. Providers are asked in the order of the file, each where those before"
                    + " gave no text.");
    static final Setting<Secret> PROVIDER_API_KEY =
            new Setting<>("llm.providers.*.api_key", httpSecret(), null, "The key for that service.");
    static final Setting<String> PROVIDER_MODEL = new Setting<>(
            "llm.providers.*.model",
            text("a model's name", name -> !name.isBlank()),
            null,
            "The model it answers with where models does not say otherwise. Unset: llm.model.");
    static final Setting<Map<String, String>> PROVIDER_MODELS = new Setting<>(
            "llm.providers.*.models",
            namedTexts("names of models, and what this provider calls each", name -> !name.isBlank()),
            null,
            "What it answers with where an assistant names a model. The provider that is asked first takes other names"
                    + " as they are.");
    static final Setting<ProviderSettings.RequestShape> PROVIDER_SHAPE = new Setting<>(
            "llm.providers.*.shape",
            choice(ProviderSettings.RequestShape.class),
            "standard",
            "What requests to it look like, as llm.shape.");
    static final Setting<Integer> PROVIDER_CONCURRENCY = new Setting<>(
            "llm.providers.*.concurrency",
            wholeNumber(1, 100_000),
            null,
            "How many replies it writes at once for this node. Unset: llm.concurrency.");
    static final Setting<Integer> DEMO_SPEED = new Setting<>(
            "demo.speed", wholeNumber(1, 100_000), "30", "How many pieces a second the demo model writes.");

    static final Setting<Integer> MESSAGES_LONGEST = new Setting<>(
            "messages.longest", wholeNumber(1, 1_000_000), "4000", "How many characters a person's message may have.");
    static final Setting<List<String>> CONTENT_BLOCKED_WORDS = new Setting<>(
            "content.blocked_words",
            texts(),
            "",
            "Words and phrases nobody may say, neither people nor the model. Compared as docs/security.md tells.");
    static final Setting<Path> CONTENT_BLOCKED_WORDS_FILE = new Setting<>(
            "content.blocked_words_file",
            path(),
            null,
            "A text file in UTF-8 with more of them, one a line; lines that begin with # are left out.");
    static final Setting<List<PersonalData>> CONTENT_MASK = new Setting<>(
            "content.mask", choices(PersonalData.class), "", "Personal data that is masked. Unset: none.");
    static final Setting<MaskDirection> CONTENT_MASK_DIRECTION = new Setting<>(
            "content.mask_direction",
            choice(MaskDirection.class),
            "both",
            "Whether it is masked in what the model is shown, in what it says, or in both.");
    static final Setting<Duration> SESSIONS_EVENTS_KEPT = new Setting<>(
            "sessions.events_kept",
            duration(HOUR, Duration.ofDays(36_500)),
            "30d",
            "How long events are kept for clients that come back; messages are not touched by it.");
    static final Setting<Boolean> SESSIONS_CREATE_ON_CONNECT = new Setting<>(
            "sessions.create_on_connect",
            yesOrNo(),
            "false",
            "Whether a socket to a session that was never made makes it, for older clients that choose its id"
                    + " themselves.");
    static final Setting<Duration> CLEANUP_ARCHIVE_AFTER = new Setting<>(
            "cleanup.archive_after",
            duration(Duration.ZERO, Duration.ofDays(36_500)),
            "0d",
            "Archives conversations nobody touched for so long; 0d never does.");
    static final Setting<Duration> CLEANUP_PURGE_AFTER = new Setting<>(
            "cleanup.purge_after",
            duration(Duration.ZERO, Duration.ofDays(36_500)),
            "0d",
            "Deletes conversations nobody touched for so long, for good; 0d never does.");
    static final Setting<Boolean> TITLES_GENERATED = new Setting<>(
            "titles.generated",
            yesOrNo(),
            "true",
            "Whether the model is asked for a title after the first reply of a conversation that has none.");
    static final Setting<List<String>> CHAT_MODELS = new Setting<>(
            "chat.models",
            modelNames(),
            "",
            "The models people may choose from for their own replies, as assistants name theirs. Unset: no choice.");
    static final Setting<Boolean> CHAT_PARAMETERS = new Setting<>(
            "chat.parameters",
            yesOrNo(),
            "true",
            "Whether people may choose temperature and length of their own replies, within these bounds.");
    static final Setting<Double> CHAT_TEMPERATURE_MIN =
            new Setting<>("chat.temperature_min", decimal(0, 2), "0", "The lowest temperature people may choose.");
    static final Setting<Double> CHAT_TEMPERATURE_MAX =
            new Setting<>("chat.temperature_max", decimal(0, 2), "1", "The highest temperature people may choose.");
    static final Setting<Integer> CHAT_MAX_TOKENS = new Setting<>(
            "chat.max_tokens",
            wholeNumber(1, 1_000_000),
            "4000",
            "How many tokens people may at most allow a reply. What an assistant has by itself is not bound by it.");
    static final Setting<Boolean> ACCOUNTS_ENABLED = new Setting<>(
            "accounts.enabled",
            yesOrNo(),
            "true",
            "Whether people log in here with a password. Off in any case where auth.outside.issuer is set.");
    static final Setting<Boolean> ACCOUNTS_REGISTRATION = new Setting<>(
            "accounts.registration",
            yesOrNo(),
            "true",
            "Whether anybody may make an account. Otherwise an administrator does.");
    static final Setting<Duration> ACCOUNTS_LOGINS_IDLE = new Setting<>(
            "accounts.logins_idle",
            duration(HOUR, Duration.ofDays(3_650)),
            "30d",
            "How long a login lasts that is not used.");
    static final Setting<Duration> AUTH_ACCESS_VALID = new Setting<>(
            "auth.access_valid",
            duration(Duration.ofSeconds(10), Duration.ofDays(1)),
            "15m",
            "How long an access token is good.");
    static final Setting<Duration> AUTH_REFRESH_GRACE = new Setting<>(
            "auth.refresh_grace",
            duration(Duration.ZERO, Duration.ofMinutes(1)),
            "10s",
            "How long an exchange of a refresh token may be asked for again, by another tab or after a lost answer; 0s"
                    + " for not at all.");
    static final Setting<SigningAlgorithm> AUTH_ALGORITHM = new Setting<>(
            "auth.algorithm",
            choice(SigningAlgorithm.class),
            "es256",
            "How access tokens are signed, if the file of keys must be made.");
    static final Setting<Path> AUTH_KEYS_FILE = new Setting<>(
            "auth.keys_file",
            path(),
            null,
            "The JSON Web Key Set access tokens are signed with; the first key signs, all verify. Unset:"
                    + " signing-keys.json of the data folder. All nodes of a service need the same.");
    static final Setting<String> AUTH_ISSUER = new Setting<>(
            "auth.issuer", text("a name", name -> !name.isBlank()), "parley", "What access tokens say who made them.");
    static final Setting<String> AUTH_AUDIENCE = new Setting<>(
            "auth.audience",
            text("a name", name -> !name.isBlank()),
            "parley",
            "What access tokens say whom they are for.");
    static final Setting<String> AUTH_OUTSIDE_ISSUER = new Setting<>(
            "auth.outside.issuer",
            text("what its tokens say in iss", name -> !name.isBlank()),
            null,
            "An identity provider whose tokens count here. Needs jwks_url and audience.");
    static final Setting<URI> AUTH_OUTSIDE_JWKS_URL = new Setting<>(
            "auth.outside.jwks_url", address("http", "https"), null, "Where its keys are; https, but on this machine.");
    static final Setting<String> AUTH_OUTSIDE_AUDIENCE = new Setting<>(
            "auth.outside.audience",
            text("what its tokens say in aud", name -> !name.isBlank()),
            null,
            "What its tokens must be for.");
    static final Setting<Duration> AUTH_OUTSIDE_LEEWAY = new Setting<>(
            "auth.outside.leeway",
            duration(Duration.ZERO, Duration.ofMinutes(5)),
            "30s",
            "How far its clock may differ from ours.");
    static final Setting<String> AUTH_OUTSIDE_ROLE_CLAIM = new Setting<>(
            "auth.outside.role_claim",
            text("a claim's name", name -> !name.isBlank()),
            null,
            "The claim that says user, agent, supervisor or admin. Unset: everybody is a user.");
    static final Setting<String> AUTH_OUTSIDE_TENANT_CLAIM = new Setting<>(
            "auth.outside.tenant_claim",
            text("a claim's name", name -> !name.isBlank()),
            null,
            "The claim that says the tenant. Unset: everybody is of the tenant default.");
    static final Setting<Boolean> GUESTS_ENABLED =
            new Setting<>("guests.enabled", yesOrNo(), "true", "Whether visitors without an account are let in.");
    static final Setting<Duration> GUESTS_VALID_FOR = new Setting<>(
            "guests.valid_for",
            duration(Duration.ofMinutes(1), Duration.ofDays(3_650)),
            "365d",
            "How long a visitor is recognised.");
    static final Setting<List<String>> WEB_ALLOWED_ORIGINS = new Setting<>(
            "web.allowed_origins",
            origins(),
            "",
            "Web sites that may use this server from a browser, besides its own pages.");

    static final Setting<URI> WEB_PUBLIC_URL = new Setting<>(
            "web.public_url",
            address("http", "https"),
            null,
            "How people reach this server, such as https://chat.example.com. Unset: as the request says.");
    static final Setting<List<Network>> WEB_TRUSTED_PROXIES = new Setting<>(
            "web.trusted_proxies",
            networks(),
            "",
            "Proxies before this server whose X-Forwarded headers are believed.");
    static final Setting<Duration> WEB_HSTS = new Setting<>(
            "web.hsts",
            duration(Duration.ZERO, Duration.ofDays(3_650)),
            "365d",
            "For how long browsers that came by HTTPS shall come by nothing else; 0d does not ask for it.");
    static final Setting<Integer> LIMITS_CONNECTIONS_PER_USER = new Setting<>(
            "limits.connections_per_user", wholeNumber(1, 1_000_000), "100", "How many sockets a user may have open.");
    static final Setting<Integer> LIMITS_CONNECTIONS_PER_ADDRESS = new Setting<>(
            "limits.connections_per_address",
            wholeNumber(1, 1_000_000),
            "1000",
            "How many sockets may come from one network address.");
    static final Setting<Integer> LIMITS_CONNECTIONS = new Setting<>(
            "limits.connections", wholeNumber(1, 1_000_000), "10000", "How many sockets this node takes in all.");

    static final Setting<Integer> LIMITS_MESSAGES_PER_MINUTE_PER_USER = new Setting<>(
            "limits.messages_per_minute_per_user",
            wholeNumber(0, 1_000_000),
            "120",
            "How many messages one user may send a minute; 0 for as many as it likes.");
    static final Setting<Integer> LIMITS_MESSAGES_PER_MINUTE_PER_ADDRESS = new Setting<>(
            "limits.messages_per_minute_per_address",
            wholeNumber(0, 1_000_000),
            "1200",
            "How many messages one network address may send a minute; 0 for as many as it likes.");
    static final Setting<Integer> LIMITS_MESSAGES_PER_MINUTE_PER_TENANT = new Setting<>(
            "limits.messages_per_minute_per_tenant",
            wholeNumber(0, 1_000_000),
            "0",
            "How many messages one tenant may send a minute; 0 for as many as it likes.");
    static final Setting<Integer> LIMITS_CONNECTIONS_PER_MINUTE_PER_USER = new Setting<>(
            "limits.connections_per_minute_per_user",
            wholeNumber(0, 1_000_000),
            "120",
            "How many sockets one user may open a minute; 0 for as many as it likes.");
    static final Setting<Integer> LIMITS_CONNECTIONS_PER_MINUTE_PER_ADDRESS = new Setting<>(
            "limits.connections_per_minute_per_address",
            wholeNumber(0, 1_000_000),
            "1200",
            "How many sockets one network address may open a minute; 0 for as many as it likes.");
    static final Setting<Integer> LIMITS_CONNECTIONS_PER_MINUTE_PER_TENANT = new Setting<>(
            "limits.connections_per_minute_per_tenant",
            wholeNumber(0, 1_000_000),
            "0",
            "How many sockets one tenant may open a minute; 0 for as many as it likes.");
    static final Setting<Integer> LIMITS_LOGINS_PER_MINUTE_PER_USER = new Setting<>(
            "limits.logins_per_minute_per_user",
            wholeNumber(0, 1_000_000),
            "10",
            "How often one user may log in a minute; 0 for as often as it likes.");
    static final Setting<Integer> LIMITS_LOGINS_PER_MINUTE_PER_ADDRESS = new Setting<>(
            "limits.logins_per_minute_per_address",
            wholeNumber(0, 1_000_000),
            "60",
            "How often one network address may log in a minute; 0 for as often as it likes.");
    static final Setting<Integer> LIMITS_LOGINS_PER_MINUTE_PER_TENANT = new Setting<>(
            "limits.logins_per_minute_per_tenant",
            wholeNumber(0, 1_000_000),
            "0",
            "How often one tenant may log in a minute; 0 for as often as it likes.");
    static final Setting<Integer> LIMITS_REGISTRATIONS_PER_MINUTE_PER_ADDRESS = new Setting<>(
            "limits.registrations_per_minute_per_address",
            wholeNumber(0, 1_000_000),
            "10",
            "How many accounts one network address may register a minute; 0 for as many as it likes.");
    static final Setting<Integer> LIMITS_REGISTRATIONS_PER_MINUTE_PER_TENANT = new Setting<>(
            "limits.registrations_per_minute_per_tenant",
            wholeNumber(0, 1_000_000),
            "0",
            "How many accounts one tenant may register a minute; 0 for as many as it likes.");
    static final Setting<Integer> LIMITS_GUESTS_PER_MINUTE_PER_ADDRESS = new Setting<>(
            "limits.guests_per_minute_per_address",
            wholeNumber(0, 1_000_000),
            "120",
            "How many new visitors one network address may bring a minute; 0 for as many as it likes.");
    static final Setting<Integer> LIMITS_GUESTS_PER_MINUTE_PER_TENANT = new Setting<>(
            "limits.guests_per_minute_per_tenant",
            wholeNumber(0, 1_000_000),
            "0",
            "How many new visitors one tenant may bring a minute; 0 for as many as it likes.");
    static final Setting<Boolean> METRICS_ENABLED =
            new Setting<>("metrics.enabled", yesOrNo(), "true", "Whether figures are kept and shown at /metrics.");
    static final Setting<List<Network>> METRICS_NETWORKS = new Setting<>(
            "metrics.networks",
            networks(),
            "127.0.0.0/8,::1",
            "From where /metrics may be read without a token, if no proxy passes the request on. Empty: from nowhere.");
    static final Setting<Secret> METRICS_TOKEN = new Setting<>(
            "metrics.token",
            httpSecret(16),
            null,
            "Whoever shows it (Authorization: Bearer …) may read /metrics from anywhere. Unset: nobody may by a token.");
    static final Setting<URI> TRACING_ENDPOINT = new Setting<>(
            "tracing.endpoint",
            webAddress(),
            null,
            "The collector that gets traces by OTLP over HTTP, at /v1/traces below this, such as"
                    + " http://127.0.0.1:4318. Unset: nothing is traced.");
    static final Setting<Secret> TRACING_HEADER = new Setting<>(
            "tracing.header", httpHeader(), null, "What is shown to that collector, such as Authorization: Bearer ….");
    static final Setting<Double> TRACING_SAMPLE_RATIO = new Setting<>(
            "tracing.sample_ratio",
            decimal(0, 1),
            "1",
            "How many questions are traced: 0.1 for one of ten, 0 for none. All nodes should have the same.");
    static final Setting<String> TRACING_SERVICE_NAME = new Setting<>(
            "tracing.service_name",
            text("a name", name -> !name.isBlank()),
            "parley",
            "What the collector knows all nodes by (service.name); each is told apart by its node.name.");
    static final Setting<LogLevel> LOG_LEVEL = new Setting<>(
            "log.level",
            choice(LogLevel.class),
            "info",
            "How much is logged. Never secrets, and message texts only by log.message_text.");
    static final Setting<LogFormat> LOG_FORMAT = new Setting<>(
            "log.format", choice(LogFormat.class), "plain", "Lines for people, or one JSON object a line.");
    static final Setting<Duration> LOG_SLOW = new Setting<>(
            "log.slow",
            duration(Duration.ZERO, Duration.ofHours(1)),
            "1s",
            "From what time on a request, frame, SQL statement or first piece of a model is told of; 100ms at least,"
                    + " 0s never.");
    static final Setting<Boolean> LOG_MESSAGE_TEXT = new Setting<>(
            "log.message_text",
            yesOrNo(),
            "false",
            "Whether the log shows what people and models say, at every level. For a test system, and for nobody"
                    + " else's words.");
    static final Setting<Path> LOG_FILE =
            new Setting<>("log.file", path(), null, "Where the log goes. Unset: standard output.");
    static final Setting<Integer> LOG_FILE_SIZE_MB = new Setting<>(
            "log.file_size_mb",
            wholeNumber(1, 1_000_000),
            "100",
            "How many megabytes log.file gets before the next is begun; so is one each day.");
    static final Setting<Integer> LOG_FILE_DAYS = new Setting<>(
            "log.file_days", wholeNumber(1, 3_650), "14", "How many days old files of the log are kept, compressed.");
    static final Setting<Integer> LOG_FILE_TOTAL_MB = new Setting<>(
            "log.file_total_mb",
            wholeNumber(1, 1_000_000),
            "1000",
            "How many megabytes old files of the log may take in all; the oldest go first.");

    static final Setting<String> ASSISTANT_SYSTEM_PROMPT = new Setting<>(
            "assistants.*.system_prompt",
            text("a text with variables in braces", prompt -> !prompt.isBlank()),
            null,
            "What the model is told first. May hold {user_name}, {date}, {locale} and own variables. Unset: as built"
                    + " in.");
    static final Setting<Map<String, String>> ASSISTANT_VARIABLES = new Setting<>(
            "assistants.*.variables",
            namedTexts(
                    "names of a-z 0-9 _, not user_name, date or locale, and a text for each",
                    name -> name.matches("[a-z][a-z0-9_]*") && !PromptTemplate.BUILT_IN.contains(name)),
            null,
            "Further variables for system_prompt, such as company: Example Ltd.");
    static final Setting<String> ASSISTANT_MODEL = new Setting<>(
            "assistants.*.model",
            text("a model's name", name -> !name.isBlank()),
            null,
            "The model that answers. Unset: llm.model.");
    static final Setting<Double> ASSISTANT_TEMPERATURE =
            new Setting<>("assistants.*.temperature", decimal(0, 2), "0.7", "How freely the model answers.");
    static final Setting<Integer> ASSISTANT_MAX_TOKENS = new Setting<>(
            "assistants.*.max_tokens", wholeNumber(1, 1_000_000), "2000", "How many tokens a reply may have.");
    static final Setting<List<String>> ASSISTANT_STOP_WORDS = new Setting<>(
            "assistants.*.stop_words", texts(), "", "Texts that end a reply where the model writes them.");
    static final Setting<String> ASSISTANT_GREETING = new Setting<>(
            "assistants.*.greeting",
            text(),
            null,
            "What an empty conversation shows. Unset: nothing; for default, as built in.");
    static final Setting<List<String>> ASSISTANT_SUGGESTIONS = new Setting<>(
            "assistants.*.suggestions",
            texts(),
            null,
            "First questions to offer. Unset: none; for default, as built in.");
    static final Setting<Integer> ASSISTANT_WINDOW_EXCHANGES = new Setting<>(
            "assistants.*.window.exchanges",
            wholeNumber(0, 1_000),
            "10",
            "How many earlier exchanges the model is shown at most.");
    static final Setting<Integer> ASSISTANT_WINDOW_TOKENS = new Setting<>(
            "assistants.*.window.tokens",
            wholeNumber(1, 10_000_000),
            "25000",
            "How many tokens the model is shown at most, system prompt and question included.");
    static final Setting<Integer> ASSISTANT_WINDOW_SUMMARISE_AT = new Setting<>(
            "assistants.*.window.summarise_at",
            wholeNumber(1, 1_000),
            null,
            "Folds older exchanges into a running summary when so many wait. Unset: older ones are left out.");

    static final Setting<List<String>> TENANT_HOSTS = new Setting<>(
            "tenants.*.hosts",
            hosts(),
            "",
            "The hosts at which people come to this tenant. With any tenant configured, other hosts are refused.");
    static final Setting<List<String>> TENANT_WIDGET_KEYS = new Setting<>(
            "tenants.*.widget_keys",
            widgetKeys(),
            "",
            "Public keys that pages on other sites name this tenant by: X-Parley-Widget-Key. More than one, so that"
                    + " they can be changed.");
    static final Setting<List<String>> TENANT_ALLOWED_ORIGINS = new Setting<>(
            "tenants.*.allowed_origins",
            origins(),
            "",
            "Foreign origins whose pages may use this tenant's chat, beside web.allowed_origins.");

    /** All of them, in the order they are shown. */
    static final List<Setting<?>> ALL = List.of(
            HTTP_HOST,
            HTTP_PORT,
            HTTP_TLS_CERTIFICATE,
            HTTP_TLS_KEY,
            HTTP_TLS_KEYSTORE,
            HTTP_TLS_KEYSTORE_PASSWORD,
            DATA_DIR,
            SECRET,
            NODE_NAME,
            NODE_ROLES,
            NODE_GRACE,
            NODE_REPLIES,
            DB_URL,
            DB_USER,
            DB_PASSWORD,
            DB_POOL_SIZE,
            DB_SCHEMA,
            DB_CONNECT_TIMEOUT,
            DB_QUERY_TIMEOUT,
            DB_JOURNAL,
            ENCRYPTION_KEY,
            ENCRYPTION_OLD_KEYS,
            ENCRYPTION_KEY_FILE,
            REDIS_URL,
            REDIS_SENTINEL_MASTER,
            REDIS_SENTINEL_NODES,
            REDIS_SENTINEL_USER,
            REDIS_SENTINEL_PASSWORD,
            REDIS_CLUSTER_NODES,
            REDIS_USER,
            REDIS_PASSWORD,
            REDIS_DATABASE,
            REDIS_TLS_ENABLED,
            REDIS_TLS_CA,
            REDIS_TIMEOUT,
            REDIS_POOL_SIZE,
            CLUSTER_SHARED_STORAGE,
            CACHE_MEMORY_MB,
            CACHE_IDLE,
            CACHE_REDIS_TTL,
            CACHE_WARM_UP,
            LLM_BASE_URL,
            LLM_API_KEY,
            LLM_MODEL,
            LLM_SHAPE,
            LLM_CONCURRENCY,
            LLM_CONNECT_TIMEOUT,
            LLM_FIRST_TOKEN_TIMEOUT,
            LLM_START_TIMEOUT,
            LLM_IDLE_TIMEOUT,
            LLM_TOTAL_TIMEOUT,
            LLM_RETRIES,
            LLM_RETRY_WAIT,
            LLM_RETRY_WAIT_LIMIT,
            LLM_BREAKER_CALLS,
            LLM_BREAKER_FAILURES,
            LLM_BREAKER_PAUSE,
            LLM_QUEUE,
            LLM_QUEUE_TIMEOUT,
            LLM_LONGEST_REPLY,
            PROVIDER_BASE_URL,
            PROVIDER_API_KEY,
            PROVIDER_MODEL,
            PROVIDER_MODELS,
            PROVIDER_SHAPE,
            PROVIDER_CONCURRENCY,
            DEMO_SPEED,
            MESSAGES_LONGEST,
            CONTENT_BLOCKED_WORDS,
            CONTENT_BLOCKED_WORDS_FILE,
            CONTENT_MASK,
            CONTENT_MASK_DIRECTION,
            SESSIONS_EVENTS_KEPT,
            SESSIONS_CREATE_ON_CONNECT,
            CLEANUP_ARCHIVE_AFTER,
            CLEANUP_PURGE_AFTER,
            TITLES_GENERATED,
            CHAT_MODELS,
            CHAT_PARAMETERS,
            CHAT_TEMPERATURE_MIN,
            CHAT_TEMPERATURE_MAX,
            CHAT_MAX_TOKENS,
            ACCOUNTS_ENABLED,
            ACCOUNTS_REGISTRATION,
            ACCOUNTS_LOGINS_IDLE,
            AUTH_ACCESS_VALID,
            AUTH_REFRESH_GRACE,
            AUTH_ALGORITHM,
            AUTH_KEYS_FILE,
            AUTH_ISSUER,
            AUTH_AUDIENCE,
            AUTH_OUTSIDE_ISSUER,
            AUTH_OUTSIDE_JWKS_URL,
            AUTH_OUTSIDE_AUDIENCE,
            AUTH_OUTSIDE_LEEWAY,
            AUTH_OUTSIDE_ROLE_CLAIM,
            AUTH_OUTSIDE_TENANT_CLAIM,
            GUESTS_ENABLED,
            GUESTS_VALID_FOR,
            WEB_ALLOWED_ORIGINS,
            WEB_PUBLIC_URL,
            WEB_TRUSTED_PROXIES,
            WEB_HSTS,
            LIMITS_CONNECTIONS_PER_USER,
            LIMITS_CONNECTIONS_PER_ADDRESS,
            LIMITS_CONNECTIONS,
            LIMITS_MESSAGES_PER_MINUTE_PER_USER,
            LIMITS_MESSAGES_PER_MINUTE_PER_ADDRESS,
            LIMITS_MESSAGES_PER_MINUTE_PER_TENANT,
            LIMITS_CONNECTIONS_PER_MINUTE_PER_USER,
            LIMITS_CONNECTIONS_PER_MINUTE_PER_ADDRESS,
            LIMITS_CONNECTIONS_PER_MINUTE_PER_TENANT,
            LIMITS_LOGINS_PER_MINUTE_PER_USER,
            LIMITS_LOGINS_PER_MINUTE_PER_ADDRESS,
            LIMITS_LOGINS_PER_MINUTE_PER_TENANT,
            LIMITS_REGISTRATIONS_PER_MINUTE_PER_ADDRESS,
            LIMITS_REGISTRATIONS_PER_MINUTE_PER_TENANT,
            LIMITS_GUESTS_PER_MINUTE_PER_ADDRESS,
            LIMITS_GUESTS_PER_MINUTE_PER_TENANT,
            METRICS_ENABLED,
            METRICS_NETWORKS,
            METRICS_TOKEN,
            TRACING_ENDPOINT,
            TRACING_HEADER,
            TRACING_SAMPLE_RATIO,
            TRACING_SERVICE_NAME,
            LOG_LEVEL,
            LOG_FORMAT,
            LOG_SLOW,
            LOG_MESSAGE_TEXT,
            LOG_FILE,
            LOG_FILE_SIZE_MB,
            LOG_FILE_DAYS,
            LOG_FILE_TOTAL_MB,
            ASSISTANT_SYSTEM_PROMPT,
            ASSISTANT_VARIABLES,
            ASSISTANT_MODEL,
            ASSISTANT_TEMPERATURE,
            ASSISTANT_MAX_TOKENS,
            ASSISTANT_STOP_WORDS,
            ASSISTANT_GREETING,
            ASSISTANT_SUGGESTIONS,
            ASSISTANT_WINDOW_EXCHANGES,
            ASSISTANT_WINDOW_TOKENS,
            ASSISTANT_WINDOW_SUMMARISE_AT,
            TENANT_HOSTS,
            TENANT_WIDGET_KEYS,
            TENANT_ALLOWED_ORIGINS);

    /** Those with one value. */
    static final List<Setting<?>> PLAIN =
            ALL.stream().filter(setting -> !setting.named()).toList();

    /** Those every assistant has. */
    static final List<Setting<?>> ASSISTANT = below("assistants.*.");

    /** Those every provider of a list has. */
    static final List<Setting<?>> PROVIDER = below("llm.providers.*.");

    /** Those every tenant has. */
    static final List<Setting<?>> TENANT = below("tenants.*.");

    private Keys() {}

    private static List<Setting<?>> below(String prefix) {
        return ALL.stream().filter(setting -> setting.key().startsWith(prefix)).toList();
    }
}
