package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Samples.aKey;
import static dev.parley.adapter.redis.Samples.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.adapter.redis.RedisAdapter.Examination;
import dev.parley.adapter.redis.RedisConfig.Login;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/** What is special about a cluster: its parts move, and one of its servers may die. */
class ClusterTest {

    private static final Script TAKE = Script.named("take");
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Answer<Object> take(Batch batch, String key) {
        return batch.run(TAKE, List.of(key), List.of("1000000", "take", "1"));
    }

    private static List<Object> takeFrom(RedisConnections connections, List<String> keys) throws InterruptedException {
        return connections.callTogether(batch -> {
            List<Answer<Object>> answers = new ArrayList<>();
            keys.forEach(key -> answers.add(take(batch, key)));
            batch.send();
            return answers.stream().map(Answer::get).toList();
        });
    }

    @Test
    void things_asked_together_may_be_anywhere() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            keys.add("anywhere-" + i);
        }
        try (var connections = new RedisConnections(TestCluster.shared().config())) {
            assertThat(takeFrom(connections, keys)).hasSize(100).containsOnly(0L);
        }
    }

    @Test
    void a_part_that_was_moved_is_found_where_it_is() throws Exception {
        TestCluster cluster = TestCluster.shared();
        int slot = JedisClusterCRC16.getSlot("moved");
        int from = cluster.masterOf(slot);
        int to = (from + 1) % 3;
        try (var connections = new RedisConnections(cluster.config())) {
            assertThat(takeFrom(connections, List.of("before-moved"))).containsExactly(0L);

            cluster.move(slot, from, to);

            assertThat(takeFrom(connections, List.of("moved", "beside"))).containsExactly(0L, 0L);
            assertThat(cluster.masterOf(slot)).isEqualTo(to);
        }
    }

    @Test
    void a_part_that_is_being_moved_is_found_where_it_goes() throws Exception {
        TestCluster cluster = TestCluster.shared();
        int slot = JedisClusterCRC16.getSlot("moving");
        int from = cluster.masterOf(slot);
        int to = (from + 1) % 3;
        try (var connections = new RedisConnections(cluster.config())) {
            assertThat(takeFrom(connections, List.of("before-moving"))).containsExactly(0L);

            cluster.beginToMove(slot, from, to);
            assertThat(takeFrom(connections, List.of("moving"))).containsExactly(0L);

            cluster.move(slot, from, to);
            assertThat(connections.<Boolean>call(redis -> redis.exists("moving")))
                    .isTrue();
        }
    }

    @Test
    void nodes_go_on_when_a_server_dies_and_another_takes_its_place() throws Exception {
        try (TestCluster cluster = TestCluster.started(3)) {
            cluster.addReplicaOf(0);
            // They know the server that dies, and one that stays.
            try (TestNode one = TestNode.quick(cluster.config(0));
                    TestNode other = TestNode.quick(cluster.config(1))) {
                Wait.untilConnected(one, other);
                SessionKey key = aKey();
                one.listen(key);
                other.listen(key);

                cluster.replace(0);
                Wait.untilConnected(one, other);

                List<SessionKey> everywhere = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    everywhere.add(aKey());
                }
                for (SessionKey session : everywhere) {
                    Announcement announcement = renamed(session, 1);
                    other.bus().listen(session, other.heard()::add);
                    await().atMost(LONG).untilAsserted(() -> {
                        one.announce(announcement);
                        assertThat(other.heard()).contains(announcement);
                    });
                }
                for (SessionKey session : everywhere) {
                    await().atMost(LONG)
                            .untilAsserted(() -> assertThat(
                                            one.asker().ask(redis -> redis.set(ReplyKeys.head(session), "x")))
                                    .contains("OK"));
                }
                await().atMost(LONG).until(() -> one.asker().answers());
            }
        }
    }

    @Test
    void a_node_may_start_before_the_cluster_does() throws Exception {
        try (TestCluster cluster = TestCluster.started(1)) {
            cluster.stop();
            try (RedisAdapter adapter = RedisAdapter.open(cluster.config())) {
                assertThat(adapter.answers()).isFalse();

                cluster.startAgain();

                await().atMost(LONG).until(adapter::answers);
            }
        }
    }

    @Test
    void a_user_with_no_more_rights_than_needed_is_enough() {
        TestCluster cluster = TestCluster.shared();
        Login chat = new Login("chat", Canaries.secret("a-password-for-the-whole-cluster"));
        String[] rights = (EntranceTest.RIGHTS + " +cluster|slots").split(" ");
        cluster.atEach(
                redis -> redis.aclSetUser("chat", "on", ">" + chat.password().value()));
        cluster.atEach(redis -> redis.aclSetUser("chat", rights));
        try (TestNode one = TestNode.of(cluster.config(0).withLogin(chat));
                TestNode other = TestNode.of(cluster.config(1).withLogin(chat))) {
            Wait.untilConnected(one, other);

            assertThat(one.asker().answers()).isTrue();
        }
    }

    @Test
    void a_cluster_is_examined_at_each_master() {
        var examination = RedisAdapter.examine(TestCluster.shared().config());

        assertThat(examination).isInstanceOfSatisfying(Examination.Answers.class, answers -> {
            assertThat(answers.version()).startsWith("6.2.");
            assertThat(answers.concerns())
                    .hasSize(3)
                    .allSatisfy(concern -> assertThat(concern.text()).contains("has no replica"));
        });
    }

    @Test
    void a_server_that_is_no_cluster_is_told() throws IOException {
        try (TestRedis redis = TestRedis.started()) {
            var servers = new RedisConfig.Servers.Cluster(List.of(new RedisConfig.Address("127.0.0.1", redis.port())));

            assertThat(RedisAdapter.examine(RedisConfig.of(servers).withLimits(Duration.ofSeconds(30), 1)))
                    .isInstanceOfSatisfying(
                            Examination.Silent.class,
                            silent -> assertThat(silent.reason()).contains("cluster support disabled"));
        }
    }

    @Test
    void what_no_server_answers_is_thrown() throws Exception {
        try (TestCluster cluster = TestCluster.started(1);
                var connections = new RedisConnections(cluster.config())) {
            assertThat(takeFrom(connections, List.of("a"))).containsExactly(0L);
            cluster.stop();

            assertThatThrownBy(() -> takeFrom(connections, List.of("a", "b"))).isInstanceOf(JedisException.class);
            cluster.startAgain();
        }
    }
}
