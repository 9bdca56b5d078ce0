package dev.parley.adapter.llm;

import static dev.parley.adapter.llm.ServedModel.LONG;
import static dev.parley.adapter.llm.ServedModel.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.ModelFailure.Kind;
import dev.parley.domain.reply.ReplyChunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A provider writes so many replies at once; some wait, in the order they came, and the rest is told so. */
class QueueTest {

    @RegisterExtension
    final ServedProviders served = new ServedProviders();

    @Test
    void who_comes_when_all_places_are_taken_waits() throws Exception {
        ScriptedModelServer server = narrow(1).playing(pausing());
        ReplyStream first = served.begin();
        var second = new Aside<>(served::begin);
        served.awaitWaiting(0, 1);
        assertThat(server.exchangesWaiting()).isEqualTo(1);

        first.close();

        try (ReplyStream stream = second.result()) {
            assertThat(stream.next()).isEqualTo(new ReplyChunk.TextDelta("begun"));
        }
        assertThat(server.exchangesWaiting()).isEqualTo(2);
    }

    @Test
    void a_place_is_free_again_however_a_reply_ends() throws Exception {
        ScriptedModelServer server = narrow(1).answering("whole");

        server.playingNext(ModelScript.answering("whole"));
        server.playingNext(ModelScript.status(500));
        server.playingNext(ModelScript.streaming().delta("half").breakOff());
        served.ask();
        served.failure();
        served.ask();
        server.playingNext(pausing());
        ReplyStream closed = served.begin();
        closed.close();
        closed.close();
        server.playingNext(pausing());
        try (ReplyStream read = served.begin()) {
            assertThat(read.next()).isEqualTo(new ReplyChunk.TextDelta("begun"));
            Thread.currentThread().interrupt();
            assertThat(catchThrowable(read::next)).isInstanceOf(InterruptedException.class);
        }

        assertThat(served.ask().text()).isEqualTo("whole");
        narrowAgain(server);
    }

    /** One place, not two that were left by closing twice. */
    private void narrowAgain(ScriptedModelServer server) throws Exception {
        server.playing(pausing());
        try (ReplyStream only = served.begin()) {
            var other = new Aside<>(served::begin);
            served.awaitWaiting(0, 1);
            other.interrupt();
            assertThat(other.failure()).isInstanceOf(InterruptedException.class);
            assertThat(only.model()).contains("m0");
        }
    }

    @Test
    void a_full_queue_refuses_at_once() throws Exception {
        served.queueing(1, LONG);
        narrow(1).playing(pausing());
        ReplyStream first = served.begin();
        var waiting = new Aside<>(served::begin);
        served.awaitWaiting(0, 1);

        var failure = served.failure();

        assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(failure.kind().code().retryable()).isTrue();
        assertThat(failure.detail()).contains("queue").contains("full");
        first.close();
        waiting.result().close();
    }

    @Test
    void nobody_waits_longer_than_allowed() throws Exception {
        served.queueing(5, Duration.ofMillis(1));
        narrow(1).playing(pausing());

        try (ReplyStream first = served.begin()) {
            assertThat(first.model()).contains("m0");
            assertThat(served.failure().detail()).contains("no place in time");
        }
    }

    @Test
    void where_the_queue_is_full_the_next_provider_is_asked() throws Exception {
        served.queueing(0, LONG);
        narrow(1).playing(pausing());
        ScriptedModelServer second = served.provider().answering("here");

        try (ReplyStream stuck = served.begin()) {
            assertThat(stuck.model()).contains("m0");
            for (int i = 0; i < 5; i++) {
                assertThat(served.ask().text()).isEqualTo("here");
            }
        }

        assertThat(second.exchangesWaiting()).isEqualTo(5);
    }

    @Test
    void a_crowd_does_not_overtake_who_came_before() throws Exception {
        ScriptedModelServer server = narrow(1).playing(pausing());
        ReplyStream first = served.begin();
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Aside<Integer>> asking = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            asking.add(new Aside<>(() -> {
                try (ReplyStream stream = served.begin()) {
                    order.add(number);
                    return stream.next() instanceof ReplyChunk.TextDelta ? number : -1;
                }
            }));
            served.awaitWaiting(0, i + 1);
        }

        first.close();
        // Newcomers come while the others get their turn.
        for (int i = 0; i < 20; i++) {
            served.begin().close();
            assertThat(order).hasSize(20);
        }

        for (int i = 0; i < 20; i++) {
            assertThat(asking.get(i).result()).isEqualTo(i);
        }
        assertThat(order).isSorted().hasSize(20);
        assertThat(server.exchangesWaiting()).isEqualTo(41);
    }

    @Test
    void who_is_let_in_finds_out_that_it_broke_meanwhile() throws Exception {
        served.breakingAfter(2, 100);
        ScriptedModelServer server = narrow(1);
        server.playingNext(ModelScript.streaming().head().stall());
        var stuck = new Aside<>(served::begin);
        server.takeExchange();
        var waiting = new Aside<>(served::begin);
        served.awaitWaiting(0, 1);

        server.close();
        assertThat(stuck.failure()).isInstanceOf(ModelException.class);

        assertThat(waiting.failure())
                .isInstanceOfSatisfying(
                        ModelException.class,
                        failure -> assertThat(failure.failure().detail()).contains("not asked now"));
        assertThat(server.exchangesWaiting()).isZero();
    }

    @Test
    void closing_the_adapter_wakes_all_who_wait() throws Exception {
        narrow(1).playing(pausing());
        ReplyStream first = served.begin();
        var waiting = new Aside<>(served::begin);
        served.awaitWaiting(0, 1);

        served.adapter().close();

        assertThat(waiting.failure()).isInstanceOf(ModelException.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> first.next() instanceof ReplyChunk.End);
    }

    private ScriptedModelServer narrow(int places) {
        return served.provider(PATIENT, Map.of(), places);
    }

    private static ModelScript pausing() {
        return ModelScript.streaming().delta("begun").stall();
    }
}
