package dev.parley.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.port.out.ModelException;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that begin well and go wrong. */
class BrokenAnswersTest {

    private static final ModelScript BEGUN = ModelScript.streaming().delta("a").delta("b");

    @RegisterExtension
    final ServedModel served = new ServedModel(new LlmConfig.Limits(
            ServedModel.LONG, ServedModel.LONG, ServedModel.LONG, ServedModel.LONG, 20_000, 100_000));

    @Test
    void a_clean_end_without_a_reason_is_cut_off() throws Exception {
        served.server().playing(BEGUN);

        Heard heard = Heard.from(served.model());

        assertThat(heard.pieces()).containsExactly("a", "b");
        assertThat(heard.failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
        assertThat(heard.failure().detail()).startsWith("cut off");
    }

    @Test
    void the_end_of_a_connection_without_chunks_is_cut_off() throws Exception {
        served.server().playing(ModelScript.streaming().closeDelimited().delta("a"));

        Heard heard = Heard.from(served.model());

        assertThat(heard.text()).isEqualTo("a");
        assertThat(heard.failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @Test
    void an_end_within_an_event_is_cut_off() throws Exception {
        served.server().playing(BEGUN.send("data: {\"choices\":[{\"delta\":{\"content\":\"c"));

        Heard heard = Heard.from(served.model());

        assertThat(heard.text()).isEqualTo("ab");
        assertThat(heard.failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @Test
    void an_end_within_done_is_cut_off() throws Exception {
        served.server().playing(BEGUN.send("data: [DON"));

        assertThat(Heard.from(served.model()).failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":\n\n", "data:\n\n", "Service unavailable", "data: [DONE]\n\n", "{}", "{\"choices\":[]}"})
    void a_body_without_an_answer_is_a_bad_response(String body) throws Exception {
        served.server().playing(ModelScript.streaming().head().send(body));

        Heard heard = Heard.from(served.model());

        assertThat(heard.pieces()).isEmpty();
        assertThat(heard.failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @Test
    void a_reset_is_a_failure_after_the_text() throws Exception {
        var latch = new CountDownLatch(1);
        served.server().playing(BEGUN.await(latch).reset());

        try (var stream = served.model().reply(Heard.userSays("hi"))) {
            var first = stream.next();
            var second = stream.next();
            latch.countDown();
            Heard heard = Heard.from(stream);

            assertThat(first).isNotEqualTo(second);
            assertThat(heard.pieces()).isEmpty();
            assertThat(heard.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void an_end_without_the_last_chunk_is_a_failure() throws Exception {
        served.server().playing(BEGUN.breakOff());

        Heard heard = Heard.from(served.model());

        assertThat(heard.text()).isEqualTo("ab");
        assertThat(heard.failure()).isEqualTo(ModelFailure.of(Kind.UNAVAILABLE, "the connection ended in the middle"));
    }

    @Test
    void half_a_close_in_mid_answer_is_a_failure() throws Exception {
        served.server().playing(BEGUN.halfClose());

        Heard heard = Heard.from(served.model());

        assertThat(heard.text()).isEqualTo("ab");
        assertThat(heard.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
        served.server().takeExchange().awaitClientGone();
    }

    @Test
    void a_break_after_the_reason_does_not_unmake_an_answer() throws Exception {
        served.server().playing(BEGUN.finish("stop").breakOff());

        Heard heard = Heard.from(served.model());

        assertThat(heard.text()).isEqualTo("ab");
        assertThat(heard.usage().estimated()).isTrue();
    }

    @Test
    void an_end_before_the_head_is_an_exception() {
        served.server().playing(ModelScript.streaming().breakOff());

        ModelException exception =
                catchThrowableOfType(ModelException.class, () -> served.model().reply(Heard.userSays("hi")));

        assertThat(exception.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void a_reset_before_the_head_is_an_exception() {
        served.server().playing(ModelScript.streaming().reset());

        ModelException exception =
                catchThrowableOfType(ModelException.class, () -> served.model().reply(Heard.userSays("hi")));

        assertThat(exception.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{\"choices\":[{\"delta\":{\"content\":\"c\"}}]",
                "{\"choices\":]}",
                "{'choices':[]}",
                "[]",
                "\"text\"",
                "{} {}",
                "{\"choices\":[{\"delta\":{\"content\":\"\\x\"}}]}",
            })
    void malformed_json_is_a_bad_response_before_and_after_text(String data) throws Exception {
        served.server()
                .playingNext(ModelScript.streaming().event(data).delta("a").finish("stop"));
        served.server().playingNext(BEGUN.event(data).finish("stop"));

        Heard before = Heard.from(served.model());
        Heard after = Heard.from(served.model());

        assertThat(before.pieces()).isEmpty();
        assertThat(before.failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
        assertThat(after.text()).isEqualTo("ab");
        assertThat(after.failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @Test
    void bytes_that_are_no_text_are_a_bad_response() throws Exception {
        byte[] damaged = "data: {\"choices\":[{\"delta\":{\"content\":\"#\"}}]}\n\n".getBytes(StandardCharsets.UTF_8);
        damaged[new String(damaged, StandardCharsets.UTF_8).indexOf('#')] = (byte) 0xff;
        served.server().playing(BEGUN.send(damaged).finish("stop"));

        Heard heard = Heard.from(served.model());

        assertThat(heard.text()).isEqualTo("ab");
        assertThat(heard.failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @Test
    void deep_nesting_is_a_bad_response() throws Exception {
        served.server().playing(BEGUN.event("{\"x\":" + "[".repeat(9000) + "]".repeat(9000) + "}"));

        assertThat(Heard.from(served.model()).failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}|UNAVAILABLE|error in the stream, server_error",
                "{\"error\":{\"message\":\"hi secret\",\"code\":500}}|UNAVAILABLE|error in the stream",
                "{\"error\":{\"code\":429}}|OVERLOADED|error in the stream",
                "{\"error\":{\"code\":\"rate_limit_exceeded\"}}|OVERLOADED|error in the stream, rate_limit_exceeded",
                "{\"error\":{\"type\":\"overloaded_error\"}}|OVERLOADED|error in the stream, overloaded_error",
                "{\"error\":{\"code\":\"insufficient_quota\"}}|REJECTED|error in the stream, insufficient_quota",
                "{\"error\":{\"code\":\"data_inspection_failed\"}}|REJECTED|error in the stream, data_inspection_failed",
                "{\"error\":{\"code\":\"context_length_exceeded\"}}|CONTEXT_TOO_LONG|error in the stream, context_length_exceeded",
                "{\"error\":{\"type\":\"timeout\"}}|TIMEOUT|error in the stream, timeout",
                "{\"error\":\"out of memory\"}|UNAVAILABLE|error in the stream",
                "{\"object\":\"error\",\"message\":\"m\",\"type\":\"BadRequestError\",\"code\":400}|REJECTED|error in the stream, BadRequestError",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}],\"error\":{\"code\":502}}|UNAVAILABLE|error in the stream",
            })
    void an_error_in_the_stream_has_its_meaning_before_and_after_text(String data, Kind kind, String detail)
            throws Exception {
        served.server().playingNext(ModelScript.streaming().event(data).done());
        served.server().playingNext(BEGUN.event(data).done());

        Heard before = Heard.from(served.model());
        Heard after = Heard.from(served.model());

        assertThat(before.pieces()).isEmpty();
        assertThat(before.failure()).isEqualTo(ModelFailure.of(kind, detail));
        assertThat(after.text()).isEqualTo("ab");
        assertThat(after.failure()).isEqualTo(ModelFailure.of(kind, detail));
    }

    @Test
    void an_error_may_come_whole_with_a_status_of_success() throws Exception {
        served.server()
                .playing(ModelScript.status(200)
                        .header("Content-Type", "application/json")
                        .send("{\"error\":{\"message\":\"x\",\"code\":\"rate_limit_exceeded\"}}"));

        assertThat(Heard.from(served.model()).failure().kind()).isEqualTo(Kind.OVERLOADED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: error\ndata: {\"code\":429,\"message\":\"x\"}\n\n",
                "event:error\ndata: {\"error\":{\"code\":429}}\n\n",
                "error: {\"code\":429,\"message\":\"slow down\"}\n\n",
            })
    void an_event_called_error_is_one(String event) throws Exception {
        served.server().playing(BEGUN.send(event).done());

        assertThat(Heard.from(served.model()).failure().kind()).isEqualTo(Kind.OVERLOADED);
    }

    @Test
    void an_event_called_error_may_be_plain_text() throws Exception {
        served.server().playing(BEGUN.send("event: error\ndata: it broke\n\n").done());

        assertThat(Heard.from(served.model()).failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void an_event_after_one_called_error_is_none() throws Exception {
        served.server()
                .playing(ModelScript.streaming()
                        .send("event: error\n\n")
                        .delta("a")
                        .done());

        assertThat(Heard.from(served.model()).text()).isEqualTo("a");
    }

    @Test
    void html_that_calls_itself_a_stream_is_a_bad_response() throws Exception {
        served.server().playing(ModelScript.streaming().send("\n<html>"));

        assertThat(Heard.from(served.model()).failure().detail()).isEqualTo("HTML instead of an answer");
    }

    @Test
    void an_endless_line_is_a_bad_response() throws Exception {
        served.server()
                .playing(BEGUN.send("data: ")
                        .send(filled(19_000))
                        .send(filled(1_000))
                        .stall());

        Heard heard = Heard.from(served.model());

        assertThat(heard.text()).isEqualTo("ab");
        assertThat(heard.failure()).isEqualTo(ModelFailure.of(Kind.BAD_RESPONSE, "a line longer than 20000 bytes"));
        served.server().takeExchange().awaitClientGone();
    }

    @Test
    void an_endless_event_is_a_bad_response() throws Exception {
        ModelScript script = BEGUN.send("data: {\n");
        for (int line = 0; line < 3; line++) {
            script = script.send("data: ").send(filled(9_000)).send("\n");
        }
        served.server().playing(script.stall());

        assertThat(Heard.from(served.model()).failure())
                .isEqualTo(ModelFailure.of(Kind.BAD_RESPONSE, "an event longer than 20000 bytes"));
    }

    @Test
    void an_endless_stream_is_a_bad_response() throws Exception {
        ModelScript script = ModelScript.streaming();
        for (int line = 0; line < 20; line++) {
            script = script.send(":").send(filled(9_000)).send("\n");
        }
        served.server().playing(script.stall());

        assertThat(Heard.from(served.model()).failure())
                .isEqualTo(ModelFailure.of(Kind.BAD_RESPONSE, "longer than 100000 bytes"));
    }

    @Test
    void an_endless_whole_answer_is_a_bad_response() throws Exception {
        served.server()
                .playing(ModelScript.status(200)
                        .send("{\"x\":\"")
                        .send(filled(30_000))
                        .stall());

        assertThat(Heard.from(served.model()).failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }
}
