package dev.parley.adapter.llm;

import static dev.parley.adapter.llm.ServedModel.LONG;
import static dev.parley.adapter.llm.ServedModel.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who fails before the first text is asked again, after a rest; after the first text nobody is. */
class RetryTest {

    @RegisterExtension
    final ServedProviders served = new ServedProviders().retrying(2);

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 529})
    void a_failed_call_is_made_again(int status) throws Exception {
        ScriptedModelServer server = served.provider().answering("fine");
        server.playingNext(ModelScript.status(status));

        Heard heard = served.ask();

        assertThat(heard.text()).isEqualTo("fine");
        assertThat(served.rest().taken())
                .singleElement()
                .satisfies(rest -> assertThat(rest).isBetween(Duration.ofMillis(200), Duration.ofMillis(600)));
        assertThat(server.exchangesWaiting()).isEqualTo(2);
    }

    @Test
    void a_broken_connection_is_tried_again() throws Exception {
        ScriptedModelServer server = served.provider().answering("fine");
        server.playingNext(ModelScript.streaming().head().reset());

        assertThat(served.ask().text()).isEqualTo("fine");
    }

    @Test
    void trouble_in_a_stream_without_text_is_tried_again() throws Exception {
        ScriptedModelServer server = served.provider().answering("fine");
        server.playingNext(ModelScript.streaming().event("{\"error\":{\"message\":\"sorry\"}}"));
        server.playingNext(ModelScript.streaming().event("garbage"));

        assertThat(served.ask().text()).isEqualTo("fine");
        assertThat(server.exchangesWaiting()).isEqualTo(3);
    }

    @Test
    void rests_grow_and_then_it_has_failed() throws Exception {
        ScriptedModelServer server = served.provider().playing(ModelScript.status(500));

        assertThat(served.failure().kind()).isEqualTo(Kind.UNAVAILABLE);

        assertThat(server.exchangesWaiting()).isEqualTo(3);
        List<Duration> rests = served.rest().taken();
        assertThat(rests).hasSize(2);
        assertThat(rests.getLast()).isBetween(Duration.ofMillis(400), Duration.ofMillis(1_200));
    }

    @Test
    void nothing_is_tried_again_after_the_first_piece() throws Exception {
        ScriptedModelServer server =
                served.provider().playing(ModelScript.streaming().delta("half").breakOff());
        ScriptedModelServer other = served.provider().answering("other");

        Heard heard = served.ask();

        assertThat(heard.text()).isEqualTo("half");
        assertThat(heard.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(server.exchangesWaiting()).isEqualTo(1);
        assertThat(other.exchangesWaiting()).isZero();
        assertThat(served.rest().taken()).isEmpty();
    }

    @Test
    void the_rest_a_provider_asks_for_is_taken() throws Exception {
        ScriptedModelServer server = served.provider().answering("fine");
        server.playingNext(ModelScript.status(429).header("Retry-After", "3"));

        assertThat(served.ask().text()).isEqualTo("fine");

        assertThat(served.rest().taken())
                .singleElement()
                .satisfies(rest -> assertThat(rest).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_400)));
    }

    @Test
    void who_asks_for_too_long_a_rest_is_not_waited_for() throws Exception {
        ScriptedModelServer server =
                served.provider().playing(ModelScript.status(429).header("Retry-After", "11"));

        var failure = served.failure();

        assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(11));
        assertThat(served.rest().taken()).isEmpty();
        assertThat(server.exchangesWaiting()).isEqualTo(1);
    }

    @Test
    void who_asked_for_a_rest_is_left_alone_by_all_for_a_bounded_time() throws Exception {
        ScriptedModelServer server = served.provider().answering("fine");
        server.playingNext(ModelScript.status(503).header("Retry-After", "86400"));
        served.failure();
        assertThat(served.conditions()).containsExactly(LlmProvidersAdapter.Condition.DEGRADED);

        var failure = served.failure();

        assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(server.exchangesWaiting()).isEqualTo(1);
        served.clock().pass(ServedProviders.PAUSE);
        assertThat(served.ask().text()).isEqualTo("fine");
        assertThat(served.conditions()).containsExactly(LlmProvidersAdapter.Condition.UP);
    }

    @ParameterizedTest
    @CsvSource({"401, REJECTED", "400, REJECTED", "404, REJECTED", "413, CONTEXT_TOO_LONG"})
    void what_would_come_to_the_same_is_not_tried_again(int status, Kind kind) throws Exception {
        ScriptedModelServer server = served.provider().playing(ModelScript.status(status));

        assertThat(served.failure().kind()).isEqualTo(kind);

        assertThat(server.exchangesWaiting()).isEqualTo(1);
    }

    @Test
    void who_was_waited_for_in_vain_is_not_waited_for_again() throws Exception {
        var limits = new LlmConfig.Limits(LONG, SHORT, LONG, LONG, 1 << 20, 64 << 20);
        ScriptedModelServer server = served.provider(limits, Map.of(), 10)
                .playing(ModelScript.streaming().stall());

        assertThat(served.failure().kind()).isEqualTo(Kind.TIMEOUT);

        assertThat(server.exchangesWaiting()).isEqualTo(1);
    }

    @Test
    void a_rest_that_would_use_up_the_time_is_not_begun() throws Exception {
        ScriptedModelServer server =
                served.provider().playing(ModelScript.status(429).header("Retry-After", "5"));
        served.startingWithin(Duration.ofSeconds(5));

        assertThat(served.failure().kind()).isEqualTo(Kind.OVERLOADED);

        assertThat(server.exchangesWaiting()).isEqualTo(1);
        assertThat(served.rest().taken()).isEmpty();
    }

    @Test
    void a_whole_search_has_its_limit_in_time() throws Exception {
        ScriptedModelServer server = served.provider().playing(request -> {
            served.clock().pass(Duration.ofSeconds(4));
            return ModelScript.status(500);
        });
        ScriptedModelServer other = served.provider().answering("too late");
        served.retrying(0).startingWithin(Duration.ofSeconds(3));

        var failure = served.failure();

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.detail()).contains("3000 ms in all", "p0", "HTTP 500");
        assertThat(server.exchangesWaiting()).isEqualTo(1);
        assertThat(other.exchangesWaiting()).isZero();
    }

    @Test
    void rests_are_spread() {
        var retries = new LlmProvidersConfig.Retries(5, Duration.ofMillis(100), Duration.ofMillis(300));
        var backoff = new Backoff(retries, new Random(3));
        Set<Duration> first = new HashSet<>();

        for (int i = 0; i < 200; i++) {
            Duration rest = backoff.after(1);
            first.add(rest);
            assertThat(rest).isBetween(Duration.ofMillis(50), Duration.ofMillis(150));
            assertThat(backoff.after(2)).isBetween(Duration.ofMillis(100), Duration.ofMillis(300));
            assertThat(backoff.after(60)).isBetween(Duration.ofMillis(150), Duration.ofMillis(300));
            assertThat(backoff.after(Duration.ofSeconds(2))).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_100));
        }
        assertThat(first).hasSizeGreaterThan(150);
    }

    @Test
    void rests_in_real_time_end_and_closing_wakes_all() throws Exception {
        var doze = new Doze();
        assertThat(doze.over(Duration.ofMillis(1))).isTrue();
        var asleep = new Aside<>(() -> doze.over(LONG));
        asleep.awaitBlocked();

        doze.close();

        assertThat(asleep.result()).isFalse();
        assertThat(doze.over(LONG)).isFalse();
    }
}
