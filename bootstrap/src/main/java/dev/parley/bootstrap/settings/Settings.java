package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.assistant.Assistant;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that can be configured, checked.
 *
 * @param http where the server listens
 * @param node this process among others
 * @param database the database
 * @param encryption how texts are sealed before the database gets them
 * @param redis what several nodes share; null if this node is alone
 * @param cache what is remembered of sessions
 * @param model who answers
 * @param chat what people may do
 * @param content what is done about the content of texts
 * @param identity who may come in
 * @param web the server as seen from the web
 * @param tenants who shares the server; empty if nobody does, and there is one tenant
 * @param limits how often people may do what
 * @param metrics figures for operators
 * @param tracing traces for operators
 * @param log the log
 */
public record Settings(
        HttpSettings http,
        NodeSettings node,
        DatabaseSettings database,
        EncryptionSettings encryption,
        @Nullable RedisSettings redis,
        CacheSettings cache,
        ModelSettings model,
        ChatSettings chat,
        ContentSettings content,
        IdentitySettings identity,
        WebSettings web,
        List<TenantSettings> tenants,
        LimitSettings limits,
        MetricsSettings metrics,
        TracingSettings tracing,
        LogSettings log) {

    /** Refuses nulls where none are allowed. */
    public Settings {
        requireNonNull(http, "http");
        requireNonNull(node, "node");
        requireNonNull(database, "database");
        requireNonNull(encryption, "encryption");
        requireNonNull(cache, "cache");
        requireNonNull(model, "model");
        requireNonNull(chat, "chat");
        requireNonNull(content, "content");
        requireNonNull(identity, "identity");
        requireNonNull(web, "web");
        tenants = List.copyOf(tenants);
        requireNonNull(limits, "limits");
        requireNonNull(metrics, "metrics");
        requireNonNull(tracing, "tracing");
        requireNonNull(log, "log");
    }

    /** The same at another place. */
    public Settings with(HttpSettings elsewhere) {
        return new Settings(
                elsewhere,
                node,
                database,
                encryption,
                redis,
                cache,
                model,
                chat,
                content,
                identity,
                web,
                tenants,
                limits,
                metrics,
                tracing,
                log);
    }

    static Settings from(
            SettingsReader reader,
            List<Assistant> assistants,
            List<TenantSettings> tenants,
            List<ProviderSettings> providers) {
        return new Settings(
                http(reader),
                node(reader),
                new DatabaseSettings(
                        reader.optional(Keys.DB_URL),
                        reader.optional(Keys.DB_USER),
                        reader.optional(Keys.DB_PASSWORD),
                        reader.value(Keys.DB_SCHEMA),
                        reader.value(Keys.DB_POOL_SIZE),
                        reader.value(Keys.DB_CONNECT_TIMEOUT),
                        reader.value(Keys.DB_QUERY_TIMEOUT),
                        reader.value(Keys.DB_JOURNAL)),
                new EncryptionSettings(
                        reader.optional(Keys.ENCRYPTION_KEY),
                        reader.value(Keys.ENCRYPTION_OLD_KEYS),
                        reader.optional(Keys.ENCRYPTION_KEY_FILE)),
                RedisSettings.from(reader),
                CacheSettings.from(reader),
                model(reader, providers),
                chat(reader, assistants),
                content(reader),
                identity(reader),
                web(reader),
                tenants,
                LimitSettings.from(reader),
                new MetricsSettings(
                        reader.value(Keys.METRICS_ENABLED),
                        new Networks(reader.value(Keys.METRICS_NETWORKS)),
                        reader.optional(Keys.METRICS_TOKEN)),
                new TracingSettings(
                        reader.optional(Keys.TRACING_ENDPOINT),
                        reader.optional(Keys.TRACING_HEADER),
                        reader.value(Keys.TRACING_SAMPLE_RATIO),
                        reader.value(Keys.TRACING_SERVICE_NAME)),
                new LogSettings(
                        reader.value(Keys.LOG_LEVEL),
                        reader.value(Keys.LOG_FORMAT),
                        reader.value(Keys.LOG_SLOW),
                        reader.optional(Keys.LOG_FILE),
                        new LogSettings.Rotation(
                                reader.value(Keys.LOG_FILE_SIZE_MB),
                                reader.value(Keys.LOG_FILE_DAYS),
                                reader.value(Keys.LOG_FILE_TOTAL_MB)),
                        reader.value(Keys.LOG_MESSAGE_TEXT)));
    }

    private static HttpSettings http(SettingsReader reader) {
        return new HttpSettings(
                reader.value(Keys.HTTP_HOST),
                reader.value(Keys.HTTP_PORT),
                new TlsSettings(
                        reader.optional(Keys.HTTP_TLS_CERTIFICATE),
                        reader.optional(Keys.HTTP_TLS_KEY),
                        reader.optional(Keys.HTTP_TLS_KEYSTORE),
                        reader.optional(Keys.HTTP_TLS_KEYSTORE_PASSWORD)));
    }

    private static NodeSettings node(SettingsReader reader) {
        return new NodeSettings(
                reader.value(Keys.DATA_DIR),
                reader.optional(Keys.SECRET),
                reader.optional(Keys.NODE_NAME),
                Set.copyOf(reader.value(Keys.NODE_ROLES)),
                reader.value(Keys.NODE_GRACE),
                reader.value(Keys.NODE_REPLIES));
    }

    private static ModelSettings model(SettingsReader reader, List<ProviderSettings> providers) {
        ModelSettings.Limits limits = new ModelSettings.Limits(
                reader.value(Keys.LLM_CONNECT_TIMEOUT),
                reader.value(Keys.LLM_FIRST_TOKEN_TIMEOUT),
                reader.value(Keys.LLM_IDLE_TIMEOUT),
                reader.value(Keys.LLM_TOTAL_TIMEOUT));
        ModelSettings.Resilience resilience = new ModelSettings.Resilience(
                reader.value(Keys.LLM_RETRIES),
                reader.value(Keys.LLM_RETRY_WAIT),
                reader.value(Keys.LLM_RETRY_WAIT_LIMIT),
                reader.value(Keys.LLM_BREAKER_CALLS),
                reader.value(Keys.LLM_BREAKER_FAILURES),
                reader.value(Keys.LLM_BREAKER_PAUSE),
                reader.value(Keys.LLM_QUEUE),
                reader.value(Keys.LLM_QUEUE_TIMEOUT),
                reader.optional(Keys.LLM_START_TIMEOUT));
        return new ModelSettings(
                providers, limits, resilience, reader.value(Keys.LLM_LONGEST_REPLY), reader.value(Keys.DEMO_SPEED));
    }

    private static ChatSettings chat(SettingsReader reader, List<Assistant> assistants) {
        return new ChatSettings(
                reader.value(Keys.MESSAGES_LONGEST),
                reader.value(Keys.SESSIONS_EVENTS_KEPT),
                reader.value(Keys.SESSIONS_CREATE_ON_CONNECT),
                new ChatSettings.Cleanup(
                        reader.value(Keys.CLEANUP_ARCHIVE_AFTER), reader.value(Keys.CLEANUP_PURGE_AFTER)),
                reader.value(Keys.TITLES_GENERATED),
                new ChatSettings.Choices(
                        reader.value(Keys.CHAT_MODELS),
                        reader.value(Keys.CHAT_PARAMETERS),
                        reader.value(Keys.CHAT_TEMPERATURE_MIN),
                        reader.value(Keys.CHAT_TEMPERATURE_MAX),
                        reader.value(Keys.CHAT_MAX_TOKENS)),
                assistants);
    }

    private static IdentitySettings identity(SettingsReader reader) {
        return new IdentitySettings(
                reader.value(Keys.ACCOUNTS_ENABLED),
                reader.value(Keys.ACCOUNTS_REGISTRATION),
                reader.value(Keys.ACCOUNTS_LOGINS_IDLE),
                reader.value(Keys.GUESTS_ENABLED),
                reader.value(Keys.GUESTS_VALID_FOR),
                new IdentitySettings.AccessTokens(
                        reader.value(Keys.AUTH_ACCESS_VALID),
                        reader.value(Keys.AUTH_REFRESH_GRACE),
                        reader.value(Keys.AUTH_ALGORITHM),
                        reader.optional(Keys.AUTH_KEYS_FILE),
                        reader.value(Keys.AUTH_ISSUER),
                        reader.value(Keys.AUTH_AUDIENCE)),
                outside(reader));
    }

    private static IdentitySettings.@Nullable OutsideIssuer outside(SettingsReader reader) {
        String issuer = reader.optional(Keys.AUTH_OUTSIDE_ISSUER);
        URI keys = reader.optional(Keys.AUTH_OUTSIDE_JWKS_URL);
        String audience = reader.optional(Keys.AUTH_OUTSIDE_AUDIENCE);
        Duration leeway = reader.value(Keys.AUTH_OUTSIDE_LEEWAY);
        String roleClaim = reader.optional(Keys.AUTH_OUTSIDE_ROLE_CLAIM);
        String tenantClaim = reader.optional(Keys.AUTH_OUTSIDE_TENANT_CLAIM);
        if (issuer == null && keys == null && audience == null) {
            return null;
        }
        if (issuer == null || keys == null || audience == null) {
            reader.refuse(Keys.AUTH_OUTSIDE_ISSUER, "auth.outside needs all of issuer, jwks_url and audience");
            return null;
        }
        return new IdentitySettings.OutsideIssuer(issuer, keys, audience, leeway, roleClaim, tenantClaim);
    }

    private static ContentSettings content(SettingsReader reader) {
        return new ContentSettings(
                reader.value(Keys.CONTENT_BLOCKED_WORDS),
                reader.optional(Keys.CONTENT_BLOCKED_WORDS_FILE),
                Set.copyOf(reader.value(Keys.CONTENT_MASK)),
                reader.value(Keys.CONTENT_MASK_DIRECTION));
    }

    private static WebSettings web(SettingsReader reader) {
        return new WebSettings(
                Set.copyOf(reader.value(Keys.WEB_ALLOWED_ORIGINS)),
                reader.optional(Keys.WEB_PUBLIC_URL),
                new Networks(reader.value(Keys.WEB_TRUSTED_PROXIES)),
                reader.value(Keys.WEB_HSTS),
                new WebSettings.Connections(
                        reader.value(Keys.LIMITS_CONNECTIONS_PER_USER),
                        reader.value(Keys.LIMITS_CONNECTIONS_PER_ADDRESS),
                        reader.value(Keys.LIMITS_CONNECTIONS)));
    }
}
