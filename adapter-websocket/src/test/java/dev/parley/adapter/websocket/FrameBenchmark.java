package dev.parley.adapter.websocket;

import dev.parley.application.port.in.FeedItem;
import dev.parley.domain.fixture.Messages;
import dev.parley.domain.fixture.Sessions;
import dev.parley.domain.session.SessionId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the codec of frames costs: writing what goes out for each token, and reading what people send. */
@State(Scope.Thread)
public class FrameBenchmark {

    private static final SessionId SESSION = Sessions.sessionId(1);
    private static final int LARGEST = 64 * 1024;

    private final FrameCodec codec = new FrameCodec("parley.v1", LARGEST);
    private final TextBuffer buffer = new TextBuffer();
    private final ServerFrame token = piece(" token");
    private final ServerFrame joined =
            piece("Some \"words\" that were joined,\n\u00e9\u6c49\uD83D\uDE00 too. ".repeat(20));
    private final String message = """
            {"type":"user_message","session_id":"%s","message":"What is the capital of France, and why?",\
            "client_message_id":"c-0190f3a2","timestamp":"2026-03-04T05:06:07.890Z"}""".formatted(SESSION);
    private final String ping = "{\"type\":\"ping\"}";

    private static ServerFrame piece(String text) {
        return new ServerFrame.AiChunk(new FeedItem.ReplyPiece(Messages.messageId(2), 1, 1_000, text), 200);
    }

    /** One token. */
    @Benchmark
    public String writeToken() {
        return codec.encode(SESSION, token, buffer);
    }

    /** What a reader gets who was behind: some 900 characters with escapes. */
    @Benchmark
    public String writeJoinedTokens() {
        return codec.encode(SESSION, joined, buffer);
    }

    /** A question. */
    @Benchmark
    public Object readMessage() {
        return understood(message);
    }

    /** A sign of life. */
    @Benchmark
    public Object readPing() {
        return understood(ping);
    }

    private Object understood(String text) {
        if (codec.decode(text) instanceof FrameReader.Reading.Understood understood) {
            return understood.frame();
        }
        throw new IllegalStateException("no frame: " + text);
    }
}
