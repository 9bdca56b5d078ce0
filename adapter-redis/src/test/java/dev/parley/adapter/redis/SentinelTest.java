package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Samples.aKey;
import static dev.parley.adapter.redis.Samples.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.adapter.redis.RedisAdapter.Examination;
import dev.parley.adapter.redis.RedisConfig.Login;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A master that fails, and nodes that follow its successor. */
class SentinelTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private TestSentinels sentinels;

    @BeforeEach
    void start() {
        sentinels = TestSentinels.started();
    }

    @AfterEach
    void stop() throws IOException {
        sentinels.close();
    }

    @Test
    void nodes_follow_a_master_that_hands_over() throws Exception {
        try (TestNode one = TestNode.quick(sentinels.config());
                TestNode other = TestNode.quick(sentinels.config())) {
            Wait.untilConnected(one, other);

            sentinels.failOver();

            assertThatTheyMeetAt(sentinels.master(), one, other);
        }
    }

    @Test
    void nodes_follow_when_the_master_dies() throws Exception {
        try (TestNode one = TestNode.quick(sentinels.config());
                TestNode other = TestNode.quick(sentinels.config())) {
            Wait.untilConnected(one, other);

            int dead = sentinels.master();
            sentinels.server(dead).stop();
            sentinels.failOver();

            assertThatTheyMeetAt(1 - dead, one, other);
        }
    }

    private void assertThatTheyMeetAt(int master, TestNode one, TestNode other) throws Exception {
        Wait.untilConnected(one, other);
        await().atMost(LONG).until(() -> one.asker().answers() && other.asker().answers());
        await().atMost(LONG).untilAsserted(() -> {
            try (var direct = new Jedis("127.0.0.1", sentinels.server(master).port(), 30_000)) {
                assertThat(direct.pubsubNumSub(Channels.SILENT)).containsEntry(Channels.SILENT, 2L);
            }
        });
        SessionKey key = aKey();
        other.listen(key);
        Wait.untilHeard(other, one, renamed(key, 1));
    }

    @Test
    void a_master_is_examined_and_its_replica_known() {
        assertThat(RedisAdapter.examine(sentinels.config()))
                .isInstanceOfSatisfying(Examination.Answers.class, answers -> {
                    assertThat(answers.version()).startsWith("6.2.");
                    assertThat(answers.concerns()).isEmpty();
                });
    }

    @Test
    void a_login_the_sentinels_do_not_know_is_told_without_it() {
        var config = sentinels.config(new Login(null, Canaries.secret("hunter2-of-sentinels")));

        assertThat(RedisAdapter.examine(config))
                .isInstanceOfSatisfying(
                        Examination.Silent.class,
                        silent -> assertThat(silent.reason())
                                .contains(TestSentinels.MASTER, "WRONGPASS")
                                .doesNotContain("hunter2"));
    }
}
