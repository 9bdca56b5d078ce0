package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a frame of what a client sent, or says why it is none. */
final class FrameReader {

    /** What a client may say. */
    static final List<String> TYPES =
            List.of("user_message", "resume", "cancel", "ping", "delivered", "read", "typing", "authenticate");

    private static final String TYPE_RULE = "must be one of " + String.join(", ", TYPES);

    private final FrameParser parser;

    FrameReader(FrameParser parser) {
        this.parser = parser;
    }

    /** What came of reading. */
    sealed interface Reading {

        /** A frame. */
        record Understood(ClientFrame frame) implements Reading {}

        /** No frame; what the client calls it, if that much could be read. */
        record Refused(Refusal refusal, ClientFrame.Reference reference) implements Reading {}
    }

    Reading read(String text) {
        FrameFields fields = new FrameFields();
        Refusal unreadable = parser.fill(fields, text);
        if (unreadable != null) {
            return new Reading.Refused(unreadable, fields.reference());
        }
        ClientFrame frame = frame(fields);
        Refusal broken = fields.broken();
        if (frame == null || broken != null) {
            return new Reading.Refused(
                    broken == null ? new Refusal(ErrorCode.INVALID_MESSAGE, "type", TYPE_RULE) : broken,
                    fields.reference());
        }
        return new Reading.Understood(frame);
    }

    private static @Nullable ClientFrame frame(FrameFields fields) {
        String type = fields.requiredText("type");
        if (!TYPES.contains(type)) {
            return null;
        }
        return switch (type) {
            case "user_message" -> userMessage(fields);
            case "resume" -> new ClientFrame.Resume(fields.session("session_id"), resume(fields));
            case "cancel" -> cancel(fields);
            case "ping" -> new ClientFrame.Ping(fields.session("session_id"));
            case "delivered" ->
                new ClientFrame.Delivered(fields.session("session_id"), fields.requiredWhole("up_to_position", 0));
            case "read" ->
                new ClientFrame.Read(fields.session("session_id"), fields.requiredWhole("up_to_position", 0));
            case "typing" -> new ClientFrame.Typing(fields.session("session_id"), fields.requiredTruth("is_typing"));
            case "authenticate" -> authenticate(fields);
            default -> throw new IllegalStateException(type + " is a type that nobody reads");
        };
    }

    private static @Nullable ClientFrame userMessage(FrameFields fields) {
        fields.requiredText("session_id");
        fields.checkTimestamp("timestamp");
        var session = fields.session("session_id");
        String text = fields.requiredText("message");
        String clientMessageId = fields.clientId("client_message_id");
        String metadata = fields.object("metadata");
        return session == null ? null : new ClientFrame.UserMessage(session, text, clientMessageId, metadata);
    }

    private static Standpoint resume(FrameFields fields) {
        return fields.has("after_user_seq")
                ? new Standpoint.OfUser(fields.requiredWhole("after_user_seq", 0))
                : new Standpoint.InSession(resumeInSession(fields));
    }

    private static Feed.Resume resumeInSession(FrameFields fields) {
        Seq after = new Seq(fields.requiredWhole("after_seq", 0));
        MessageId reply = fields.message("message_id");
        if (reply == null) {
            return new Feed.Resume(after, null);
        }
        int attempt = fields.requiredInt("attempt", 0);
        int offset = fields.requiredInt("offset", 0);
        return new Feed.Resume(after, new Feed.Partial(reply, attempt, offset));
    }

    private static ClientFrame authenticate(FrameFields fields) {
        fields.clientId("client_command_id");
        String token = fields.requiredText("token");
        return new ClientFrame.Authenticate(fields.session("session_id"), token, fields.reference());
    }

    private static ClientFrame cancel(FrameFields fields) {
        fields.clientId("client_command_id");
        MessageId reply = fields.message("reply_id");
        MessageId message = fields.message("message_id");
        return new ClientFrame.Cancel(
                fields.session("session_id"), reply == null ? message : reply, fields.reference());
    }
}
