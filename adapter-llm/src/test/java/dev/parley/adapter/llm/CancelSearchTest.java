package dev.parley.adapter.llm;

import static dev.parley.adapter.llm.ServedModel.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.application.port.out.ReplyStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever looks for a provider can be called off, wherever it is, and leaves nothing behind. */
class CancelSearchTest {

    @RegisterExtension
    final ServedProviders served = new ServedProviders().retrying(2);

    @Test
    void at_rest_before_a_retry() throws Exception {
        ScriptedModelServer server = served.provider(PATIENT, Map.of(), 1).answering("fine");
        server.playingNext(ModelScript.status(500));
        served.rest().makeEndless();
        var asking = new Aside<>(served::begin);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !served.rest().taken().isEmpty());
        asking.awaitBlocked();

        asking.interrupt();

        assertThat(asking.failure()).isInstanceOf(InterruptedException.class);
        assertThat(server.exchangesWaiting()).isEqualTo(1);
        assertThat(served.ask().text()).isEqualTo("fine");
    }

    @Test
    void while_all_providers_rest() throws Exception {
        ScriptedModelServer server =
                served.provider().playing(ModelScript.status(429).header("Retry-After", "5"));
        served.rest().makeEndless();
        var asking = new Aside<>(served::begin);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !served.rest().taken().isEmpty());
        asking.awaitBlocked();

        asking.interrupt();

        assertThat(asking.failure()).isInstanceOf(InterruptedException.class);
        assertThat(server.exchangesWaiting()).isEqualTo(1);
    }

    @Test
    void in_the_queue() throws Exception {
        ScriptedModelServer server = served.provider(PATIENT, Map.of(), 1)
                .playing(ModelScript.streaming().delta("begun").stall());
        ReplyStream first = served.begin();
        var asking = new Aside<>(served::begin);
        served.awaitWaiting(0, 1);

        asking.interrupt();

        assertThat(asking.failure()).isInstanceOf(InterruptedException.class);
        served.awaitWaiting(0, 0);
        first.close();
        assertThat(server.exchangesWaiting()).isEqualTo(1);
        server.answering("next");
        assertThat(served.ask().text()).isEqualTo("next");
    }

    @Test
    void before_the_head_of_an_answer() throws Exception {
        ScriptedModelServer server = served.provider(PATIENT, Map.of(), 1)
                .playing(ModelScript.streaming().stall());
        callOffAfterAnExchange(server);
    }

    @Test
    void between_the_head_and_the_first_piece() throws Exception {
        ScriptedModelServer server = served.provider(PATIENT, Map.of(), 1)
                .playing(ModelScript.streaming().head().stall());
        callOffAfterAnExchange(server);
    }

    private void callOffAfterAnExchange(ScriptedModelServer server) throws Exception {
        ScriptedModelServer other = served.provider().answering("other");
        var asking = new Aside<>(served::begin);
        var exchange = server.takeExchange();

        asking.interrupt();

        assertThat(asking.failure()).isInstanceOf(InterruptedException.class);
        exchange.awaitClientGone();
        assertThat(other.exchangesWaiting()).isZero();
        server.answering("next");
        assertThat(served.ask().text()).isEqualTo("next");
    }

    @Test
    void between_two_providers() throws Exception {
        ScriptedModelServer first = served.retrying(0).provider().playing(ModelScript.status(500));
        ScriptedModelServer second = served.provider().answering("second");
        var failures = new AtomicInteger();
        // Who has an answer from the first one is the next to ask for the time.
        served.clock().whenAsked(() -> {
            if (first.exchangesWaiting() == 1 && failures.getAndIncrement() == 0) {
                Thread.currentThread().interrupt();
            }
        });
        var asking = new Aside<>(served::begin);

        assertThat(asking.failure()).isInstanceOf(InterruptedException.class);

        assertThat(second.exchangesWaiting()).isZero();
    }
}
