package dev.parley.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fake.ModelScript;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ModelFailure.Kind;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which servers say that they speak OpenAI's language. */
class DialectsTest {

    private static final String A = "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}";
    private static final String B = "{\"choices\":[{\"delta\":{\"content\":\"b\"}}]}";
    private static final String STOP = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";

    @RegisterExtension
    final ServedModel served = new ServedModel(ServedModel.PATIENT);

    @Test
    void openai_is_understood() throws Exception {
        served.server().answering("Hello ", "world");

        Heard heard = Heard.from(served.model());

        assertThat(heard.pieces()).containsExactly("Hello ", "world");
        assertThat(heard.reason()).isEqualTo(FinishReason.STOP);
        assertThat(heard.usage()).isEqualTo(new TokenUsage(7, 2, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: $A\n\ndata: $B\n\ndata: $S\n\ndata: [DONE]\n\n", // as it should be
                "data: $A\r\n\r\ndata: $B\r\n\r\ndata: $S\r\n\r\ndata: [DONE]\r\n\r\n", // CRLF
                "data: $A\r\rdata: $B\r\rdata: $S\r\rdata: [DONE]\r\r", // lone CR
                "data: $A\n\ndata: $B\n\ndata: $S\n\n", // no [DONE]
                "data: $A\n\ndata: $B\n\ndata: [DONE]\n\n", // no finish_reason
                "data: $A\n\ndata: $B\n\ndata: [DONE]", // no end of the last line
                "data: $A\n\ndata: $B\n\ndata: $S", // neither
                "data:$A\n\ndata:$B\n\ndata:[DONE]\n\n", // no space
                "\uFEFFdata: $A\n\ndata: $B\n\ndata: [DONE]\n\n", // byte order mark
                ": OPENROUTER PROCESSING\n\n: x\ndata: $A\n\n:\n\ndata: $B\n\ndata: [DONE]\n\n", // comments
                "\n\n\ndata: $A\n\n\n\n\ndata: $B\n\ndata: [DONE]\n\n", // many blank lines
                "data: $A\ndata: $B\ndata: [DONE]\n", // no blank lines
                "id: 1\nevent: message\nretry: 3\ndata: $A\n\nodd\nid: 2\ndata: $B\n\ndata: [DONE]\n\n", // other fields
                "data\ndata:\ndata: \n\ndata: $A\n\ndata: $B\n\ndata: [DONE] \n\n", // empty data
                "data: $A\n\ndata: $B\n\ndata: $S\n\ndata: [DONE]\n\ndata: {{{ never read\n\n", // after the end
                "data: $A\n\ndata: $B\n\ndata: $S\n\ndata: {not json\n\n", // damage after the reason
            })
    void a_stream_is_read_however_it_is_written(String stream) throws Exception {
        served.server().playing(ModelScript.streaming().send(filled(stream)));

        Heard heard = Heard.from(served.model());

        assertThat(heard.pieces()).containsExactly("a", "b");
        assertThat(heard.reason()).isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"ab\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"ab\",\"role\":null},\"index\":0,\"finish_reason\":null}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"ab\"},\"finish_reason\":\"\"}],\"usage\":null}",
                "{\"choices\":[{\"delta\":{\"content\":\"ab\"},\"finish_reason\":\"null\"}],\"error\":null}",
                "{\"choices\":[{\"finish_reason\":null,\"delta\":{\"reasoning_content\":null,\"content\":\"ab\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"no\"},\"index\":1},{\"delta\":{\"content\":\"ab\"},\"index\":0}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"ab\"}},{\"delta\":{\"content\":\"no\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"ab\",\"x\":{\"content\":\"no\",\"y\":[1,{}]}},\"logprobs\":NaN}]}",
                "{\"choices\":[{\"delta\":{\"content\":null,\"refusal\":\"ab\"}}]}",
                "{\"choices\":[{\"text\":\"ab\",\"index\":0}]}",
                "{\"id\":5,\"object\":\"\",\"created\":\"?\",\"type\":{},\"choices\":[{\"delta\":{\"content\":\"\\u0061b\"}}]}",
                "  {\"choices\" : [ { \"delta\" : { \"content\" : \"ab\" } } ] }  ",
            })
    void text_is_found_in_every_shape_of_chunk(String chunk) throws Exception {
        served.server().playing(ModelScript.streaming().event(chunk).done());

        Heard heard = Heard.from(served.model());

        assertThat(heard.text()).isEqualTo("ab");
        assertThat(heard.reason()).isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":null}",
                "{\"choices\":\"none\"}",
                "{\"choices\":[null,3]}",
                "{\"choices\":[{}]}",
                "{\"choices\":[{\"delta\":null}]}",
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":null,\"reasoning_content\":\"hm\"}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}",
                "{\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"text\":\"hm\"}]}]}}]}",
            })
    void a_chunk_without_text_is_no_delta(String chunk) throws Exception {
        served.server()
                .playing(ModelScript.streaming().event(A).event(chunk).event(B).done());

        assertThat(Heard.from(served.model()).pieces()).containsExactly("a", "b");
    }

    @Test
    void data_over_several_lines_is_joined() throws Exception {
        served.server()
                .playing(ModelScript.streaming()
                        .send("data: {\"choices\":\r\ndata:   [{\"delta\": {}\ndata: }]\n")
                        .send(": comment\ndata: ,\"x\":{}}\n\ndata: {\n")
                        .send("data: \"choices\":[{\"delta\":{\"content\":\"ab\"}}]}\n\n")
                        .done());

        assertThat(Heard.from(served.model()).text()).isEqualTo("ab");
    }

    @Test
    void a_delta_does_not_wait_for_the_blank_line() throws Exception {
        var latch = new CountDownLatch(1);
        served.server()
                .playing(ModelScript.streaming()
                        .send("data: " + A + "\r")
                        .await(latch)
                        .send("\n\r\n")
                        .event(B)
                        .done());

        try (var stream = served.model().reply(Heard.userSays("hi"))) {
            var first = stream.next();
            latch.countDown();

            assertThat(first).isEqualTo(new ReplyChunk.TextDelta("a"));
            assertThat(Heard.from(stream).text()).isEqualTo("b");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}",
                "{\"usage\":{\"completion_tokens\":4,\"prompt_tokens\":3,\"prompt_tokens_details\":{\"x\":9}}}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}",
                "{\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}",
            })
    void usage_is_taken_where_it_is_told(String chunk) throws Exception {
        served.server()
                .playing(ModelScript.streaming()
                        .event("{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}")
                        .event(A)
                        .event(chunk)
                        .done());

        assertThat(Heard.from(served.model()).usage()).isEqualTo(new TokenUsage(3, 4, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"usage\":null}", "{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}"})
    void usage_not_told_is_estimated(String chunk) throws Exception {
        served.server()
                .playing(ModelScript.streaming()
                        .delta("abc")
                        .delta("def")
                        .event(chunk)
                        .done());

        // "hi" is one token and four for the message.
        assertThat(Heard.from(served.model()).usage()).isEqualTo(new TokenUsage(5, 2, true));
    }

    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "length, LENGTH",
        "max_tokens, LENGTH",
        "content_filter, CONTENT_FILTER",
        "tool_calls, STOP",
        "function_call, STOP",
        "eos, STOP",
        "LENGTH, LENGTH",
    })
    void reasons_are_understood(String word, FinishReason reason) throws Exception {
        served.server().playing(ModelScript.streaming().delta("a").finish(word).done());

        assertThat(Heard.from(served.model()).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "error, UNAVAILABLE",
        "abort, UNAVAILABLE",
        "insufficient_system_resource, OVERLOADED",
    })
    void a_reason_that_means_cut_off_is_a_failure(String word, Kind kind) throws Exception {
        served.server().playing(ModelScript.streaming().delta("a").finish(word).done());

        Heard heard = Heard.from(served.model());

        assertThat(heard.text()).isEqualTo("a");
        assertThat(heard.failure().kind()).isEqualTo(kind);
    }

    @Test
    void a_call_of_a_tool_without_text_is_a_bad_response() throws Exception {
        served.server()
                .playing(ModelScript.streaming()
                        .event("{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]}}]}")
                        .finish("tool_calls")
                        .done());

        assertThat(Heard.from(served.model()).failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    }

    @Test
    void an_answer_may_be_empty() throws Exception {
        served.server().playing(ModelScript.streaming().finish("stop").done());

        Heard heard = Heard.from(served.model());

        assertThat(heard.pieces()).isEmpty();
        assertThat(heard.reason()).isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"ab\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}",
                "\n {\"usage\":{\"completion_tokens\":4,\"prompt_tokens\":3},\n\n\"choices\":[{\"message\":{\"content\":\"ab\"}}]}\n",
            })
    void a_server_that_does_not_stream_gives_one_delta(String body) throws Exception {
        served.server()
                .playing(ModelScript.status(200)
                        .header("Content-Type", "application/json")
                        .send(body));

        Heard heard = Heard.from(served.model());

        assertThat(heard.pieces()).containsExactly("ab");
        assertThat(heard.reason()).isEqualTo(FinishReason.STOP);
        assertThat(heard.usage()).isEqualTo(new TokenUsage(3, 4, false));
    }

    @Test
    void a_stream_is_a_stream_whatever_its_type() throws Exception {
        served.server()
                .playing(ModelScript.status(200)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .event(A)
                        .done());

        assertThat(Heard.from(served.model()).text()).isEqualTo("a");
    }

    @Test
    void a_stream_may_be_packed() throws Exception {
        var latch = new CountDownLatch(1);
        byte[] whole = gzipped(filled("data: $A\n\ndata: $B\n\ndata: [DONE]\n\n"));
        served.server()
                .playing(ModelScript.streaming()
                        .header("Content-Encoding", "gzip")
                        .sendInBits(whole, 3)
                        .await(latch));

        Heard heard = Heard.from(served.model());
        latch.countDown();

        assertThat(heard.pieces()).containsExactly("a", "b");
    }

    @Test
    void a_text_after_the_reason_still_counts() throws Exception {
        served.server()
                .playing(ModelScript.streaming()
                        .delta("a")
                        .finish("stop")
                        .delta("b")
                        .done());

        assertThat(Heard.from(served.model()).pieces()).containsExactly("a", "b");
    }

    private static String filled(String template) {
        return template.replace("$A", A).replace("$B", B).replace("$S", STOP);
    }

    private static byte[] gzipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
