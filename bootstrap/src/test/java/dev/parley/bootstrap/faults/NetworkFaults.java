package dev.parley.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.faults.Crowd.Talk;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks between people and nodes, and between nodes and the model; and stops at odd moments. */
class NetworkFaults extends FaultCase {

    private static final int SOME = 60;
    private static final int STORM = Integer.getInteger("parley.faults.storm", 300);
    private static final int STORM_SESSIONS = 10;
    private static final int MOST_FREQUENT = 6;

    /** What one test process can take in for so many readers, who read every piece. */
    private static final int STORM_MILLIS_EACH = Math.max(20, STORM / 5);

    private static final int STORM_WORDS = 150;

    @Override
    int nodes() {
        return 2;
    }

    /** Case 27; {@code -Dparley.faults.storm} says how many. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void a_storm_of_readers_that_come_back_all_at_once_is_told_all() throws Exception {
        for (int i = 0; i < STORM_SESSIONS; i++) {
            crowd().talk(cluster().toAny(SEED + i));
        }
        crowd().askAll(1, 1);
        for (int i = STORM_SESSIONS; i < STORM; i++) {
            crowd().talks().get(i % STORM_SESSIONS).on(cluster().toAny(SEED + i));
        }
        await().atMost(Cluster.LONG).until(() -> crowd().allHeardSince(Long.MIN_VALUE, type("resumed")));
        crowd().askAllAndRead(STORM_WORDS, STORM_MILLIS_EACH, 1);

        try (Statements counted = cluster().countStatements()) {
            long dropped = doing("all connections are reset");
            cluster().nodes().forEach(node -> node.front().reset());
            await().atMost(Cluster.LONG).until(() -> crowd().allHeardSince(dropped, type("resumed")));

            crowd().tellTime("resumed after the storm", dropped, type("resumed"));
            counted.soFar().entrySet().stream()
                    .limit(MOST_FREQUENT)
                    .forEach(each -> System.out.printf(
                            "measured: %d times in a storm of %d: %s%n", each.getValue(), STORM, each.getKey()));
        }
        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Case 32 for readers: the way there is dead and nobody says so. */
    @Test
    void a_dead_way_is_left_for_another() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().first(0, SEED + i), cluster().toAny(SEED - i));
        }
        crowd().askAllAndRead(250, 20, SOME);

        doing("the way to node-a is dead");
        cluster().node(0).front().freeze();

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Case 32 for one side: the server has closed, the reader was never told. */
    @Test
    void half_open_connections_are_given_up() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().toAny(SEED + i), cluster().toAny(SEED - i));
        }
        crowd().askAllAndRead(250, 20, SOME);

        doing("the nodes' sides of all connections are closed");
        cluster().nodes().forEach(node -> node.front().loseServer());

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Frames that come in bits and late are whole all the same. */
    @Test
    void a_slow_network_of_small_packets_changes_no_character() throws Exception {
        cluster().nodes().forEach(node -> {
            node.front().slice(7);
            node.redis().slice(50);
            node.model().slice(11);
            node.model().delay(Duration.ofMillis(1));
        });
        for (int i = 0; i < 3; i++) {
            crowd().talk(cluster().to(i % 2), cluster().toAny(SEED - i));
        }
        crowd().askAll(60, 5);

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** The model's connection breaks in mid-answer: what was said stays, and the reply has failed. */
    @Test
    void a_model_that_is_cut_off_ends_the_reply_with_what_it_said() throws Exception {
        for (int i = 0; i < 3; i++) {
            crowd().talk(cluster().to(i % 2), cluster().toAny(SEED - i));
        }
        crowd().askAllAndRead(500, 20, SOME);

        doing("all connections to the model are reset");
        cluster().nodes().forEach(node -> node.model().reset());

        crowd().awaitOver();
        crowd().conclude();
        for (Talk talk : crowd().talks()) {
            assertThat(talk.stored().ofType("ai"))
                    .allSatisfy(
                            reply -> assertThat(reply.path("content").asText()).isNotEmpty());
        }
    }

    /** Case 30. */
    @Test
    void stops_that_come_twice_too_early_or_too_late_leave_one_end() throws Exception {
        Talk talk = crowd().talk(cluster().to(0), cluster().to(1));
        String done = talk.reply(talk.ask(3, 1));
        talk.awaitEnd(done);
        String running = talk.reply(talk.ask(3_000, 20));
        String waiting = talk.reply(talk.ask(3_000, 20));
        talk.awaitText(running, SOME);

        for (String reply : List.of(done, waiting, waiting, running, running)) {
            talk.devices().forEach(device -> device.sendOnce("{\"type\":\"cancel\",\"reply_id\":\"" + reply + "\"}"));
        }

        talk.awaitEnd(running);
        talk.awaitEnd(waiting);
        crowd().conclude();
        assertThat(talk.stored().ofType("ai"))
                .extracting(reply -> reply.path("state").asText())
                .containsExactly("complete", "cancelled", "cancelled");
    }

    /** Case 30: stops that race with the end. */
    @Test
    void a_stop_that_races_with_the_end_leaves_one_end() throws Exception {
        for (int i = 0; i < 10; i++) {
            crowd().talk(cluster().to(i % 2), cluster().to(1 - i % 2));
        }
        for (int round = 1; round <= 5; round++) {
            List<String> replies = crowd().askAll(5, round);
            crowd().talks().forEach(talk -> talk.device(1).sendOnce("{\"type\":\"cancel\"}"));
            for (int i = 0; i < replies.size(); i++) {
                crowd().talks().get(i).awaitEnd(replies.get(i));
            }
        }

        crowd().conclude();
    }
}
