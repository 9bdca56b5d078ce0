package dev.parley.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.faults.Crowd.Talk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Redis that hangs, is full, forgets, or can't be reached by some. */
class RedisFaults extends FaultCase {

    private static final int SOME = 60;

    @Override
    int nodes() {
        return 2;
    }

    private List<String> people(int words) {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().to(i % 2), cluster().to(0), cluster().to(1));
        }
        return crowd().askAllAndRead(words, 20, SOME);
    }

    private void awaitRedisIs(String status, int node) {
        await().atMost(Cluster.LONG).until(() -> cluster().node(node).is("redis", status));
    }

    /** Case 12. */
    @Test
    void a_redis_that_hangs_holds_nobody_up() throws Exception {
        people(250);

        doing("kill -STOP redis");
        cluster().redis().freeze();
        crowd().askAll(10, 5);
        awaitRedisIs("down", 0);
        awaitRedisIs("down", 1);
        crowd().askAll(10, 5);
        doing("kill -CONT redis");
        cluster().redis().thaw();

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Case 13, on all connections of one node, and half of each: what it says arrives, what it should hear does not. */
    @Test
    void a_node_that_redis_does_not_answer_catches_up() throws Exception {
        people(400);

        doing("node-b hears nothing of redis");
        cluster().node(1).redis().freezeTowardsClients();
        awaitRedisIs("down", 1);
        crowd().askAll(10, 5);
        doing("it does again");
        cluster().node(1).redis().heal();

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Connections that break in the middle of what they carry, over and over. */
    @Test
    void connections_to_redis_that_break_over_and_over_cost_no_word() throws Exception {
        people(400);

        for (int i = 0; i < 20; i++) {
            ClusterNode node = cluster().node(i % 2);
            long had = node.redis().bytesTowardsClients();
            node.redis().cutAfterBytesToServer(300 + random().nextInt(700));
            node.redis().cutAfterBytesToClients(300 + random().nextInt(700));
            await().atMost(Cluster.LONG)
                    .until(() -> node.redis().bytesTowardsClients() > had + 300 || crowd().isOver());
        }

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Case 16, over and over. */
    @Test
    void a_redis_that_is_emptied_over_and_over_costs_no_word() throws Exception {
        List<String> replies = people(400);

        for (int read = 2 * SOME; read < 20 * SOME; read += SOME) {
            doing("FLUSHALL");
            cluster().redis().empty();
            for (int i = 0; i < replies.size(); i++) {
                crowd().talks().get(i).awaitText(replies.get(i), read);
            }
        }

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Case 17. */
    @Test
    void a_full_redis_is_as_good_as_none() throws Exception {
        people(250);

        doing("redis is full");
        cluster().redis().fill();
        crowd().askAll(10, 5);
        crowd().awaitOver();
        doing("it has room again");
        cluster().redis().widen();
        crowd().askAll(100, 5);

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Case 29. */
    @Test
    void a_stop_by_another_node_works_without_redis() throws Exception {
        Talk talk = crowd().talk(cluster().to(0), cluster().to(1));
        String reply = talk.reply(talk.ask(3_000, 20));
        talk.awaitText(reply, SOME);
        doing("redis ends");
        cluster().redis().stop();
        awaitRedisIs("down", 1);

        long stopped = doing("stop, by node-b");
        talk.device(1).sendOnce("{\"type\":\"cancel\"}");
        await().atMost(Cluster.LONG).until(() -> cluster().model().underWay() == 0);
        System.out.printf(
                "measured: the model's connection ended %d ms after a stop by another node without Redis%n",
                (System.nanoTime() - stopped) / 1_000_000);

        talk.awaitEnd(reply);
        crowd().conclude();
        assertThat(talk.stored().ofType("ai"))
                .singleElement()
                .satisfies(ai -> assertThat(ai.path("state").asText()).isEqualTo("cancelled"));
    }

    /** Two at once: the owner dies while Redis hangs. */
    @Test
    void a_node_dies_while_redis_hangs() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().first(0, SEED + i), cluster().to(1));
        }
        crowd().askAllAndRead(250, 20, SOME);

        long killed = doing("kill -STOP redis; kill -9 node-a");
        cluster().redis().freeze();
        cluster().node(0).process().kill();

        crowd().awaitOver();
        crowd().tellTime("next text after kill -9 while Redis hangs", killed, FaultCase::isTakenOver);
        crowd().concludeComplete();
    }
}
