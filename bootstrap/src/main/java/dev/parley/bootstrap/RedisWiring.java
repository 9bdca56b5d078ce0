package dev.parley.bootstrap;

import static java.util.Objects.requireNonNull;

import dev.parley.adapter.redis.RedisConfig;
import dev.parley.adapter.redis.RedisConfig.Address;
import dev.parley.adapter.redis.RedisConfig.Login;
import dev.parley.adapter.redis.RedisConfig.Servers;
import dev.parley.adapter.redis.RedisConfig.Tls;
import dev.parley.application.usecase.CacheHits;
import dev.parley.bootstrap.metrics.Measuring;
import dev.parley.bootstrap.metrics.Measuring.CacheFigures;
import dev.parley.bootstrap.settings.RedisSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of what is set about Redis what its adapter wants. */
final class RedisWiring {

    private static final int STANDARD_PORT = 6379;
    private static final int STANDARD_PORT_OF_SENTINELS = 26_379;

    private RedisWiring() {}

    /** Reads the file of authorities, if there is one. */
    static RedisConfig config(RedisSettings redis) {
        RedisConfig config =
                place(redis).withLimits(redis.timeout(), redis.poolSize()).withTls(tls(redis));
        Login login = login(redis.login());
        return login == null ? config : config.withLogin(login);
    }

    /** Shows how good what it remembers of sessions is; how much that is it does not tell. To be called once. */
    static void showCache(Measuring measuring, CacheHits hits) {
        measuring.watch("redis", new CacheFigures(hits::hits, hits::misses, null));
    }

    private static RedisConfig place(RedisSettings redis) {
        URI url = redis.place().url();
        if (url != null) {
            return Wiring.checked("redis.url", () -> RedisConfig.at(url));
        }
        List<String> cluster = redis.place().cluster();
        Servers servers = cluster.isEmpty()
                ? watched(redis.place().sentinels())
                : new Servers.Cluster(addresses("redis.cluster.nodes", cluster, STANDARD_PORT));
        return RedisConfig.of(servers).withDatabase(redis.database());
    }

    private static Servers watched(RedisSettings.Sentinels sentinels) {
        return new Servers.Watched(
                requireNonNull(sentinels.master(), "master"),
                addresses("redis.sentinel.nodes", sentinels.nodes(), STANDARD_PORT_OF_SENTINELS),
                login(sentinels.login()));
    }

    private static List<Address> addresses(String key, List<String> nodes, int standardPort) {
        return Wiring.checked(
                key,
                () -> nodes.stream()
                        .map(node -> Address.parse(node, standardPort))
                        .toList());
    }

    private static @Nullable Login login(RedisSettings.Login login) {
        return login.password() == null ? null : new Login(login.user(), login.password());
    }

    private static @Nullable Tls tls(RedisSettings redis) {
        Path authorities = redis.authorities();
        if (authorities != null) {
            return Wiring.checked("redis.tls.ca", () -> Tls.trusting(authorities));
        }
        URI url = redis.place().url();
        return redis.tls() || (url != null && "rediss".equals(url.getScheme())) ? Tls.STANDARD : null;
    }
}
