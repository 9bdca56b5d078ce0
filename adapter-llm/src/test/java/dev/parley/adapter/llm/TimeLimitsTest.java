package dev.parley.adapter.llm;

import static dev.parley.adapter.llm.ServedModel.LONG;
import static dev.parley.adapter.llm.ServedModel.ROOMY;
import static dev.parley.adapter.llm.ServedModel.SHORT;
import static dev.parley.adapter.llm.ServedModel.TOO_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.application.port.out.ModelException;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import dev.parley.domain.reply.ReplyChunk;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that hangs or stalls ends in a failure that says which limit it passed. */
@Execution(ExecutionMode.CONCURRENT)
class TimeLimitsTest {

    private static final ModelFailure NO_FIRST = ModelFailure.of(Kind.TIMEOUT, "no first token within 1000 ms");
    private static final ModelFailure NO_NEXT = ModelFailure.of(Kind.TIMEOUT, "no next token within 150 ms");
    private static final ModelFailure NO_END = ModelFailure.of(Kind.TIMEOUT, "no end within 1000 ms in all");
    private static final String EMPTY_DELTA = "{\"choices\":[{\"delta\":{\"content\":\"\"}}]}";
    private static final String THOUGHT = "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}";

    private static LlmConfig.Limits limits(Duration firstToken, Duration betweenTokens, Duration total) {
        return new LlmConfig.Limits(LONG, firstToken, betweenTokens, total, 1 << 20, 64 << 20);
    }

    /** Sends this every 20 ms for ever. */
    private static ModelScript keeping(ModelScript begun, String event) {
        ModelScript script = begun;
        for (int beat = 0; beat < 3_000; beat++) {
            script = script.rest(Duration.ofMillis(20)).send(event);
        }
        return script;
    }

    @Nested
    class TheFirstToken {

        @RegisterExtension
        final ServedModel served = new ServedModel(limits(ROOMY, LONG, LONG));

        @Test
        void must_come_though_the_head_does_not() throws Exception {
            served.server().playing(ModelScript.streaming().stall());

            ModelException exception = catchThrowableOfType(
                    ModelException.class, () -> served.model().reply(Heard.userSays("hi")));

            assertThat(exception.failure()).isEqualTo(NO_FIRST);
            served.server().takeExchange().awaitClientGone();
        }

        @Test
        void must_come_after_the_head() throws Exception {
            served.server().playing(ModelScript.streaming().head().stall());

            assertThat(Heard.from(served.model()).failure()).isEqualTo(NO_FIRST);
            served.server().takeExchange().awaitClientGone();
        }

        @Test
        void must_come_though_the_connection_is_kept_alive() throws Exception {
            served.server().playingNext(keeping(ModelScript.streaming(), ": keep-alive\n\n"));
            served.server().playingNext(keeping(ModelScript.streaming(), "data: " + EMPTY_DELTA + "\n\n"));

            assertThat(Heard.from(served.model()).failure()).isEqualTo(NO_FIRST);
            assertThat(Heard.from(served.model()).failure()).isEqualTo(NO_FIRST);
        }

        @Test
        void may_be_a_thought() throws Exception {
            served.server()
                    .playing(ModelScript.streaming()
                            .event(THOUGHT)
                            .rest(TOO_LONG)
                            .delta("a")
                            .finish("stop"));

            assertThat(Heard.from(served.model()).text()).isEqualTo("a");
        }

        @Test
        void does_not_limit_what_follows() throws Exception {
            served.server()
                    .playing(ModelScript.streaming()
                            .delta("a")
                            .rest(TOO_LONG)
                            .delta("b")
                            .finish("stop"));

            assertThat(Heard.from(served.model()).text()).isEqualTo("ab");
        }

        @Test
        void is_waited_for_while_a_refusal_dawdles() throws Exception {
            served.server().playing(ModelScript.status(500).send("oh").stall());

            ModelException exception = catchThrowableOfType(
                    ModelException.class, () -> served.model().reply(Heard.userSays("hi")));

            assertThat(exception.failure()).isEqualTo(ModelFailure.of(Kind.UNAVAILABLE, "HTTP 500"));
        }
    }

    @Nested
    class TheNextToken {

        @RegisterExtension
        final ServedModel served = new ServedModel(limits(LONG, SHORT, LONG));

        @Test
        void must_come_after_the_first() throws Exception {
            served.server().playing(ModelScript.streaming().delta("a").stall());

            Heard heard = Heard.from(served.model());

            assertThat(heard.text()).isEqualTo("a");
            assertThat(heard.failure()).isEqualTo(NO_NEXT);
            served.server().takeExchange().awaitClientGone();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {": keep-alive\n\n", "\n", ":", "data:\n\n", "data: " + EMPTY_DELTA + "\n\n", "data: {}\n"})
        void must_come_though_the_connection_is_kept_alive(String beat) throws Exception {
            served.server().playing(keeping(ModelScript.streaming().delta("a"), beat));

            assertThat(Heard.from(served.model()).failure()).isEqualTo(NO_NEXT);
        }

