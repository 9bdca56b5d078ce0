package dev.parley.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.faults.Crowd.Talk;
import dev.parley.bootstrap.process.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that die, freeze, are told to leave, or go one after the other. */
class NodeFaults extends FaultCase {

    private static final int SOME = 60;

    @Override
    int nodes() {
        return 3;
    }

    /** Case 5: what the database has and nobody was told of. */
    @Test
    void a_message_whose_receipt_died_with_its_node_is_there_once() throws Exception {
        Talk talk = crowd().talk(cluster().first(0, SEED), cluster().to(1));
        talk.awaitEnd(talk.reply(talk.ask(3, 1)));

        doing("node-a is heard no more");
        cluster().node(0).front().freezeTowardsClients();
        talk.ask(100, 20);
        talk.until(
                "two messages in the store",
                () -> talk.storedBy(1).ofType("user").size() == 2);
        doing("kill -9 node-a");
        cluster().node(0).process().kill();
        cluster().node(0).front().cut();

        crowd().awaitOver();
        assertThat(talk.device(0).history().entries())
                .anyMatch(entry -> entry.kind() == Entry.Kind.HEARD
                        && entry.frame().path("duplicate").asBoolean());
        crowd().concludeComplete();
    }

    /** Case 6, and 3 at any moment: killed at whatever point of whatever it was doing. */
    @Test
    void nodes_killed_right_after_a_receipt_leave_nothing_unanswered() throws Exception {
        for (int i = 0; i < 6; i++) {
            crowd().talk(cluster().first(i % 2, SEED + i), cluster().toAny(SEED - i));
        }
        List<String> asked = new ArrayList<>();
        for (Talk talk : crowd().talks()) {
            asked.add(talk.ask(40, 5));
        }
        crowd().talks().getFirst().reply(asked.getFirst());

        doing("kill -9 node-a and node-b");
        cluster().node(0).process().kill();
        cluster().node(1).process().kill();

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Case 4, where the zombie is asked for its own view of things as soon as it wakes. */
    @Test
    void whoever_comes_back_to_a_zombie_is_told_nothing_old() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(
                            cluster().first(0, SEED + i),
                            cluster().toAny(SEED - i),
                            cluster().to(0));
        }
        List<String> replies = crowd().askAllAndRead(600, 20, SOME);

        doing("kill -STOP node-a");
        cluster().node(0).process().freeze();
        for (Talk talk : crowd().talks()) {
            Device reader = talk.device(1);
            String reply = replies.get(crowd().talks().indexOf(talk));
            talk.until("another attempt at " + reply, () -> isReadElsewhere(reader, reply));
        }
        doing("kill -CONT node-a");
        cluster().node(0).process().thaw();
        for (Talk talk : crowd().talks()) {
            talk.devices().forEach(Device::drop);
        }

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Where nodes had no time to spare another one than node-a may write it, at its first attempt. */
    private static boolean isReadElsewhere(Device reader, String reply) {
        return reader.told().hasEnded(reply)
                || (reader.told().attemptReaches(reply, 2) && reader.hasRead(reply, 3 * SOME));
    }

    /** Case 25. */
    @Test
    void a_rolling_restart_of_all_nodes_costs_no_message_and_no_reply() throws Exception {
        for (int i = 0; i < 6; i++) {
            crowd().talk(cluster().first(i % 3, SEED + i), cluster().toAny(SEED - i));
        }
        for (ClusterNode node : cluster().nodes()) {
            crowd().talks().forEach(talk -> talk.ask(60, 20));
            doing("SIGTERM " + node.name());
            node.process().terminate();
            crowd().talks().forEach(talk -> talk.ask(5, 5));
            assertThat(node.process().awaitExit()).isZero();
            node.process().startAgain();
            await().atMost(Cluster.LONG).until(node::isWell);
        }

        crowd().awaitOver();
        crowd().concludeComplete();
        assertThat(closes("closed with 1012")).isPositive();
    }

    private long closes(String note) {
        return crowd().talks().stream()
                .flatMap(talk -> talk.devices().stream())
                .flatMap(device -> device.history().entries().stream())
                .filter(entry -> entry.text().equals(note))
                .count();
    }

    /** Case 26. */
    @Test
    void a_node_killed_while_it_drains_is_like_one_that_is_killed() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().first(0, SEED + i), cluster().to(1));
        }
        crowd().askAllAndRead(250, 20, SOME);
        ServerProcess leaving = cluster().node(0).process();

        doing("SIGTERM node-a");
        leaving.terminate();
        await().atMost(Cluster.LONG).until(() -> !cluster().node(0).is("server", "up"));
        long killed = doing("kill -9 node-a");
        leaving.kill();

        crowd().awaitOver();
        crowd().tellTime("next text after SIGTERM and kill -9", killed, FaultCase::isTakenOver);
        crowd().concludeComplete();
    }

    /** Two at once: the owner dies, and the one who might take over can't reach the database. */
    @Test
    void a_node_dies_while_another_is_cut_off_from_the_database() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(
                            cluster().first(0, SEED + i),
                            cluster().to(2),
                            cluster().to(1));
        }
        List<String> replies = crowd().askAllAndRead(300, 20, SOME);

        doing("node-b does not reach the database; kill -9 node-a");
        cluster().node(1).database().freeze();
        cluster().node(0).process().kill();

        for (int i = 0; i < replies.size(); i++) {
            crowd().talks().get(i).awaitEndAt(1, replies.get(i));
        }
        crowd().conclude();
    }
}
