package dev.parley.bootstrap.settings;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What of Redis' settings is right alone and wrong together. */
final class RedisContradictions {

    private static final String SCHEME_OF_TLS = "rediss";

    private final RedisSettings settings;
    private final List<Problem> problems = new ArrayList<>();

    private RedisContradictions(RedisSettings settings) {
        this.settings = settings;
    }

    static List<Problem> in(RedisSettings settings) {
        var contradictions = new RedisContradictions(settings);
        contradictions.inPlace();
        contradictions.inSentinels();
        contradictions.inLogins();
        contradictions.inDatabase();
        contradictions.inTls();
        return contradictions.problems;
    }

    private void refuseIf(boolean wrong, Setting<?> setting, String rule) {
        if (wrong) {
            problems.add(new Problem(setting.key(), null, rule, null));
        }
    }

    private boolean hasUrl() {
        return settings.place().url() != null;
    }

    private boolean hasSentinels() {
        return settings.place().sentinels().master() != null
                || !settings.place().sentinels().nodes().isEmpty();
    }

    private boolean hasCluster() {
        return !settings.place().cluster().isEmpty();
    }

    private void inPlace() {
        refuseIf(
                settings.place().isNowhere(),
                Keys.REDIS_URL,
                "must be set, or redis.sentinel.nodes or redis.cluster.nodes, where anything else of redis is");
        refuseIf(hasUrl() && hasSentinels(), Keys.REDIS_SENTINEL_NODES, "must not be set beside redis.url");
        refuseIf(hasUrl() && hasCluster(), Keys.REDIS_CLUSTER_NODES, "must not be set beside redis.url");
        refuseIf(
                hasSentinels() && hasCluster(),
                Keys.REDIS_CLUSTER_NODES,
                "must not be set beside redis.sentinel.nodes");
    }

    private void inSentinels() {
        RedisSettings.Sentinels sentinels = settings.place().sentinels();
        boolean known = !sentinels.nodes().isEmpty();
        refuseIf(
                sentinels.master() != null && !known,
                Keys.REDIS_SENTINEL_NODES,
                "must be set as redis.sentinel.master is");
        refuseIf(
                sentinels.master() == null && known,
                Keys.REDIS_SENTINEL_MASTER,
                "must be set as redis.sentinel.nodes is");
        refuseIf(
                !known && !hasSentinels() && sentinels.login().password() != null,
                Keys.REDIS_SENTINEL_PASSWORD,
                "opens nothing: redis.sentinel.nodes is not set");
        refuseIf(
                sentinels.login().user() != null && sentinels.login().password() == null,
                Keys.REDIS_SENTINEL_USER,
                "must not be set without redis.sentinel.password");
    }

    private void inLogins() {
        RedisSettings.Login login = settings.login();
        refuseIf(
                login.user() != null && login.password() == null,
                Keys.REDIS_USER,
                "must not be set without redis.password");
        URI url = settings.place().url();
        refuseIf(
                url != null && url.getRawUserInfo() != null && login.password() != null,
                Keys.REDIS_PASSWORD,
                "must not be set where redis.url names a user or a password");
    }

    private void inDatabase() {
        refuseIf(
                hasUrl() && settings.database() != 0,
                Keys.REDIS_DATABASE,
                "must not be set beside redis.url: its path says it");
        refuseIf(
                hasCluster() && settings.database() != 0,
                Keys.REDIS_DATABASE,
                "must be 0 with redis.cluster.nodes: a cluster has one database");
    }

    private void inTls() {
        URI url = settings.place().url();
        boolean overTls = url == null ? settings.tls() : SCHEME_OF_TLS.equals(url.getScheme());
        refuseIf(
                settings.tls() && !overTls,
                Keys.REDIS_TLS_ENABLED,
                "contradicts redis.url: an address over TLS begins with rediss://");
        refuseIf(
                settings.authorities() != null && !overTls,
                Keys.REDIS_TLS_CA,
                "is asked for nothing: set redis.tls.enabled to true, or redis.url to a rediss:// address");
    }
}
