package dev.parley.adapter.redis;

import dev.parley.adapter.redis.RedisAdapter.Concern;
import dev.parley.adapter.redis.RedisAdapter.Examination;
import dev.parley.adapter.redis.RedisConfig.Servers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Looks at servers once, and at how they are set. */
final class Examiner {

    private static final String UNKNOWN = "of an unknown version";

    private final RedisConfig config;
    private final Access access;
    private final List<Concern> concerns = new ArrayList<>();

    private Examiner(RedisConfig config) {
        this.config = config;
        this.access = new Access(config);
    }

    static Examination examine(RedisConfig config) {
        return new Examiner(config).examine();
    }

    private Examination examine() {
        try (Topology topology = access.topology(config.servers())) {
            String version = UNKNOWN;
            for (HostAndPort server : topology.masters()) {
                version = examine(server);
            }
            return new Examination.Answers(version, concerns);
        } catch (JedisException e) {
            return new Examination.Silent(Reason.of(e));
        }
    }

    private String examine(HostAndPort server) {
        try (Jedis redis = new Jedis(server, access.toAskServers())) {
            Map<String, String> info = info(redis.info());
            var judge = new ServerJudge(server.toString(), concerns::add);
            String version = info.get("redis_version");
            judge.version(version);
            judge.role(info.getOrDefault("role", "master"));
            judge.replicas(config.servers() instanceof Servers.One, info.getOrDefault("connected_slaves", "0"));
            judge.entrance(config.login() != null || isThisMachine(server.getHost()));
            Map<String, String> settings = settings(redis, server);
            judge.settings(settings);
            judge.memory(settings, info);
            return version == null ? UNKNOWN : version;
        }
    }

    private Map<String, String> settings(Jedis redis, HostAndPort server) {
        Map<String, String> settings = new HashMap<>();
        try {
            for (String name : ServerJudge.SETTINGS) {
                settings.putAll(redis.configGet(name));
            }
        } catch (JedisDataException e) {
            concerns.add(new Concern(
                    false,
                    server + " does not show its settings (" + e.getMessage()
                            + "); compare them with docs/deploy/redis.conf"));
        }
        return settings;
    }

    private static Map<String, String> info(String lines) {
        Map<String, String> info = new HashMap<>();
        lines.lines()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> info.put(pair[0], pair[1].strip()));
        return info;
    }

    private static boolean isThisMachine(@Nullable String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // it was reached by this name a moment ago
        }
    }
}
