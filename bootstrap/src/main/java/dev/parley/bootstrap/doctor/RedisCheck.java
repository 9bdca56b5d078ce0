package dev.parley.bootstrap.doctor;

import dev.parley.adapter.redis.RedisAdapter;
import dev.parley.adapter.redis.RedisAdapter.Examination;
import dev.parley.adapter.redis.RedisConfig;

/** Whether Redis answers. */
final class RedisCheck {

    private final RedisConfig config;

    RedisCheck(RedisConfig config) {
        this.config = config;
    }

    Finding run() throws InterruptedException {
        int port = config.uri().getPort();
        String where = config.uri().getHost() + (port < 0 ? "" : ":" + port);
        return switch (RedisAdapter.examine(config)) {
            case Examination.Answers(String version) ->
                Finding.ok("redis", "Redis " + version + " answers at " + where);
            case Examination.Silent(String reason) ->
                Finding.fail("redis", where + " does not answer (" + reason + "); look at redis.url");
        };
    }
}