        @Test
        void must_come_after_a_thought_too() throws Exception {
            served.server().playing(ModelScript.streaming().event(THOUGHT).stall());

            assertThat(Heard.from(served.model()).failure()).isEqualTo(NO_NEXT);
        }
    }

    @Nested
    class ANextTokenInTime {

        @RegisterExtension
        final ServedModel served = new ServedModel(limits(LONG, ROOMY, LONG));

        @Test
        void may_be_a_thought() throws Exception {
            ModelScript script = ModelScript.streaming().delta("a");
            for (int thought = 0; thought < 24; thought++) {
                script = script.rest(TOO_LONG.dividedBy(24)).event(THOUGHT);
            }
            served.server().playing(script.delta("b").finish("stop"));

            assertThat(Heard.from(served.model()).text()).isEqualTo("ab");
        }

        @Test
        void does_not_limit_the_first() throws Exception {
            served.server()
                    .playing(ModelScript.streaming()
                            .head()
                            .rest(TOO_LONG)
                            .delta("a")
                            .finish("stop"));

            assertThat(Heard.from(served.model()).text()).isEqualTo("a");
        }

        @Test
        void is_never_late_for_a_reader_that_does_not_ask() throws Exception {
            served.server()
                    .playing(ModelScript.streaming()
                            .delta("a")
                            .rest(TOO_LONG)
                            .delta("b")
                            .finish("stop"));

            try (var stream = served.model().reply(Heard.userSays("hi"))) {
                var first = stream.next();
                served.server().takeExchange().awaitPlayed();

                assertThat(first).isEqualTo(new ReplyChunk.TextDelta("a"));
                assertThat(Heard.from(stream).text()).isEqualTo("b");
            }
        }

        @Test
        void is_not_waited_for_after_the_reason() throws Exception {
            served.server()
                    .playing(ModelScript.streaming()
                            .delta("a")
                            .finish("stop")
                            .atOnce()
                            .stall());

            Heard heard = Heard.from(served.model());

            assertThat(heard.text()).isEqualTo("a");
            assertThat(heard.usage().estimated()).isTrue();
        }
    }

    @Nested
    class TheWhole {

        @RegisterExtension
        final ServedModel served = new ServedModel(limits(LONG, LONG, ROOMY));

        @Test
        void must_end_though_tokens_come() throws Exception {
            served.server().playing(keeping(ModelScript.streaming(), "data: " + THOUGHT + "\n\n"));

            assertThat(Heard.from(served.model()).failure()).isEqualTo(NO_END);
        }

        @Test
        void must_begin() throws Exception {
            served.server().playing(ModelScript.streaming().stall());

            ModelException exception = catchThrowableOfType(
                    ModelException.class, () -> served.model().reply(Heard.userSays("hi")));

            assertThat(exception.failure()).isEqualTo(NO_END);
        }
    }

    @Test
    void a_connection_must_come() throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var limits = new LlmConfig.Limits(SHORT, LONG, LONG, LONG, 1024, 1024);
            URI url = URI.create("https://127.0.0.1:" + deaf.getLocalPort() + "/v1");

            // It takes the connection, as any listening socket does, and says nothing to the TLS greeting.
            try (var adapter = LlmAdapter.open(LlmConfig.of(url, null, "m").withLimits(limits))) {
                ModelException exception = catchThrowableOfType(
                        ModelException.class, () -> adapter.model().reply(Heard.userSays("hi")));

                assertThat(exception.failure()).isEqualTo(ModelFailure.of(Kind.TIMEOUT, "no connection within 150 ms"));
            }
        }
    }

    @Test
    void a_connection_that_is_late_ends_at_whatever_moment_the_limit_passes() throws Exception {
        try (var deaf = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("https://127.0.0.1:" + deaf.getLocalPort() + "/v1");

            for (int round = 0; round < 300; round++) {
                var limits = new LlmConfig.Limits(Duration.ofMillis(1 + round % 4), LONG, LONG, LONG, 1024, 1024);
                try (var adapter = LlmAdapter.open(LlmConfig.of(url, null, "m").withLimits(limits))) {
                    ModelException exception = catchThrowableOfType(
                            ModelException.class, () -> adapter.model().reply(Heard.userSays("hi")));

                    assertThat(exception.failure().kind()).isEqualTo(Kind.TIMEOUT);
                }
            }
        }
    }

    @Test
    void a_connection_in_time_ends_the_limit_on_it() throws Exception {
        try (var server = ScriptedModelServer.start()) {
            server.playing(ModelScript.streaming().rest(TOO_LONG).delta("a").finish("stop"));
            var limits = new LlmConfig.Limits(ROOMY, LONG, LONG, LONG, 1024, 1024);

            try (var adapter =
                    LlmAdapter.open(LlmConfig.of(server.baseUrl(), null, "m").withLimits(limits))) {
                assertThat(Heard.from(adapter.model()).text()).isEqualTo("a");
                assertThat(Heard.from(adapter.model()).text()).isEqualTo("a");
            }
        }
    }
}
