package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.adapter.redis.RedisConfig.Address;
import dev.parley.adapter.redis.RedisConfig.Login;
import dev.parley.adapter.redis.RedisConfig.Servers;
import dev.parley.adapter.redis.RedisConfig.Tls;
import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslVerifyMode;

class RedisConfigTest {

    @Test
    void defaults_are_as_documented() {
        RedisConfig config = RedisConfig.of("redis://cache");

        assertThat(config.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.poolSize()).isEqualTo(8);
        assertThat(config.servers()).isEqualTo(new Servers.One(new Address("cache", 6379)));
        assertThat(client(config).getDatabase()).isZero();
        assertThat(client(config).getPassword()).isNull();
        assertThat(client(config).getSslOptions()).isNull();
        assertThat(client(config).isSsl()).isFalse();
    }

    @Test
    void every_part_of_the_address_counts() {
        RedisConfig config = RedisConfig.of("redis://chat:p%40ss@cache:7000/3");
        JedisClientConfig client = client(config);

        assertThat(config.servers()).isEqualTo(new Servers.One(new Address("cache", 7000)));
        assertThat(client.getUser()).isEqualTo("chat");
        assertThat(client.getPassword()).isEqualTo("p@ss");
        assertThat(client.getDatabase()).isEqualTo(3);
        assertThat(client.getConnectionTimeoutMillis()).isEqualTo(500);
        assertThat(client.getSocketTimeoutMillis()).isEqualTo(500);
    }

    @Test
    void a_password_needs_no_user() {
        JedisClientConfig client = client(RedisConfig.of("redis://:secret@cache"));

        assertThat(client.getUser()).isNull();
        assertThat(client.getPassword()).isEqualTo("secret");
    }

    @Test
    void tls_checks_certificate_and_name() {
        JedisClientConfig client = client(RedisConfig.of("rediss://cache"));

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
        RedisConfig config = RedisConfig.of("redis://cache");

        assertThatThrownBy(() -> config.withLimits(Duration.ZERO, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> config.withLimits(Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> config.withDatabase(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_cluster_has_one_database() {
        RedisConfig config = RedisConfig.of(new Servers.Cluster(List.of(new Address("cache", 6379))));

        assertThatThrownBy(() -> config.withDatabase(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void somebody_must_be_there_to_be_asked() {
        List<Address> nobody = List.of();
        List<Address> somebody = List.of(new Address("cache", 26_379));

        assertThatThrownBy(() -> new Servers.Cluster(nobody)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Servers.Watched("chat", nobody, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Servers.Watched(" ", somebody, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sentinels_have_a_login_of_their_own_and_no_database() {
        var servers = new Servers.Watched(
                "chat", List.of(new Address("guard", 26_379)), new Login("watch", Canaries.secret("other")));
        RedisConfig config = RedisConfig.of(servers)
                .withLogin(new Login("chat", Canaries.secret("secret")))
                .withDatabase(3);
        JedisClientConfig client = new Access(config).toSentinels(servers.login());

        assertThat(client.getUser()).isEqualTo("watch");
        assertThat(client.getPassword()).isEqualTo("other");
        assertThat(client.getDatabase()).isZero();
        assertThat(client(config).getPassword()).isEqualTo("secret");
        assertThat(client(config).getDatabase()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "cache,cache,6379",
        "cache:7000,cache,7000",
        "10.0.0.5:7000,10.0.0.5,7000",
        "[fd00::1],[fd00::1],6379",
        "[fd00::1]:7000,[fd00::1],7000"
    })
    void addresses_are_read_as_they_are_written(String text, String host, int port) {
        assertThat(Address.parse(text, 6_379)).isEqualTo(new Address(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "cache:", "cache:0", "cache:65536", "cache:x", "a b:1", "fd00::1", "redis://cache"})
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> Address.parse(text, 6_379)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_file_without_certificates_is_refused(@TempDir Path folder) throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path other = Files.writeString(folder.resolve("other.pem"), "not a certificate");

        assertThatThrownBy(() -> Tls.trusting(folder.resolve("missing.pem"))).hasMessageContaining("can't be read");
        assertThatThrownBy(() -> Tls.trusting(empty)).hasMessageContaining("holds no certificate");
        assertThatThrownBy(() -> Tls.trusting(other)).hasMessageContaining("holds no certificate");
    }

    @Test
    void a_config_as_text_holds_no_password() {
        assertThat(RedisConfig.of("redis://chat:secret@cache").toString())
                .isEqualTo("RedisConfig[cache:6379]")
                .doesNotContain("secret");
    }

    private static JedisClientConfig client(RedisConfig config) {
        return new Access(config).toServers();
    }
}
