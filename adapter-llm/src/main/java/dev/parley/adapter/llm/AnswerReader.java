package dev.parley.adapter.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.Arrays;

/** The chunks of an answer's body, be it a stream of events or, from servers that do not stream, one JSON object. */
final class AnswerReader {

    private static final byte[] DONE = "[DONE]".getBytes(UTF_8);

    private final LineReader lines;
    private final SseReader events;
    private final DeltaJson json;
    private boolean begun;
    private boolean whole;

    AnswerReader(LineReader lines, SseReader events, DeltaJson json) {
        this.lines = lines;
        this.events = events;
        this.json = json;
    }

    /** What comes next; not to be called after the end of the body. */
    AnswerPart next() throws IOException {
        if (whole) {
            return new AnswerPart.EndOfBody();
        }
        if (!begun) {
            begun = true;
            int first = lines.first();
            if (first == '<') {
                throw new BadAnswerException("HTML instead of an answer");
            }
            whole = first == '{';
        }
        try {
            return whole ? wholeAnswer() : nextEvent();
        } catch (JsonEOFException e) {
            return new AnswerPart.EndOfBody();
        } catch (JsonProcessingException e) {
            throw new BadAnswerException("malformed JSON");
        }
    }

    /** JSON that is well-formed to its end was not cut off, reason or not. */
    private Chunk wholeAnswer() throws IOException {
        lines.rest();
        Chunk chunk = json.read(lines.bytes(), 0, lines.length());
        return chunk.finish() == null && !chunk.text().isEmpty() ? chunk.finishedBy("stop") : chunk;
    }

    private AnswerPart nextEvent() throws IOException {
        while (events.next()) {
            if (isDone()) {
                return new AnswerPart.Done();
            }
            if (!isBlank()) {
                return event();
            }
        }
        return new AnswerPart.EndOfBody();
    }

    private Chunk event() throws IOException {
        try {
            return read();
        } catch (JsonEOFException e) {
            events.restOfEvent();
            return read();
        }
    }

    private Chunk read() throws IOException {
        if (!events.isError()) {
            return json.read(events.bytes(), events.from(), events.to());
        }
        return new Chunk("", false, null, null, error());
    }

    private ProviderError error() throws IOException {
        try {
            return json.readError(events.bytes(), events.from(), events.to());
        } catch (JsonProcessingException e) {
            return ProviderError.UNKNOWN;
        }
    }

    private boolean isDone() {
        int end = events.from() + DONE.length;
        return end <= events.to()
                && Arrays.equals(events.bytes(), events.from(), end, DONE, 0, DONE.length)
                && isBlank(end);
    }

    private boolean isBlank() {
        return isBlank(events.from());
    }

    private boolean isBlank(int from) {
        for (int at = from; at < events.to(); at++) {
            if ((events.bytes()[at] & 0xff) > ' ') {
                return false;
            }
        }
        return true;
    }
}
