package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.reply.ReplyEnding;
import java.io.IOException;

/** Writes messages, with the field names of the history. */
final class MessageJson {

    private final JsonGenerator json;

    MessageJson(JsonGenerator json) {
        this.json = json;
    }

    void write(Message message) throws IOException {
        json.writeStartObject();
        json.writeStringField("message_id", message.id().toString());
        json.writeStringField("type", Names.lower(message.content().type()));
        json.writeStringField("content", message.text());
        json.writeStringField("created_at", Names.time(message.createdAt()));
        json.writeNumberField("position", message.place().position().value());
        json.writeNumberField("seq", message.place().seq().value());
        json.writeNumberField("version", message.version());
        json.writeNumberField("turn", message.place().turn().value());
        Names.writeIfPresent(json, "parent_id", message.place().parent());
        json.writeBooleanField("is_active", message.place().active());
        json.writeFieldName("metadata");
        json.writeRawValue(message.metadata());
        content(message.content());
        json.writeEndObject();
    }

    private void content(Content content) throws IOException {
        switch (content) {
            case Content.FromUser user -> {
                json.writeStringField("author", user.author().value());
                json.writeStringField(
                        "client_message_id", user.clientMessageId().value());
            }
            case Content.FromAgent agent ->
                json.writeStringField("author", agent.agent().value());
            case Content.FromAi ai -> ai(ai);
            case Content.FromSystem ignored -> {}
        }
    }

    private void ai(Content.FromAi ai) throws IOException {
        json.writeStringField("state", Names.lower(ai.ending().state()));
        json.writeNumberField("attempt", ai.attempt());
        Names.writeIfPresent(json, "model", ai.model());
        json.writeStringField("text_sha256", TextDigest.sha256(ai.text()));
        if (ai.ending() instanceof ReplyEnding.Completed(var reason, var usage)) {
            json.writeStringField("finish_reason", Names.lower(reason));
            UsageJson.write(json, usage);
        }
        if (ai.ending() instanceof ReplyEnding.Failed failed) {
            json.writeStringField("error_code", failed.code().name());
            json.writeBooleanField("retryable", failed.code().retryable());
        }
    }
}
