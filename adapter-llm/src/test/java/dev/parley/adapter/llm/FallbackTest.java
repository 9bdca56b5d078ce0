package dev.parley.adapter.llm;

import static dev.parley.adapter.llm.ServedModel.LONG;
import static dev.parley.adapter.llm.ServedModel.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one provider gives no text, the next is asked, in their order. */
class FallbackTest {

    @RegisterExtension
    final ServedProviders served = new ServedProviders();

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 429, 500, 503})
    void whoever_fails_the_next_one_answers(int status) throws Exception {
        ScriptedModelServer first = served.provider().playing(ModelScript.status(status));
        ScriptedModelServer second = served.provider().answering("from ", "the second");

        try (ReplyStream stream = served.begin()) {
            assertThat(stream.model()).contains("m1");
            Heard heard = Heard.from(stream);

            assertThat(heard.text()).isEqualTo("from the second");
            assertThat(heard.usage().replyTokens()).isEqualTo(2);
        }
        assertThat(first.exchangesWaiting()).isEqualTo(1);
        assertThat(body(second)).contains("\"model\":\"m1\"");
        assertThat(served.conditions().getFirst()).isEqualTo(LlmProvidersAdapter.Condition.DEGRADED);
        assertThat(served.conditions().getLast()).isEqualTo(LlmProvidersAdapter.Condition.UP);
    }

    @Test
    void the_order_is_the_order() throws Exception {
        ScriptedModelServer first = served.provider().playing(ModelScript.status(500));
        ScriptedModelServer second = served.provider().playing(ModelScript.status(500));
        ScriptedModelServer third = served.provider().answering("third");

        assertThat(served.ask().text()).isEqualTo("third");

        first.answering("first");
        assertThat(served.ask().text()).isEqualTo("first");
        assertThat(List.of(first.exchangesWaiting(), second.exchangesWaiting(), third.exchangesWaiting()))
                .containsExactly(2, 1, 1);
        assertThat(served.conditions().getFirst()).isEqualTo(LlmProvidersAdapter.Condition.UP);
    }

    @Test
    void a_provider_that_is_not_there_is_passed_over() throws Exception {
        served.provider().close();
        served.provider().answering("here");

        assertThat(served.ask().text()).isEqualTo("here");
    }

    @Test
    void a_provider_that_hangs_is_passed_over_after_its_time() throws Exception {
        var limits = new LlmConfig.Limits(LONG, SHORT, LONG, LONG, 1 << 20, 64 << 20);
        ScriptedModelServer hanging = served.provider(limits, Map.of(), 10)
                .playing(ModelScript.streaming().head().stall());
        served.provider().answering("here");

        assertThat(served.ask().text()).isEqualTo("here");

        hanging.takeExchange().awaitClientGone();
    }

    @Test
    void who_asks_for_a_rest_is_passed_over_at_once() throws Exception {
        served.retrying(2);
        ScriptedModelServer first =
                served.provider().playing(ModelScript.status(429).header("Retry-After", "2"));
        served.provider().answering("here");

        assertThat(served.ask().text()).isEqualTo("here");
        assertThat(served.ask().text()).isEqualTo("here");

        assertThat(served.rest().taken()).isEmpty();
        assertThat(first.exchangesWaiting()).isEqualTo(1);
    }

    @Test
    void where_all_ask_for_a_rest_the_soonest_is_waited_for() throws Exception {
        served.retrying(2);
        ScriptedModelServer first =
                served.provider().playing(ModelScript.status(429).header("Retry-After", "9"));
        ScriptedModelServer second = served.provider().answering("rested");
        second.playingNext(ModelScript.status(429).header("Retry-After", "4"));

        assertThat(served.ask().text()).isEqualTo("rested");

        assertThat(served.rest().taken())
                .singleElement()
                .satisfies(rest -> assertThat(rest).isBetween(Duration.ofSeconds(4), Duration.ofMillis(4_400)));
        assertThat(first.exchangesWaiting()).isEqualTo(1);
        assertThat(second.exchangesWaiting()).isEqualTo(2);
    }

    @Test
    void a_prompt_that_is_too_long_is_not_passed_on() throws Exception {
        served.provider().playing(ModelScript.status(413));
        ScriptedModelServer second = served.provider().answering("no");

        assertThat(served.failure().kind()).isEqualTo(Kind.CONTEXT_TOO_LONG);

        assertThat(second.exchangesWaiting()).isZero();
    }

    @Test
    void where_all_fail_alike_that_is_told() throws Exception {
        served.provider().playing(ModelScript.status(429).header("Retry-After", "700"));
        served.provider().playing(ModelScript.status(429).header("Retry-After", "60"));

        var failure = served.failure();

        assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void where_all_fail_otherwise_there_is_no_model_to_be_had() throws Exception {
        served.provider().playing(ModelScript.status(401).send("{\"error\":{\"message\":\"hi, sk-provider-secret\"}}"));
        served.provider().playing(ModelScript.status(500));

        var failure = served.failure();

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.kind().code().retryable()).isTrue();
        assertThat(failure.detail()).contains("p0: HTTP 401", "p1: HTTP 500").doesNotContain("sk-provider-secret");
    }

    @Test
    void a_model_that_is_named_is_the_first_providers_unless_others_know_it() throws Exception {
        ScriptedModelServer first = served.provider().playing(ModelScript.status(500));
        ScriptedModelServer second = served.provider().playing(ModelScript.status(500));
        ScriptedModelServer third = served.provider(ServedModel.PATIENT, Map.of("large", "their-large"), 10);
        var named = new ModelParameters("large", 0.5, 100, List.of());

        try (ReplyStream stream =
                served.model().reply(new Prompt(Heard.userSays("hi").messages(), named))) {
            assertThat(stream.model()).contains("their-large");
        }

        assertThat(body(first)).contains("\"model\":\"large\"");
        assertThat(body(second)).contains("\"model\":\"m1\"");
        assertThat(body(third)).contains("\"model\":\"their-large\"");
    }

    @Test
    void an_answer_without_a_word_is_an_answer() throws Exception {
        served.provider().playing(ModelScript.answering());
        ScriptedModelServer second = served.provider();

        assertThat(served.ask().text()).isEmpty();

        assertThat(second.exchangesWaiting()).isZero();
    }

    @Test
    void shapes_are_what_requests_look_like() throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start();
                var adapter = LlmAdapter.open(
                        LlmConfig.of(server.baseUrl(), null, "m").withShape(LlmConfig.Shape.MINIMAL));
                var newer = LlmAdapter.open(
                        LlmConfig.of(server.baseUrl(), null, "m").withShape(LlmConfig.Shape.COMPLETION_TOKENS))) {
            Heard.from(adapter.model());
            Heard.from(newer.model());

            assertThat(body(server)).doesNotContain("temperature", "max_tokens", "stream_options");
            assertThat(body(server)).contains("temperature", "max_completion_tokens", "stream_options");
        }
    }

    private static String body(ScriptedModelServer server) throws InterruptedException {
        return server.takeExchange().request().body();
    }
}
