package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.in.SessionView;
import dev.parley.application.port.in.UserChange;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.preference.PageLanguage;
import dev.parley.domain.preference.Preferences;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes server frames, field by field. */
final class FrameJson {

    private final JsonGenerator json;
    private final @Nullable SessionId session;
    private final String protocol;

    FrameJson(JsonGenerator json, @Nullable SessionId session, String protocol) {
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
            case ServerFrame.Presence(var changed) -> presence(changed);
            case ServerFrame.Typing(var changed) ->
                typeOf("typing", changed.user()).writeBooleanField("is_typing", changed.isTyping());
            case ServerFrame.Receipt(long delivered, long read) -> receipt(delivered, read);
            case ServerFrame.Authenticated(var expiresAt, var reference) -> authenticated(expiresAt, reference);
            case ServerFrame.Pong(long last) -> type("pong").writeNumberField(lastSeqField(), last);
            case ServerFrame.Heartbeat(long last) -> type("heartbeat").writeNumberField(lastSeqField(), last);
            case ServerFrame.UserConnected(var user, long last) -> userConnected(user, last);
            case ServerFrame.ListChanged(long userSeq, var listed) -> {
                changedAt("session_changed", userSeq).writeFieldName("session");
                new SessionJson(json).listed(listed);
            }
            case ServerFrame.ListShrunk(long userSeq, var removed) ->
                changedAt("session_removed", userSeq).writeStringField("session_id", removed.toString());
            case ServerFrame.PreferencesChanged(long userSeq, var changed) -> {
                changedAt("preferences_changed", userSeq);
                preferences(changed);
            }
            case ServerFrame.Draining(var after) ->
                type("draining").writeNumberField("reconnect_after_ms", after.toMillis());
            case ServerFrame.Failure failure -> failure(failure);
        }
        json.writeEndObject();
    }

    private JsonGenerator type(String type) throws IOException {
        json.writeStringField("type", type);
        if (session != null) {
            json.writeStringField("session_id", session.toString());
        }
        return json;
    }

    private JsonGenerator typeOf(String type, UserId user) throws IOException {
        type(type).writeStringField("user_id", user.value());
        return json;
    }

    private void presence(FeedItem.PresenceChanged changed) throws IOException {
        typeOf("presence", changed.user());
        json.writeStringField("state", changed.online() ? "online" : "offline");
        json.writeStringField("role", Names.lower(changed.role()));
    }

    /** A user's socket counts by itself. */
    private String lastSeqField() {
        return session == null ? "last_user_seq" : "last_seq";
    }

    private JsonGenerator changedAt(String type, long userSeq) throws IOException {
        type(type).writeNumberField("user_seq", userSeq);
        return json;
    }

    private void userConnected(UserId user, long lastUserSeq) throws IOException {
        json.writeStringField("type", "system");
        json.writeStringField("message", "connected");
        json.writeStringField("protocol", protocol);
        json.writeObjectFieldStart("user_info");
        json.writeStringField("user_id", user.value());
        json.writeNumberField(lastSeqField(), lastUserSeq);
        json.writeEndObject();
    }

    /** As in the REST API. */
    private void preferences(UserChange.PreferencesChanged changed) throws IOException {
        Preferences preferences = changed.preferences();
        PageLanguage language = preferences.language();
        AssistantName assistant = preferences.assistant();
        json.writeObjectFieldStart("preferences");
        json.writeStringField("locale", language == null ? null : language.tag());
        json.writeStringField("theme", Names.lower(preferences.theme()));
        json.writeStringField("typing_speed", Names.lower(preferences.typingSpeed()));
        json.writeBooleanField("send_on_enter", preferences.sendOnEnter());
        json.writeStringField("default_assistant", assistant == null ? null : assistant.value());
        model(preferences.model());
        json.writeStringField("updated_at", Names.time(changed.updatedAt()));
        json.writeEndObject();
    }

    private void model(ModelPreferences model) throws IOException {
        json.writeStringField("model", model.model());
        json.writeFieldName("temperature");
        json.writeObject(model.temperature());
        json.writeFieldName("max_tokens");
        json.writeObject(model.maxTokens());
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
        SendMessage.Place place = accepted.place();
        if (place != null) {
            json.writeNumberField("seq", place.seq().value());
            json.writeNumberField("position", place.position().value());
        }
        json.writeStringField("durability", place == null ? "journal" : "db");
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
        json.writeNumberField(lastSeqField(), lastSeq);
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
