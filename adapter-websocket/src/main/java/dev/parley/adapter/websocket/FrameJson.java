package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.SessionView;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.reply.ReplyEnding;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes server frames, field by field. */
final class FrameJson {

    private final JsonGenerator json;
    private final String session;
    private final String protocol;

    FrameJson(JsonGenerator json, String session, String protocol) {
        this.json = json;
        this.session = session;
        this.protocol = protocol;
    }

    void write(ServerFrame frame) throws IOException {
        json.writeStartObject();
        switch (frame) {
            case ServerFrame.AiChunk(var piece, int index) -> chunk(piece, index);
            case ServerFrame.Connected(var view) -> connected(view);
            case ServerFrame.MessageAccepted accepted -> accepted(accepted);
            case ServerFrame.MessageChanged changed -> changed(changed);
            case ServerFrame.SessionUpdated(var changed) ->
                new SessionJson(json).updated(type("session_updated"), changed);
            case ServerFrame.Resumed(long lastSeq, boolean complete) -> resumed(lastSeq, complete);
            case ServerFrame.AiStarted(var started) -> started(started);
            case ServerFrame.AiSnapshot(var snapshot) -> snapshot(snapshot);
            case ServerFrame.AiComplete(var ended, var ending) -> complete(ended, ending);
            case ServerFrame.AiCancelled(var ended) -> ended("ai_cancelled", ended);
            case ServerFrame.AiInterrupted(var ended) -> ended("ai_interrupted", ended);
            case ServerFrame.AiFailed(var ended, var ending) -> failed(ended, ending);
            case ServerFrame.Receipt(long delivered, long read) -> receipt(delivered, read);
            case ServerFrame.Authenticated(var expiresAt, var reference) -> authenticated(expiresAt, reference);
            case ServerFrame.Pong(long lastSeq) -> type("pong").writeNumberField("last_seq", lastSeq);
            case ServerFrame.Heartbeat(long lastSeq) -> type("heartbeat").writeNumberField("last_seq", lastSeq);
            case ServerFrame.Draining(var after) ->
                type("draining").writeNumberField("reconnect_after_ms", after.toMillis());
            case ServerFrame.Failure failure -> failure(failure);
        }
        json.writeEndObject();
    }

    private JsonGenerator type(String type) throws IOException {
        json.writeStringField("type", type);
        json.writeStringField("session_id", session);
        return json;
    }

    private void chunk(FeedItem.ReplyPiece piece, int index) throws IOException {
        type("ai_chunk");
        json.writeStringField("content", piece.text());
        json.writeNumberField("chunk_index", index);
        json.writeBooleanField("is_complete", false);
        reply(piece.reply().toString(), piece.attempt());
        json.writeNumberField("offset", piece.offset());
    }

    private void connected(SessionView view) throws IOException {
        json.writeStringField("type", "system");
        json.writeStringField("message", "connected");
        json.writeStringField("protocol", protocol);
        json.writeFieldName("session_info");
        new SessionJson(json).session(view);
    }

    private void accepted(ServerFrame.MessageAccepted accepted) throws IOException {
        type("message_accepted");
        json.writeStringField("client_message_id", accepted.clientMessageId());
        json.writeStringField("message_id", accepted.message().toString());
        json.writeStringField("reply_id", accepted.reply().toString());
        json.writeNumberField("seq", accepted.seq());
        json.writeNumberField("position", accepted.position());
        json.writeStringField("durability", "db");
        json.writeBooleanField("duplicate", accepted.duplicate());
    }

    private void changed(ServerFrame.MessageChanged changed) throws IOException {
        type(changed.updated() ? "message_updated" : "message");
        json.writeNumberField("seq", changed.seq());
        json.writeFieldName("message");
        new MessageJson(json).write(changed.message());
    }

    private void resumed(long lastSeq, boolean complete) throws IOException {
        type("resumed");
        json.writeNumberField("last_seq", lastSeq);
        json.writeBooleanField("complete", complete);
        if (!complete) {
            json.writeBooleanField("reload", true);
        }
    }

    private void started(FeedItem.ReplyStarted started) throws IOException {
        type("ai_started");
        reply(started.reply().toString(), started.attempt());
        json.writeNumberField("base_offset", started.baseOffset());
        json.writeStringField("model", started.model());
        json.writeStringField("reply_to", started.replyTo().toString());
    }

    private void snapshot(FeedItem.ReplySnapshot snapshot) throws IOException {
        type("ai_snapshot");
        reply(snapshot.reply().toString(), snapshot.attempt());
        json.writeStringField("content", snapshot.content());
        json.writeStringField("model", snapshot.model());
        json.writeStringField("reply_to", snapshot.replyTo().toString());
    }

    private void complete(FeedItem.ReplyEnded ended, ReplyEnding.Completed ending) throws IOException {
        ended("ai_complete", ended);
        json.writeNumberField("token_count", ending.usage().replyTokens());
        json.writeStringField("finish_reason", Names.lower(ending.reason()));
        UsageJson.write(json, ending.usage());
    }

    private void failed(FeedItem.ReplyEnded ended, ReplyEnding.Failed ending) throws IOException {
        ended("ai_failed", ended);
        json.writeStringField("error_code", ending.code().name());
        json.writeBooleanField("retryable", ending.code().retryable());
    }

    private void ended(String type, FeedItem.ReplyEnded ended) throws IOException {
        type(type);
        reply(ended.message().id().toString(), ended.content().attempt());
        json.writeStringField("full_response", ended.content().text());
        json.writeNumberField("seq", ended.seq().value());
        json.writeNumberField("position", ended.message().place().position().value());
        json.writeStringField("created_at", Names.time(ended.message().createdAt()));
        Names.writeIfPresent(json, "model", ended.content().model());
        Names.writeIfPresent(json, "reply_to", ended.message().place().parent());
        json.writeStringField("text_sha256", TextDigest.sha256(ended.content().text()));
    }

    private void reply(String id, int attempt) throws IOException {
        json.writeStringField("message_id", id);
        json.writeNumberField("attempt", attempt);
    }

    private void receipt(long deliveredUpTo, long readUpTo) throws IOException {
        type("receipt");
        json.writeNumberField("delivered_up_to", deliveredUpTo);
        json.writeNumberField("read_up_to", readUpTo);
    }

    private void authenticated(@Nullable Instant expiresAt, ClientFrame.Reference reference) throws IOException {
        type("authenticated");
        json.writeStringField("expires_at", expiresAt == null ? null : Names.time(expiresAt));
        Names.writeIfPresent(json, "client_command_id", reference.clientCommandId());
    }

    private void failure(ServerFrame.Failure failure) throws IOException {
        type("error");
        json.writeStringField("error_code", failure.code().name());
        json.writeStringField("message", failure.code().sentence());
        json.writeStringField("details", failure.details());
        json.writeBooleanField("retryable", failure.code().retryable());
        Names.writeIfPresent(json, "field", failure.field());
        if (failure.retryAfter() != null) {
            json.writeNumberField("retry_after_ms", failure.retryAfter().toMillis());
        }
        Names.writeIfPresent(json, "message_id", failure.message());
        Names.writeIfPresent(json, "client_message_id", failure.reference().clientMessageId());
        Names.writeIfPresent(json, "client_command_id", failure.reference().clientCommandId());
    }
}
