package dev.parley.bootstrap.terminal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a client says, as JSON. */
final class ClientFrames {

    private final String session;

    ClientFrames(String session) {
        this.session = session;
    }

    String userMessage(String clientMessageId, String text) {
        return frame("user_message")
                .put("message", text)
                .put("client_message_id", clientMessageId)
                .toString();
    }

    String resume(Conversation.Position position) {
        ObjectNode frame = frame("resume").put("after_seq", position.afterSeq());
        if (position.reply() != null) {
            frame.put("message_id", position.reply())
                    .put("attempt", position.attempt())
                    .put("offset", position.offset());
        }
        return frame.toString();
    }

    /** Null for whatever runs or waits first. */
    String cancel(@Nullable String reply) {
        ObjectNode frame = frame("cancel");
        return (reply == null ? frame : frame.put("reply_id", reply)).toString();
    }

    private ObjectNode frame(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("session_id", session);
    }
}
