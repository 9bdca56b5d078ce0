package dev.parley.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.faults.Crowd.Talk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A database that refuses, hangs, or can't be reached by some. */
class DatabaseFaults extends FaultCase {

    private static final int SOME = 60;

    @Override
    int nodes() {
        return 2;
    }

    private void people() {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().to(i % 2), cluster().toAny(SEED + i));
        }
        crowd().askAll(3, 1);
        crowd().awaitOver();
    }

    /** Case 18, with replies in the middle. */
    @Test
    void what_is_said_to_a_database_that_refuses_is_answered_later_in_order() throws Exception {
        people();
        crowd().askAllAndRead(150, 20, SOME);

        doing("no database");
        cluster().nodes().forEach(node -> node.database().refuse());
        for (int i = 0; i < 5; i++) {
            crowd().askAll(5, 1);
        }
        doing("there is one");
        cluster().nodes().forEach(node -> node.database().heal());

        crowd().awaitOver();
        crowd().conclude();
    }

    /** Case 19. */
    @Test
    void what_is_said_to_a_database_that_hangs_is_answered_later() throws Exception {
        people();
        List<String> replies = crowd().askAllAndRead(400, 20, SOME);

        doing("the database hangs");
        cluster().nodes().forEach(node -> node.database().freeze());
        crowd().askAll(5, 1);
        for (ClusterNode node : cluster().nodes()) {
            await().atMost(Cluster.LONG).until(() -> !node.is("database", "up"));
        }
        crowd().askAll(5, 1);
        doing("it goes on");
        cluster().nodes().forEach(node -> node.database().heal());

        crowd().awaitOver();
        crowd().conclude();
        System.out.println("measured: attempts after a hanging database: "
                + replies.stream()
                        .map(reply -> crowd().talks()
                                .get(replies.indexOf(reply))
                                .device(0)
                                .told()
                                .attempt(reply))
                        .toList());
    }

    /** The database answers one half of the time only. */
    @Test
    void a_database_that_comes_and_goes_loses_nothing() throws Exception {
        people();

        for (int i = 0; i < 8; i++) {
            crowd().talks().forEach(talk -> talk.ask(10, 10));
            doing("the database is cut off");
            cluster().nodes().forEach(node -> node.database().reset());
            cluster().node(i % 2).database().freezeTowardsClients();
            crowd().askAll(3, 1);
            cluster().nodes().forEach(node -> node.database().heal());
        }

        crowd().awaitOver();
        crowd().conclude();
    }

    /** One node alone is cut off: the other takes its replies over; who stays with it is told later. */
    @Test
    void a_node_that_does_not_reach_the_database_gives_its_replies_away() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().to(0), cluster().to(1));
        }
        List<String> replies = crowd().askAllAndRead(400, 20, SOME);

        long hung = doing("node-a does not reach the database");
        cluster().node(0).database().freeze();
        for (int i = 0; i < replies.size(); i++) {
            crowd().talks().get(i).awaitEndAt(1, replies.get(i));
        }
        crowd().tellTime("next text after a node lost the database", hung, FaultCase::isTakenOver);
        doing("it does again");
        cluster().node(0).database().heal();

        crowd().awaitOver();
        crowd().conclude();
    }

    /** Case 22: what the journal can't write down is not acknowledged. */
    @Test
    void a_full_disk_under_the_journal_takes_no_message_and_loses_none() throws Exception {
        people();

        doing("no database, and node-a's disk is full");
        cluster().nodes().forEach(node -> node.database().refuse());
        cluster().node(0).process().fillDisk();
        Talk talk = crowd().talks().getFirst();
        String refused = talk.ask(5, 1);
        talk.until("a refusal of " + refused, () -> talk.device(0).hasHeard(isRefusalOf(refused)));
        assertThat(talk.device(0).told().receipts()).doesNotContainKey(refused);
        doing("there is room again");
        cluster().node(0).process().emptyDisk();
        talk.reply(refused);
        doing("there is a database again");
        cluster().nodes().forEach(node -> node.database().heal());

        crowd().awaitOver();
        crowd().conclude();
    }

    /** Two at once: neither database nor Redis, and the node is killed meanwhile. */
    @Test
    void all_is_away_and_the_node_is_killed() throws Exception {
        people();

        doing("no database, no redis");
        cluster().nodes().forEach(node -> node.database().refuse());
        cluster().redis().stop();
        crowd().askAll(5, 1);
        doing("kill -9 of both nodes");
        cluster().nodes().forEach(node -> node.process().kill());

        crowd().conclude();
    }
}
