package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Json.smallNumber;
import static dev.parley.adapter.redis.Json.text;
import static dev.parley.adapter.redis.Json.textOrNull;
import static dev.parley.adapter.redis.Json.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.TokenUsage;

/** What messages say, as JSON. */
final class ContentJson {

    private ContentJson() {}

    static ObjectNode of(Content content) {
        ObjectNode json = Json.object().put("text", content.text());
        return switch (content) {
            case Content.FromUser user ->
                json.put("from", "user")
                        .put("author", user.author().value())
                        .put("client_message_id", user.clientMessageId().value());
            case Content.FromAi ai -> {
                json.set("ending", of(ai.ending()));
                yield json.put("from", "ai").put("attempt", ai.attempt()).put("model", ai.model());
            }
            case Content.FromSystem ignored -> json.put("from", "system");
            case Content.FromAgent agent ->
                json.put("from", "agent").put("agent", agent.agent().value());
        };
    }

    private static ObjectNode of(ReplyEnding ending) {
        ObjectNode json = Json.object();
        return switch (ending) {
            case ReplyEnding.Completed(FinishReason reason, TokenUsage usage) ->
                json.put("how", "completed")
                        .put("reason", reason.name())
                        .put("prompt_tokens", usage.promptTokens())
                        .put("reply_tokens", usage.replyTokens())
                        .put("estimated", usage.estimated());
            case ReplyEnding.Cancelled ignored -> json.put("how", "cancelled");
            case ReplyEnding.Interrupted ignored -> json.put("how", "interrupted");
            case ReplyEnding.Failed(ErrorCode code, String detail) ->
                json.put("how", "failed").put("code", code.name()).put("detail", detail);
        };
    }

    static Content toContent(JsonNode json) {
        String text = text(json, "text");
        return switch (text(json, "from")) {
            case "user" ->
                new Content.FromUser(
                        text, new UserId(text(json, "author")), new ClientMessageId(text(json, "client_message_id")));
            case "ai" ->
                new Content.FromAi(
                        text,
                        toEnding(json.required("ending")),
                        smallNumber(json, "attempt"),
                        textOrNull(json, "model"));
            case "system" -> new Content.FromSystem(text);
            case "agent" -> new Content.FromAgent(text, new UserId(text(json, "agent")));
            default -> throw new IllegalArgumentException("unknown kind of message");
        };
    }

    private static ReplyEnding toEnding(JsonNode json) {
        return switch (text(json, "how")) {
            case "completed" ->
                new ReplyEnding.Completed(
                        FinishReason.valueOf(text(json, "reason")),
                        new TokenUsage(
                                smallNumber(json, "prompt_tokens"),
                                smallNumber(json, "reply_tokens"),
                                truth(json, "estimated")));
            case "cancelled" -> new ReplyEnding.Cancelled();
            case "interrupted" -> new ReplyEnding.Interrupted();
            case "failed" -> new ReplyEnding.Failed(ErrorCode.valueOf(text(json, "code")), text(json, "detail"));
            default -> throw new IllegalArgumentException("unknown ending");
        };
    }
}
