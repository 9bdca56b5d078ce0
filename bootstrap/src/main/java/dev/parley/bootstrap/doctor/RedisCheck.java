package dev.parley.bootstrap.doctor;

import dev.parley.adapter.redis.RedisAdapter;
import dev.parley.adapter.redis.RedisAdapter.Concern;
import dev.parley.adapter.redis.RedisAdapter.Examination;
import dev.parley.adapter.redis.RedisConfig;
import dev.parley.adapter.redis.RedisConfig.Servers;
import java.util.ArrayList;
import java.util.List;

/** Whether Redis answers, and what is dangerous or slow about how it is set. */
final class RedisCheck {

    private static final String SUBJECT = "redis";
    private static final List<String> LOGIN_REFUSED = List.of("WRONGPASS", "NOAUTH");

    private final RedisConfig config;

    RedisCheck(RedisConfig config) {
        this.config = config;
    }

    List<Finding> run() {
        return switch (RedisAdapter.examine(config)) {
            case Examination.Answers answers -> judged(answers);
            case Examination.Silent(String reason) ->
                List.of(Finding.fail(
                        SUBJECT, where() + " " + silence(reason) + " (" + reason + "); look at " + keys(reason)));
        };
    }

    private List<Finding> judged(Examination.Answers answers) {
        List<Finding> findings = new ArrayList<>();
        String known = "Redis " + answers.version() + " answers at " + where();
        if (answers.concerns().isEmpty()) {
            findings.add(Finding.ok(SUBJECT, known));
        }
        for (Concern concern : answers.concerns()) {
            String text = known + "; " + concern.text();
            findings.add(concern.grave() ? Finding.fail(SUBJECT, text) : Finding.warn(SUBJECT, text));
        }
        return findings;
    }

    private static boolean isRefused(String reason) {
        return LOGIN_REFUSED.stream().anyMatch(reason::contains);
    }

    private static String silence(String reason) {
        return isRefused(reason) ? "does not let this node in" : "does not answer";
    }

    private String keys(String reason) {
        String place = switch (config.servers()) {
            case Servers.One ignored -> "redis.url";
            case Servers.Watched ignored -> "redis.sentinel.nodes";
            case Servers.Cluster ignored -> "redis.cluster.nodes";
        };
        return isRefused(reason) ? "redis.user and redis.password, or what " + place + " says of them" : place;
    }

    private String where() {
        return switch (config.servers()) {
            case Servers.One(var address) -> address.toString();
            case Servers.Watched watched -> watched.master() + " of " + watched.sentinels();
            case Servers.Cluster cluster -> "the cluster of " + cluster.known();
        };
    }
}
