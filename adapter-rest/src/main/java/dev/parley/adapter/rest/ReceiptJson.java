package dev.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long seq,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long position,
        String durability,
        boolean duplicate) {

    static ReceiptJson from(SessionId session, SendMessage.Receipt receipt) {
        SendMessage.Place place = receipt.place();
        return new ReceiptJson(
                session.toString(),
                receipt.clientMessageId(),
                receipt.messageId().toString(),
                receipt.replyId().toString(),
                place == null ? null : place.seq().value(),
                place == null ? null : place.position().value(),
                place == null ? "journal" : "db",
                receipt.duplicate());
    }

    /** A receipt with the reply; the reply is null if it has not ended in the time a request is held. */
    record WithReply(
            @JsonUnwrapped ReceiptJson receipt, @Nullable MessageJson reply) {}
}
