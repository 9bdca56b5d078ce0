package dev.parley.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.application.fuzz.Mutations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;

/** Whatever a provider sends is read to an end or called a bad answer, and is the same however it is cut on its way. */
class AnswerFuzzTest {

    private static final int LONGEST = 4 * 1024;
    private static final LlmConfig.Limits LIMITS = new LlmConfig.Limits(
            LlmConfig.Limits.STANDARD.connect(),
            LlmConfig.Limits.STANDARD.firstToken(),
            LlmConfig.Limits.STANDARD.betweenTokens(),
            LlmConfig.Limits.STANDARD.total(),
            LONGEST,
            4 * LONGEST);

    private final DeltaJson json = new DeltaJson(LONGEST);

    @FuzzTest
    void reads(byte[] bytes) {
        Mutations.tryOne(bytes, this::check);
    }

    private void check(byte[] bytes) {
        try {
            List<String> whole = parts(new Buffer().write(bytes));

            assertThat(parts(inBits(new Buffer().write(bytes)))).isEqualTo(whole);
            assertThat(whole.size()).isLessThanOrEqualTo(bytes.length + 1);
        } catch (IOException e) {
            throw new AssertionError("nothing but a bad answer may come of it", e);
        }
    }

    @Test
    void reads_changed_answers() {
        Mutations.tryAll(AnswerFuzzTest.class, "reads", 20_260_304, 3_000, this::check);
    }

    private List<String> parts(Source source) throws IOException {
        var limits = new CallLimits(LIMITS);
        var lines = new LineReader(Okio.buffer(source), LIMITS, limits);
        var reader = new AnswerReader(lines, new SseReader(lines, LONGEST), json);
        var parts = new ArrayList<String>();
        try {
            while (true) {
                AnswerPart part = reader.next();
                parts.add(part.toString());
                if (!(part instanceof Chunk)) {
                    return parts;
                }
            }
        } catch (BadAnswerException e) {
            parts.add("bad");
            return parts;
        }
    }

    private static Source inBits(Source source) {
        return new ForwardingSource(source) {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                return super.read(sink, 1);
            }
        };
    }
}
