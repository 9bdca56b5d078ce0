package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The one place that knows how frames look. Thread-safe; never blocks. */
final class FrameCodec {

    /** How deep a client's JSON may be nested. */
    static final int DEEPEST = 32;

    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_NAME = 256;

    private final JsonFactory json;
    private final FrameReader reader;
    private final String protocol;

    FrameCodec(String protocol, int largestMessage) {
        this.json = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxNameLength(LONGEST_NAME)
                        .maxStringLength(largestMessage)
                        .build())
                // Not one buffer for each thread: there is a thread for each connection.
                .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                .build();
        this.reader = new FrameReader(new FrameParser(json));
        this.protocol = protocol;
    }

    /** Reads what a client sent. */
    FrameReader.Reading decode(String text) {
        return reader.read(text);
    }

    /**
     * Writes a frame into a buffer of its own.
     *
     * @param session whose socket it goes over; null for a user's
     */
    String encode(@Nullable SessionId session, ServerFrame frame) {
        return encode(session, frame, new TextBuffer());
    }

    /** Writes a frame into a buffer that is used again and again. */
    String encode(@Nullable SessionId session, ServerFrame frame, TextBuffer buffer) {
        try (JsonGenerator generator = json.createGenerator(buffer)) {
            new FrameJson(generator, session, protocol).write(frame);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string", e);
        }
        return buffer.take();
    }
}
