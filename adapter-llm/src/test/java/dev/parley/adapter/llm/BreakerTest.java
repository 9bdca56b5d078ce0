package dev.parley.adapter.llm;

import static dev.parley.adapter.llm.LlmProvidersAdapter.Condition.DEGRADED;
import static dev.parley.adapter.llm.LlmProvidersAdapter.Condition.DOWN;
import static dev.parley.adapter.llm.LlmProvidersAdapter.Condition.UP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who fails often is left alone for a while, and then tried by one call. */
class BreakerTest {

    private static final Duration A_MOMENT = Duration.ofMillis(1);

    @RegisterExtension
    final ServedProviders served = new ServedProviders().breakingAfter(4, 50);

    @Test
    void who_fails_often_is_not_asked() throws Exception {
        ScriptedModelServer server = broken();

        var failure = served.failure();

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.detail()).contains("not asked now");
        assertThat(server.exchangesWaiting()).isEqualTo(2);
        assertThat(served.conditions()).containsExactly(DOWN);
    }

    @Test
    void one_call_tries_it_and_opens_the_way_for_all() throws Exception {
        ScriptedModelServer server = broken();
        var latch = new CountDownLatch(1);
        server.playing(ModelScript.streaming()
                .await(latch)
                .delta("back")
                .finish("stop")
                .done());
        served.clock().pass(ServedProviders.PAUSE.plus(A_MOMENT));
        assertThat(served.conditions()).containsExactly(DEGRADED);
        var trial = new Aside<>(served::ask);
        server.takeExchange();
        server.takeExchange();
        server.takeExchange();

        assertThat(served.failure().detail()).contains("not asked now");
        assertThat(served.conditions()).containsExactly(DEGRADED);
        latch.countDown();

        assertThat(trial.result().text()).isEqualTo("back");
        assertThat(served.conditions()).containsExactly(UP);
        assertThat(served.ask().text()).isEqualTo("back");
    }

    @Test
    void a_trial_that_fails_begins_the_pause_anew() throws Exception {
        ScriptedModelServer server = broken();
        served.clock().pass(ServedProviders.PAUSE.plus(A_MOMENT));

        assertThat(served.failure().detail()).isEqualTo("HTTP 500");

        served.clock().pass(ServedProviders.PAUSE.minus(A_MOMENT));
        assertThat(served.failure().detail()).contains("not asked now");
        assertThat(server.exchangesWaiting()).isEqualTo(3);
        served.clock().pass(A_MOMENT.multipliedBy(2));
        server.answering("back");
        assertThat(served.ask().text()).isEqualTo("back");
    }

    @Test
    void a_trial_that_is_given_up_leaves_room_for_another() throws Exception {
        ScriptedModelServer server = broken();
        server.playing(ModelScript.streaming().head().stall());
        served.clock().pass(ServedProviders.PAUSE.plus(A_MOMENT));
        var trial = new Aside<>(served::ask);
        server.takeExchange();
        server.takeExchange();
        server.takeExchange();

        trial.interrupt();

        assertThat(trial.failure()).isInstanceOf(InterruptedException.class);
        server.answering("back");
        assertThat(served.ask().text()).isEqualTo("back");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 413})
    void who_refuses_is_alive(int status) throws Exception {
        ScriptedModelServer server = served.provider().playing(ModelScript.status(status));

        for (int i = 0; i < 10; i++) {
            served.failure();
        }

        assertThat(server.exchangesWaiting()).isEqualTo(10);
        assertThat(served.conditions()).doesNotContain(DOWN);
    }

    @Test
    void who_breaks_all_its_replies_off_is_left_alone() throws Exception {
        served.provider().playing(ModelScript.streaming().delta("half").breakOff());

        assertThat(served.ask().text()).isEqualTo("half");

        assertThat(served.failure().detail()).contains("not asked now");
    }

    @Test
    void each_provider_has_its_own() throws Exception {
        ScriptedModelServer first = served.provider().playing(ModelScript.status(500));
        ScriptedModelServer second = served.provider().answering("here");

        for (int i = 0; i < 5; i++) {
            assertThat(served.ask().text()).isEqualTo("here");
        }

        assertThat(first.exchangesWaiting()).isEqualTo(2);
        assertThat(second.exchangesWaiting()).isEqualTo(5);
        assertThat(served.conditions()).containsExactly(DOWN, UP);
    }

    @Test
    void some_failures_among_many_calls_are_borne() throws Exception {
        ScriptedModelServer server = served.breakingAfter(6, 50).provider().answering("fine");
        for (int i = 0; i < 5; i++) {
            served.ask();
            served.ask();
            server.playingNext(ModelScript.status(500));
            assertThat(served.failure().detail()).isEqualTo("HTTP 500");
        }
    }

    private ScriptedModelServer broken() throws InterruptedException {
        ScriptedModelServer server = served.provider().playing(ModelScript.status(500));
        for (int i = 0; i < 2; i++) {
            assertThat(served.failure().detail()).isEqualTo("HTTP 500");
        }
        return server;
    }
}
