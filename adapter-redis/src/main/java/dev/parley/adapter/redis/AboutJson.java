package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Json.messageId;
import static dev.parley.adapter.redis.Json.number;
import static dev.parley.adapter.redis.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;

/** What is known of a running reply, as JSON. */
final class AboutJson {

    private AboutJson() {}

    static String of(RunningReply reply) {
        return Json.object()
                .put("reply_to", reply.replyTo().toString())
                .put("model", reply.model())
                .put("after", reply.after().value())
                .toString();
    }

    /** @throws IllegalArgumentException if it can't be understood */
    static RunningReply toReply(SessionKey key, MessageId reply, int attempt, String about) {
        JsonNode json = Json.parse(about);
        return new RunningReply(
                key, reply, attempt, messageId(json, "reply_to"), text(json, "model"), new Seq(number(json, "after")));
    }
}
