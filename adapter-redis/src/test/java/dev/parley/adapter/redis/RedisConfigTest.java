package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslVerifyMode;

class RedisConfigTest {

    @Test
    void defaults_are_as_documented() {
        RedisConfig config = RedisConfig.of("redis://cache");

        assertThat(config.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.poolSize()).isEqualTo(8);
        assertThat(RedisConnections.addressOf(config.uri())).isEqualTo(new HostAndPort("cache", 6379));
        assertThat(RedisConnections.clientConfig(config).getDatabase()).isZero();
        assertThat(RedisConnections.clientConfig(config).getPassword()).isNull();
        assertThat(RedisConnections.clientConfig(config).getSslOptions()).isNull();
    }

    @Test
    void every_part_of_the_address_counts() {
        RedisConfig config = RedisConfig.of("redis://chat:p%40ss@cache:7000/3");
        JedisClientConfig client = RedisConnections.clientConfig(config);

        assertThat(RedisConnections.addressOf(config.uri())).isEqualTo(new HostAndPort("cache", 7000));
        assertThat(client.getUser()).isEqualTo("chat");
        assertThat(client.getPassword()).isEqualTo("p@ss");
        assertThat(client.getDatabase()).isEqualTo(3);
        assertThat(client.getConnectionTimeoutMillis()).isEqualTo(500);
        assertThat(client.getSocketTimeoutMillis()).isEqualTo(500);
    }

    @Test
    void a_password_needs_no_user() {
        JedisClientConfig client = RedisConnections.clientConfig(RedisConfig.of("redis://:secret@cache"));

        assertThat(client.getUser()).isNull();
        assertThat(client.getPassword()).isEqualTo("secret");
    }

    @Test
    void tls_checks_certificate_and_name() {
        JedisClientConfig client = RedisConnections.clientConfig(RedisConfig.of("rediss://cache"));

        assertThat(client.getSslOptions().getSslVerifyMode()).isEqualTo(SslVerifyMode.FULL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://cache",
                "cache:6379",
                "redis:/cache",
                "redis://cache/one",
                "redis://cache/1/2",
                "redis://cache?db=1"
            })
    void other_addresses_are_refused(String uri) {
        assertThatThrownBy(() -> RedisConfig.of(uri)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limits_that_can_not_be_kept_are_refused() {
        URI uri = URI.create("redis://cache");

        assertThatThrownBy(() -> new RedisConfig(uri, Duration.ZERO, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RedisConfig(uri, Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_config_as_text_holds_no_password() {
        assertThat(RedisConfig.of("redis://chat:secret@cache").toString()).doesNotContain("secret");
    }
}
