package dev.parley.adapter.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.prompt.PromptMessage;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.util.List;
import okio.Buffer;
import okio.ByteString;

/** Writes prompts as requests. Thread-safe. */
final class RequestJson {

    /** More are refused by OpenAI; the core watches over all of them. */
    private static final int MOST_STOP_WORDS = 4;

    private final JsonFactory factory = new JsonFactory();

    ByteString write(String model, Prompt prompt, RequestShape shape) {
        var buffer = new Buffer();
        // Through a writer, since the encoder of text replaces half surrogate pairs where the generator of bytes
        // throws.
        try (JsonGenerator json = factory.createGenerator(new OutputStreamWriter(buffer.outputStream(), UTF_8))) {
            json.writeStartObject();
            json.writeStringField("model", model);
            messages(json, prompt.messages());
            parameters(json, prompt.parameters(), shape);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't fail", e);
        }
        return buffer.readByteString();
    }

    private static void messages(JsonGenerator json, List<PromptMessage> messages) throws IOException {
        json.writeArrayFieldStart("messages");
        for (PromptMessage message : messages) {
            json.writeStartObject();
            json.writeStringField("role", role(message.role()));
            json.writeStringField("content", message.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void parameters(JsonGenerator json, ModelParameters parameters, RequestShape shape)
            throws IOException {
        if (shape.temperature()) {
            json.writeNumberField("temperature", parameters.temperature());
        }
        switch (shape.length()) {
            case MAX_TOKENS -> json.writeNumberField("max_tokens", parameters.maxTokens());
            case MAX_COMPLETION_TOKENS -> json.writeNumberField("max_completion_tokens", parameters.maxTokens());
            case NONE -> {}
        }
        if (shape.stop() && !parameters.stopWords().isEmpty()) {
            stopWords(json, parameters.stopWords());
        }
        json.writeBooleanField("stream", true);
        if (shape.usage()) {
            json.writeObjectFieldStart("stream_options");
            json.writeBooleanField("include_usage", true);
            json.writeEndObject();
        }
    }

    private static void stopWords(JsonGenerator json, List<String> words) throws IOException {
        json.writeArrayFieldStart("stop");
        for (String word : words.subList(0, Math.min(words.size(), MOST_STOP_WORDS))) {
            json.writeString(word);
        }
        json.writeEndArray();
    }

    private static String role(PromptMessage.Role role) {
        return switch (role) {
            case SYSTEM -> "system";
            case USER -> "user";
            case ASSISTANT -> "assistant";
        };
    }
}
