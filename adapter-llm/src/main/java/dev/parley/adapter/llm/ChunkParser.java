package dev.parley.adapter.llm;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.parley.domain.reply.TokenUsage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one object of an answer, whatever the order of its fields. Used once. */
final class ChunkParser {

    private final JsonParser json;
    private final JsonWalk walk;
    private final ErrorFields loose;
    private @Nullable ChoiceFields first;
    private int promptTokens;
    private int replyTokens;
    private boolean isError;
    private @Nullable ProviderError error;

    ChunkParser(JsonParser json) {
        this.json = json;
        this.walk = new JsonWalk(json);
        this.loose = new ErrorFields(walk);
    }

    Chunk chunk() throws IOException {
        root();
        ProviderError told = error == null && isError ? loose.error() : error;
        ChoiceFields choice = first;
        return choice == null
                ? new Chunk("", false, null, usage(), told)
                : new Chunk(choice.text(), choice.atWork(), choice.finish(), usage(), told);
    }

    /** For what is known to be an error: its fields stand in an object {@code error} or loose. */
    ProviderError error() throws IOException {
        root();
        return error == null ? loose.error() : error;
    }

    private void root() throws IOException {
        JsonToken token = json.nextToken();
        boolean inArray = token == JsonToken.START_ARRAY;
        if (inArray) {
            // Gemini puts its errors into an array.
            token = json.nextToken();
        }
        if (token == null) {
            throw new JsonEOFException(json, JsonToken.NOT_AVAILABLE, "nothing there");
        }
        if (token != JsonToken.START_OBJECT) {
            throw new JsonParseException(json, "not an object");
        }
        walk.object(this::field);
        if (!inArray && json.nextToken() != null) {
            throw new JsonParseException(json, "more than an object");
        }
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "choices" -> walk.array(this::choice);
            case "usage" -> walk.object(this::usageField);
            case "error" -> errorField();
            case "object" -> isError = "error".equals(walk.text());
            default -> loose.field(name);
        }
    }

    private void choice(int position) throws IOException {
        var choice = new ChoiceFields(walk, position);
        walk.object(choice::field);
        if (choice.isFirst()) {
            first = choice;
        }
    }

    private void usageField(String name) throws IOException {
        switch (name) {
            case "prompt_tokens", "input_tokens" -> promptTokens = walk.count();
            case "completion_tokens", "output_tokens" -> replyTokens = walk.count();
            default -> {}
        }
    }

    private void errorField() throws IOException {
        if (walk.isSomething()) {
            var fields = new ErrorFields(walk);
            fields.value();
            error = fields.error();
        }
    }

    /** Zeros are what some send who do not count. */
    private @Nullable TokenUsage usage() {
        return promptTokens + replyTokens > 0 ? new TokenUsage(promptTokens, replyTokens, false) : null;
    }
}
