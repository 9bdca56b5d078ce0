package dev.parley.adapter.websocket;

import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/** What a client may say. Well-formed; whether it is allowed is for the use cases to decide. */
sealed interface ClientFrame {

    /** The session the frame names; null if it names none and so means the connection's own. */
    @Nullable
    SessionId session();

    /** What the client calls this frame, for the answer; {@link Reference#NONE} if it does not care. */
    default Reference reference() {
        return Reference.NONE;
    }

    /**
     * How a client recognises the answer to a frame.
     *
     * @param clientMessageId valid by the rules of such ids; null if none was given
     * @param clientCommandId likewise
     */
    record Reference(
            @Nullable String clientMessageId, @Nullable String clientCommandId) {

        static final Reference NONE = new Reference(null, null);
    }

    /**
     * Something to say.
     *
     * @param session where
     * @param text what
     * @param clientMessageId what the client calls it
     * @param metadata a JSON object as text
     */
    record UserMessage(
            SessionId session,
            String text,
            @Nullable String clientMessageId,
            @Nullable String metadata) implements ClientFrame {

        @Override
        public Reference reference() {
            return new Reference(clientMessageId, null);
        }
    }

    /** Where the client stands. */
    record Resume(@Nullable SessionId session, Standpoint from) implements ClientFrame {}

    /** A wish that a reply stops: the one named, or the one that runs. */
    record Cancel(@Nullable SessionId session, @Nullable MessageId questionOrReply, Reference reference)
            implements ClientFrame {}

    /** A fresh token in place of the one that let the client in. */
    record Authenticate(@Nullable SessionId session, String token, Reference reference) implements ClientFrame {

        @Override
        public String toString() {
            return "Authenticate[…]";
        }
    }

    /** Are you there? */
    record Ping(@Nullable SessionId session) implements ClientFrame {}

    /** Everything up to a position has arrived. */
    record Delivered(@Nullable SessionId session, long upToPosition) implements ClientFrame {}

    /** Everything up to a position was seen. */
    record Read(@Nullable SessionId session, long upToPosition) implements ClientFrame {}

    /** Somebody types there, or does not any more. */
    record Typing(@Nullable SessionId session, boolean isTyping) implements ClientFrame {}
}
