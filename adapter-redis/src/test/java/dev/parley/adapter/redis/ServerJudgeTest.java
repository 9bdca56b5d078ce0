package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.adapter.redis.RedisAdapter.Concern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerJudgeTest {

    private final List<Concern> told = new ArrayList<>();
    private final ServerJudge judge = new ServerJudge("cache:6379", told::add);

    private Concern only() {
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.0.16", "5.0.14", "6.1.999"})
    void a_version_that_is_too_old_is_grave(String version) {
        judge.version(version);

        assertThat(only().grave()).isTrue();
        assertThat(only().text()).contains("cache:6379", version, "6.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.2.0", "7.4.1", "10.0.0", "unknown"})
    void a_newer_version_is_fine(String version) {
        judge.version(version);

        assertThat(told).isEmpty();
    }

    @Test
    void a_replica_is_grave() {
        judge.role("slave");

        assertThat(only().grave()).isTrue();
    }

    @Test
    void a_master_without_a_replica_is_told_where_one_is_meant_to_take_over() {
        judge.replicas(true, "0");
        judge.replicas(false, "1");
        assertThat(told).isEmpty();

        judge.replicas(false, "0");
        assertThat(only().text()).contains("no replica");
    }

    @Test
    void an_open_door_is_told() {
        judge.entrance(true);
        assertThat(told).isEmpty();

        judge.entrance(false);
        assertThat(only().text()).contains("redis.password");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, 60, timeout 0",
        "client-output-buffer-limit, normal 0 0 0 slave 0 0 0 pubsub 1048576 8388608 60, 64mb",
        "client-output-buffer-limit, normal 0 0 0 slave 0 0 0 pubsub 33554432 4096 60, 64mb",
        "maxmemory-policy, allkeys-lru, volatile-ttl"
    })
    void a_setting_that_slows_nodes_is_told(String name, String value, String advice) {
        judge.settings(Map.of(name, value));
        judge.memory(Map.of(name, value), Map.of());

        assertThat(only().grave()).isFalse();
        assertThat(only().text()).contains("cache:6379", advice);
    }

    @ParameterizedTest
    @CsvSource({"1048576, 1000", "1073741824, 1000000000"})
    void little_memory_that_evicts_nothing_is_told(String most, String used) {
        judge.memory(Map.of("maxmemory-policy", "noeviction", "maxmemory", most), Map.of("used_memory", used));

        assertThat(only().text()).contains("noeviction");
    }

    @Test
    void much_memory_is_fine_without_eviction() {
        judge.memory(
                Map.of("maxmemory-policy", "noeviction", "maxmemory", "1073741824"), Map.of("used_memory", "1000000"));
        judge.memory(Map.of("maxmemory-policy", "noeviction", "maxmemory", "0"), Map.of("used_memory", "1000000"));

        assertThat(told).isEmpty();
    }

    @Test
    void nothing_known_is_nothing_said() {
        judge.settings(Map.of());
        judge.memory(Map.of(), Map.of());
        judge.settings(Map.of("client-output-buffer-limit", "pubsub 0 0 0", "timeout", "no number"));

        assertThat(told).isEmpty();
    }

    @Test
    void there_is_nothing_to_say_about_the_file_we_ship() throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "deploy", "redis.conf"))) {
            String[] words = line.split(" ", 2);
            if (words.length == 2 && !line.startsWith("#")) {
                settings.put(words[0], inBytes(words[1]));
            }
        }
        assertThat(settings.keySet()).containsAll(ServerJudge.SETTINGS);

        judge.settings(settings);
        judge.memory(settings, Map.of("used_memory", "1000000"));

        assertThat(told).isEmpty();
    }

    /** As Redis tells it. */
    private static String inBytes(String value) {
        return value.replaceAll("(\\d+)mb", "$1000000");
    }
}
