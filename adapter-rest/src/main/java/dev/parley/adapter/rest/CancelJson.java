package dev.parley.adapter.rest;

import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/** What came of the wish to stop a reply, on the wire. */
record CancelJson(
        String sessionId,
        String replyId,
        String outcome,
        @Nullable String state) {

    static CancelJson stopping(SessionId session, MessageId reply) {
        return new CancelJson(session.toString(), reply.toString(), "stopping", null);
    }

    static CancelJson alreadyEnded(SessionId session, MessageId reply, ReplyState state) {
        return new CancelJson(session.toString(), reply.toString(), "already_ended", MessageJson.lower(state));
    }
}
