package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.domain.reply.TokenUsage;
import java.io.IOException;

/** Writes what a reply cost. */
final class UsageJson {

    private UsageJson() {}

    static void write(JsonGenerator json, TokenUsage usage) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", usage.promptTokens());
        json.writeNumberField("completion_tokens", usage.replyTokens());
        json.writeBooleanField("estimated", usage.estimated());
        json.writeEndObject();
    }
}
