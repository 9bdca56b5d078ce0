package dev.parley.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.e2e.Api;
import dev.parley.bootstrap.faults.Crowd.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The most telling of the cases, on two nodes; quick enough for every build. The others are in the classes beside it. */
class FaultsIT extends FaultCase {

    private static final int SOME = 60;
    private static final int TIMES = 50;

    @Override
    int nodes() {
        return 2;
    }

    /** Cases 1 and 2. */
    @Test
    void readers_come_back_at_random_places_to_any_node() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(
                            cluster().toAny(SEED + i),
                            cluster().toAny(SEED - i),
                            cluster().toAny(i));
        }
        List<String> replies = crowd().askAllAndRead(250, 10, SOME);

        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < replies.size(); i++) {
                dropEach(crowd().talks().get(i), replies.get(i));
            }
        }

        crowd().concludeComplete();
    }

    private static void dropEach(Talk talk, String reply) {
        for (Device device : talk.devices()) {
            int had = device.told().text(reply).length();
            device.drop();
            talk.until("more of " + reply, () -> device.hasRead(reply, had + 1));
        }
    }

    /** Case 3. */
    @Test
    void a_node_that_is_killed_has_its_replies_written_by_the_other() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().first(0, SEED + i), cluster().to(1));
        }
        crowd().askAllAndRead(200, 20, SOME);

        long killed = doing("kill -9 node-a");
        cluster().node(0).process().kill();

        crowd().awaitOver();
        crowd().tellTime("next text after kill -9", killed, FaultCase::isTakenOver);
        crowd().concludeComplete();
    }

    /** Case 4. */
    @Test
    void a_node_that_wakes_up_late_changes_nothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            crowd().talk(cluster().first(0, SEED + i), cluster().to(1))
                    .on(cluster().to(0));
        }
        List<String> replies = crowd().askAllAndRead(300, 20, SOME);

        long frozen = doing("kill -STOP node-a");
        cluster().node(0).process().freeze();

        for (int i = 0; i < replies.size(); i++) {
            crowd().talks().get(i).awaitEndAt(1, replies.get(i));
        }
        // Who is connected to the frozen node has to find out by itself, after ten seconds of silence.
        crowd().tellTimeAt(1, "next text after SIGSTOP, elsewhere", frozen, FaultCase::isTakenOver);
        doing("kill -CONT node-a");
        cluster().node(0).process().thaw();
        crowd().concludeComplete();
    }

    /** Case 8. */
    @Test
    void one_message_sent_fifty_times_to_two_nodes_at_once_is_one() throws Exception {
        Talk talk = crowd().talk(cluster().to(0), cluster().to(1));
        talk.awaitEnd(talk.reply(talk.ask(3, 1)));
        String same = Api.message(talk.session(), "same", talk.note("same", 5, 1));
        List<Callable<Api.Answer>> posts = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            Api person = talk.person().at(cluster().node(i % 2).front().port());
            posts.add(() -> person.post("/api/chat/messages/", same));
        }

        List<JsonNode> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Api.Answer> answer : threads.invokeAll(posts)) {
                assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(202);
                answers.add(answer.get().json());
            }
        }

        for (String field : List.of("message_id", "reply_id", "seq")) {
            assertThat(answers)
                    .extracting(answer -> answer.path(field))
                    .containsOnly(answers.getFirst().path(field));
        }
        talk.awaitEnd(answers.getFirst().path("reply_id").asText());
        crowd().concludeComplete();
    }

    /** Cases 10 and 16. */
    @Test
    void a_redis_that_forgets_all_costs_nobody_a_word() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().to(i % 2), cluster().to(0), cluster().to(1));
        }
        List<String> replies = crowd().askAllAndRead(250, 20, SOME);

        doing("FLUSHALL");
        cluster().redis().empty();
        for (int i = 0; i < replies.size(); i++) {
            crowd().talks().get(i).awaitText(replies.get(i), 3 * SOME);
        }
        doing("Redis is restarted");
        cluster().redis().stop();
        cluster().redis().startAgain();

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    /** Cases 18 and 20. */
    @Test
    void what_a_node_took_without_a_database_it_knows_after_its_death() throws Exception {
        for (int i = 0; i < 3; i++) {
            crowd().talk(cluster().first(0, SEED + i), cluster().to(1));
        }
        crowd().askAll(5, 1);
        crowd().awaitOver();

        doing("no database for any node");
        cluster().nodes().forEach(node -> node.database().refuse());
        crowd().askAll(5, 1);
        doing("kill -9 node-a");
        cluster().node(0).process().kill();

        crowd().concludeComplete();
    }

    /** Case 28. */
    @Test
    void a_stop_by_another_node_ends_the_reply_for_all() throws Exception {
        Talk talk = crowd().talk(cluster().to(0), cluster().to(1)).on(cluster().to(1));
        String reply = talk.reply(talk.ask(2_000, 20));
        talk.awaitText(reply, SOME);

        long stopped = doing("stop, by node-b");
        talk.device(1).sendOnce("{\"type\":\"cancel\"}");
        await().atMost(Cluster.LONG).until(() -> cluster().model().underWay() == 0);
        System.out.printf(
                "measured: the model's connection ended %d ms after a stop by another node%n",
                (System.nanoTime() - stopped) / 1_000_000);

        talk.awaitEnd(reply);
        crowd().conclude();
        assertThat(talk.stored().ofType("ai")).singleElement().satisfies(stored -> {
            assertThat(stored.path("state").asText()).isEqualTo("cancelled");
            assertThat(stored.path("content").asText()).isNotEmpty();
        });
    }
}
