package dev.parley.application.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What a {@link ScriptedModelServer} does with one request: a head, and steps in order. Immutable: each method gives a
 * longer script. The body ends as HTTP wants it unless the last step breaks the connection off.
 */
public final class ModelScript {

    private final int status;
    private final List<String> headers;
    private final boolean chunked;
    private final List<ScriptStep> steps;

    private ModelScript(int status, List<String> headers, boolean chunked, List<ScriptStep> steps) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.chunked = chunked;
        this.steps = List.copyOf(steps);
    }

    /** Status 200, {@code text/event-stream}, chunked, nothing in it yet. */
    public static ModelScript streaming() {
        return status(200).header("Content-Type", "text/event-stream");
    }

    /** Any status, chunked, without headers. */
    public static ModelScript status(int status) {
        return new ModelScript(status, List.of(), true, List.of());
    }

    /** A whole answer as OpenAI gives it: role, the pieces, {@code stop}, usage, {@code [DONE]}. */
    public static ModelScript answering(String... pieces) {
        return answering(Duration.ZERO, pieces);
    }

    /** The same with a rest before each piece. */
    public static ModelScript answering(Duration beforeEach, String... pieces) {
        ModelScript script = streaming().event(ScriptedChunks.role());
        for (String piece : pieces) {
            script = (beforeEach.isZero() ? script : script.rest(beforeEach)).delta(piece);
        }
        return script.finish("stop").usage(7, pieces.length).done();
    }

    /** Adds a header to the head. */
    public ModelScript header(String name, String value) {
        return new ModelScript(status, plus(headers, name + ": " + value), chunked, steps);
    }

    /** The body is not chunked: it ends where the connection is closed, or as a given Content-Length says. */
    public ModelScript closeDelimited() {
        return new ModelScript(status, plus(headers, "Connection: close"), false, steps);
    }

    /** Sends status and headers now; otherwise they go with the first bytes of the body. */
    public ModelScript head() {
        return then(new ScriptStep.Head());
    }

    /** Sends text in one go. */
    public ModelScript send(String text) {
        return send(text.getBytes(UTF_8));
    }

    /** Sends bytes in one go. */
    public ModelScript send(byte[] bytes) {
        return then(new ScriptStep.Send(bytes.clone(), Integer.MAX_VALUE));
    }

    /** Sends bytes in goes of at most so many, so that a client reads them apart. */
    public ModelScript sendInBits(byte[] bytes, int size) {
        return then(new ScriptStep.Send(bytes.clone(), size));
    }

    /** The same script with all it sends in goes of at most so many bytes. */
    public ModelScript inBits(int size) {
        return new ModelScript(
                status,
                headers,
                chunked,
                steps.stream().map(step -> inBits(step, size)).toList());
    }

    /** The same script with all that it sends without a pause between in one go. */
    public ModelScript atOnce() {
        var joined = new ArrayList<ScriptStep>();
        for (ScriptStep step : steps) {
            boolean follows = !joined.isEmpty() && joined.getLast() instanceof ScriptStep.Send;
            if (follows && step instanceof ScriptStep.Send send) {
                joined.add(joined((ScriptStep.Send) joined.removeLast(), send));
            } else {
                joined.add(step);
            }
        }
        return new ModelScript(status, headers, chunked, joined);
    }

    /** Sends one event with this data. */
    public ModelScript event(String data) {
        return send("data: " + data + "\n\n");
    }

    /** Sends a piece of text as an event. */
    public ModelScript delta(String text) {
        return event(ScriptedChunks.delta(text));
    }

    /** Sends the reason why the answer ends, in an event of its own. */
    public ModelScript finish(String reason) {
        return event(ScriptedChunks.finish(reason));
    }

    /** Sends what it cost, in an event of its own with no choices. */
    public ModelScript usage(int promptTokens, int replyTokens) {
        return event(ScriptedChunks.usage(promptTokens, replyTokens));
    }

    /** Sends {@code [DONE]}. */
    public ModelScript done() {
        return event("[DONE]");
    }

    /** Rests for so long, or until the client is gone. */
    public ModelScript rest(Duration duration) {
        return then(new ScriptStep.Rest(duration));
    }

    /** Waits for a latch. */
    public ModelScript await(CountDownLatch latch) {
        return then(new ScriptStep.Await(latch));
    }

    /** Does nothing more until the client is gone. Before anything was sent, not even the head goes out. */
    public ModelScript stall() {
        return then(new ScriptStep.Stall());
    }

    /** Closes the server's half of the connection and waits until the client is gone. */
    public ModelScript halfClose() {
        return then(new ScriptStep.HalfClose());
    }

    /** Closes the connection in the middle of the body, with FIN. */
    public ModelScript breakOff() {
        return then(new ScriptStep.BreakOff());
    }

    /** Resets the connection. */
    public ModelScript reset() {
        return then(new ScriptStep.Reset());
    }

    List<ScriptStep> steps() {
        return steps;
    }

    boolean chunked() {
        return chunked;
    }

    String headText() {
        var head = new StringBuilder("HTTP/1.1 ").append(status).append(" Scripted\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        return head.append(chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n")
                .toString();
    }

    private static ScriptStep joined(ScriptStep.Send first, ScriptStep.Send second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first.bytes());
        both.writeBytes(second.bytes());
        return new ScriptStep.Send(both.toByteArray(), Integer.MAX_VALUE);
    }

    private static ScriptStep inBits(ScriptStep step, int size) {
        return step instanceof ScriptStep.Send(byte[] bytes, int ignored) ? new ScriptStep.Send(bytes, size) : step;
    }

    private ModelScript then(ScriptStep step) {
        return new ModelScript(status, headers, chunked, plus(steps, step));
    }

    private static <T> List<T> plus(List<T> list, T item) {
        var longer = new ArrayList<T>(list);
        longer.add(item);
        return longer;
    }
}
