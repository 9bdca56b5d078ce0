package dev.parley.adapter.llm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.CharConversionException;
import java.io.IOException;

/** Reads objects of a provider's answer. Thread-safe; no trees, unknown fields are passed over. */
final class DeltaJson {

    private static final int DEEPEST = 64;

    private final JsonFactory factory;

    /** A reader that takes no text longer than this. */
    DeltaJson(int longestText) {
        // Names come from outside: interning them would keep them for ever. Python's servers write NaN.
        factory = new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(longestText)
                        .maxNameLength(longestText)
                        .build())
                .build();
    }

    /**
     * Reads one object.
     *
     * @throws com.fasterxml.jackson.core.io.JsonEOFException if the bytes are the beginning of one
     * @throws com.fasterxml.jackson.core.JsonProcessingException if they are none
     */
    Chunk read(byte[] bytes, int from, int to) throws IOException {
        try (JsonParser parser = factory.createParser(bytes, from, to - from)) {
            return new ChunkParser(parser).chunk();
        } catch (CharConversionException e) {
            throw noText(e);
        }
    }

    /** Bytes that begin as UTF-32 does are taken for it; that they are none is no failure of a connection. */
    private static JsonParseException noText(CharConversionException cause) {
        return new JsonParseException(null, "not a text", cause);
    }

    /** Reads the object of an error that stands without anything around it. */
    ProviderError readError(byte[] bytes, int from, int to) throws IOException {
        try (JsonParser parser = factory.createParser(bytes, from, to - from)) {
            return new ChunkParser(parser).error();
        } catch (CharConversionException e) {
            throw noText(e);
        }
    }
}
