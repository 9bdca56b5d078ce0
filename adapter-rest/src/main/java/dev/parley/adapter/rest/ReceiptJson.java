package dev.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.application.port.in.SendMessage;
import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/** Proof that a message is durable, on the wire. */
record ReceiptJson(
        String sessionId,
        String clientMessageId,
        String messageId,
        String replyId,
        long seq,
        long position,
        String durability,
        boolean duplicate) {

    static ReceiptJson from(SessionId session, SendMessage.Receipt receipt) {
        return new ReceiptJson(
                session.toString(),
                receipt.clientMessageId(),
                receipt.messageId().toString(),
                receipt.replyId().toString(),
                receipt.seq().value(),
                receipt.position().value(),
                "db",
                receipt.duplicate());
    }

    /** A receipt with the reply; the reply is null if it has not ended in the time a request is held. */
    record WithReply(
            @JsonUnwrapped ReceiptJson receipt, @Nullable MessageJson reply) {}
}
