package dev.parley.adapter.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fake.ModelScript;
import dev.parley.domain.reply.FinishReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However bytes are cut on their way, the text is the same. */
class BytesTest {

    /** Two bytes, three, four, a family of emoji joined, a combining mark. */
    private static final String TEXT =
            "\u00e9\u6c49\uD83D\uDE00\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67e\u0301";

    @RegisterExtension
    final ServedModel served = new ServedModel(ServedModel.PATIENT);

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void a_stream_cut_at_any_one_place_is_whole(String end) throws Exception {
        byte[] stream = stream(end);

        for (int cut = 1; cut < stream.length; cut++) {
            served.server()
                    .playing(ModelScript.streaming()
                            .send(Arrays.copyOfRange(stream, 0, cut))
                            .send(Arrays.copyOfRange(stream, cut, stream.length)));

            Heard heard = Heard.from(served.model());

            assertThat(heard.pieces()).as("cut at %d", cut).containsExactly(TEXT, "x");
            assertThat(heard.reason()).isEqualTo(FinishReason.STOP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void a_stream_of_single_bytes_is_whole(String end) throws Exception {
        served.server().playing(ModelScript.streaming().sendInBits(stream(end), 1));

        assertThat(Heard.from(served.model()).pieces()).containsExactly(TEXT, "x");
    }

    @Test
    void random_texts_cut_at_random_places_are_whole() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            List<String> pieces = random.ints(0x20, 0x1F9FF)
                    .filter(point -> point < 0xD800 || point > 0xDFFF)
                    .limit(200)
                    .mapToObj(point -> Character.toString(point).repeat(1 + random.nextInt(3)))
                    .toList();
            served.server().playing(randomlyCut(random, pieces));

            assertThat(Heard.from(served.model()).pieces()).as("seed %d", seed).isEqualTo(pieces);
        }
    }

    @Test
    void half_pairs_in_escapes_come_through() throws Exception {
        served.server().playing(ModelScript.answering("a\uD83D", "\uDE00b"));

        Heard heard = Heard.from(served.model());

        assertThat(heard.pieces()).containsExactly("a\uD83D", "\uDE00b");
        assertThat(heard.text()).isEqualTo("a\uD83D\uDE00b");
    }

    @Test
    void white_space_and_control_characters_come_through() throws Exception {
        served.server().playing(ModelScript.answering(" ", "\n\n", "\r\n", "\t", "\u0000", "\u2028", " x "));

        assertThat(Heard.from(served.model()).pieces())
                .containsExactly(" ", "\n\n", "\r\n", "\t", "\u0000", "\u2028", " x ");
    }

    @Test
    void a_line_of_nearly_a_megabyte_is_one_delta() throws Exception {
        String text = "\u6c49x".repeat(250_000);
        served.server().playing(ModelScript.answering(text, "after"));

        assertThat(Heard.from(served.model()).pieces()).containsExactly(text, "after");
    }

    private static byte[] stream(String end) {
        return ("\uFEFF: c#data: {\"choices\":[{\"delta\":{\"content\":\"" + TEXT + "\"}}]}##"
                        + "data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}##data: [DONE]##")
                .replace("#", end)
                .getBytes(UTF_8);
    }

    private static ModelScript randomlyCut(Random random, List<String> pieces) throws IOException {
        var stream = new Buffer();
        for (String piece : pieces) {
            String escaped = piece.replace("\\", "\\\\").replace("\"", "\\\"");
            stream.writeUtf8("data: {\"choices\":[{\"delta\":{\"content\":\"" + escaped + "\"}}]}\n\n");
        }
        stream.writeUtf8("data: [DONE]\n\n");
        ModelScript script = ModelScript.streaming();
        while (!stream.exhausted()) {
            script = script.send(stream.readByteString(Math.min(stream.size(), 1 + random.nextInt(200)))
                    .toByteArray());
        }
        return script;
    }
}
