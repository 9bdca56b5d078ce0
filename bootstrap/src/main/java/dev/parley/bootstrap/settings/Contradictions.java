package dev.parley.bootstrap.settings;

import dev.parley.application.usecase.NodeRole;
import dev.parley.domain.identity.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Values that are right alone and wrong together. */
final class Contradictions {

    private Contradictions() {}

    static List<Problem> in(Settings settings, boolean sharedStorage) {
        List<Problem> problems = new ArrayList<>();
        RedisSettings redis = settings.redis();
        if (redis != null) {
            problems.addAll(RedisContradictions.in(redis));
        }
        if (redis != null && !redis.place().isNowhere() && settings.database().local() && !sharedStorage) {
            problems.add(new Problem(
                    Keys.REDIS_URL.key(),
                    null,
                    "several nodes can't use one H2 file: set db.url to a SQL Server, or cluster.shared_storage to true"
                            + " if all nodes really reach the same database and data folder",
                    null));
        }
        var outside = settings.identity().outside();
        if (outside != null
                && "http".equals(outside.keys().getScheme())
                && !isThisMachine(outside.keys().getHost())) {
            problems.add(new Problem(
                    Keys.AUTH_OUTSIDE_JWKS_URL.key(),
                    null,
                    "must be an https address: whoever sits between could put in keys of their own",
                    null));
        }
        problems.addAll(inRoles(settings));
        problems.addAll(inTls(settings.http().tls()));
        problems.addAll(inTenants(settings));
        problems.addAll(inEncryption(settings.encryption()));
        TracingSettings tracing = settings.tracing();
        if (tracing.headerLine() != null && tracing.endpoint() == null) {
            problems.add(problem(Keys.TRACING_HEADER, "is shown to nobody: tracing.endpoint is not set"));
        }
        ModelSettings.Limits limits = settings.model().limits();
        problems.addAll(notLonger(Keys.LLM_FIRST_TOKEN_TIMEOUT, limits.firstToken(), limits.total()));
        problems.addAll(notLonger(Keys.LLM_IDLE_TIMEOUT, limits.idle(), limits.total()));
        Duration start = settings.model().resilience().startWithin();
        if (start != null && start.compareTo(limits.firstToken()) < 0) {
            problems.add(
                    problem(Keys.LLM_START_TIMEOUT, "must not be shorter than " + Keys.LLM_FIRST_TOKEN_TIMEOUT.key()));
        }
        ChatSettings.Choices choices = settings.chat().choices();
        if (choices.leastTemperature() > choices.mostTemperature()) {
            problems.add(problem(Keys.CHAT_TEMPERATURE_MIN, "must not be above " + Keys.CHAT_TEMPERATURE_MAX.key()));
        }
        ChatSettings.Cleanup cleanup = settings.chat().cleanup();
        if (cleanup.archiveAfter().isPositive()
                && cleanup.purgeAfter().isPositive()
                && cleanup.purgeAfter().compareTo(cleanup.archiveAfter()) <= 0) {
            problems.add(problem(Keys.CLEANUP_PURGE_AFTER, "must be longer than " + Keys.CLEANUP_ARCHIVE_AFTER.key()));
        }
        return problems;
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static List<Problem> inTenants(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        List<TenantSettings> tenants = settings.tenants();
        if (settings.web().publicUrl() != null
                && tenants.stream().anyMatch(tenant -> !tenant.hosts().isEmpty())) {
            problems.add(problem(
                    Keys.WEB_PUBLIC_URL,
                    "must not be set where tenants have hosts: each of them is an address of its own"));
        }
        var outside = settings.identity().outside();
        if (outside != null
                && outside.tenantClaim() == null
                && !tenants.isEmpty()
                && tenants.stream().noneMatch(tenant -> tenant.id().equals(TenantId.DEFAULT))) {
            problems.add(problem(
                    Keys.AUTH_OUTSIDE_TENANT_CLAIM,
                    "must be set where there are tenants, or one of them must be called " + TenantId.DEFAULT));
        }
        return problems;
    }

    /** Storage that is shared is not enough: what one node writes, and what another one stops, goes through Redis. */
    private static List<Problem> inRoles(Settings settings) {
        Set<NodeRole> roles = settings.node().roles();
        if (roles.isEmpty()) {
            return List.of(problem(Keys.NODE_ROLES, "must name gateway, worker or both"));
        }
        if (settings.redis() == null && !roles.containsAll(Set.of(NodeRole.values()))) {
            return List.of(problem(
                    Keys.NODE_ROLES,
                    "must be gateway,worker as long as " + Keys.REDIS_URL.key()
                            + " is not set: nobody else could do what this node would leave to others"));
        }
        return List.of();
    }

    private static List<Problem> inTls(TlsSettings tls) {
        List<Problem> problems = new ArrayList<>();
        if (tls.certificate() != null && tls.key() == null) {
            problems.add(problem(Keys.HTTP_TLS_KEY, "must be set as http.tls.certificate is"));
        }
        if (tls.key() != null && tls.certificate() == null) {
            problems.add(problem(Keys.HTTP_TLS_CERTIFICATE, "must be set as http.tls.key is"));
        }
        if (tls.keystore() != null && (tls.certificate() != null || tls.key() != null)) {
            problems.add(
                    problem(Keys.HTTP_TLS_KEYSTORE, "must not be set beside http.tls.certificate and http.tls.key"));
        }
        if (tls.keystorePassword() != null && tls.keystore() == null) {
            problems.add(problem(Keys.HTTP_TLS_KEYSTORE_PASSWORD, "opens nothing: http.tls.keystore is not set"));
        }
        return problems;
    }

    private static List<Problem> inEncryption(EncryptionSettings encryption) {
        List<Problem> problems = new ArrayList<>();
        if (encryption.key() != null && encryption.keyFile() != null) {
            problems.add(problem(Keys.ENCRYPTION_KEY_FILE, "must not be set beside encryption.key"));
        }
        if (!encryption.on() && !encryption.oldKeys().isEmpty()) {
            problems.add(problem(
                    Keys.ENCRYPTION_OLD_KEYS, "must not be set alone: encryption.key is what takes their place"));
        }
        return problems;
    }

    private static Problem problem(Setting<?> setting, String rule) {
        return new Problem(setting.key(), null, rule, null);
    }

    private static List<Problem> notLonger(Setting<Duration> part, Duration value, Duration whole) {
        return value.compareTo(whole) <= 0
                ? List.of()
                : List.of(
                        new Problem(part.key(), null, "must not be longer than " + Keys.LLM_TOTAL_TIMEOUT.key(), null));
    }
}
