package dev.parley.adapter.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What reading a model's stream costs: a token of an answer of 1,000, each an event that comes by itself. */
@State(Scope.Thread)
public class AnswerBenchmark {

    private static final int TOKENS = 1_000;
    private static final LlmConfig.Limits LIMITS = LlmConfig.Limits.STANDARD;
    private static final byte[] EVENT = """
            data: {"id":"chatcmpl-9aB3","object":"chat.completion.chunk","created":1760000000,"model":"gpt-4o-mini",\
            "choices":[{"index":0,"delta":{"content":" token"},"logprobs":null,"finish_reason":null}]}

            """.getBytes(UTF_8);

    private final DeltaJson json = new DeltaJson(LIMITS.lineBytes());

    /** The reader of events alone. Gives the length of their data. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public int readEvents() throws IOException {
        var events = new SseReader(lines(new CallLimits(LIMITS)), LIMITS.lineBytes());
        int length = 0;
        while (events.next()) {
            length += events.to() - events.from();
        }
        return length;
    }

    /** To the text, with the limits in time. Gives its length. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public int readTexts() throws IOException {
        var limits = new CallLimits(LIMITS);
        LineReader lines = lines(limits);
        var answer = new AnswerReader(lines, new SseReader(lines, LIMITS.lineBytes()), json);
        int length = 0;
        for (int i = 0; i < TOKENS; i++) {
            limits.asked();
            length += ((Chunk) answer.next()).text().length();
            limits.heard();
        }
        return length;
    }

    private static LineReader lines(CallLimits limits) {
        BufferedSource body = Okio.buffer(new OneByOne());
        return new LineReader(body, LIMITS, limits);
    }

    /** A body of which each read gets one event. */
    private static final class OneByOne implements Source {

        private int given;

        @Override
        public long read(Buffer sink, long atMost) {
            if (given == TOKENS) {
                return -1;
            }
            given++;
            sink.write(EVENT);
            return EVENT.length;
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {}
    }
}
