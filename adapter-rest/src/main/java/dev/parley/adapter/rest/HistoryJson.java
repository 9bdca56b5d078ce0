package dev.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.domain.message.Message;
import dev.parley.domain.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of a session's history. */
record HistoryJson(
        String sessionId,
        long totalCount,
        long lastSeq,
        @JsonUnwrapped PageJson page) {

    static HistoryJson from(SessionId session, ReadHistory.Query query, ReadHistory.Outcome.Page page) {
        return new HistoryJson(
                session.toString(),
                page.session().messageCount(),
                page.lastSeq().value(),
                PageJson.from(query, page));
    }

    /** A session together with its newest page. */
    record WithSession(
            @JsonUnwrapped SessionJson session,
            long totalCount,
            @JsonUnwrapped PageJson page) {}

    /**
     * The page itself.
     *
     * @param hasMore whether there is more in the direction that was asked for
     * @param before what to ask for to see older messages; null if there are none
     * @param after what to ask for to see newer messages, now or later; null if the session is empty
     */
    record PageJson(
            List<MessageJson> messages,
            boolean hasMore,
            @Nullable Long before,
            @Nullable Long after,
            List<OpenReplyJson> openReplies,
            long deliveredUpTo,
            long readUpTo) {

        static PageJson from(ReadHistory.Query query, ReadHistory.Outcome.Page page) {
            List<Message> messages = page.messages();
            return new PageJson(
                    messages.stream()
                            .map(message -> MessageJson.from(message, page.statusOf(message)))
                            .toList(),
                    page.more(),
                    older(query, page),
                    messages.isEmpty() ? query.after() : position(messages.getLast()),
                    page.openReplies().stream().map(OpenReplyJson::from).toList(),
                    page.deliveredUpTo(),
                    page.readUpTo());
        }

        private static @Nullable Long older(ReadHistory.Query query, ReadHistory.Outcome.Page page) {
            if (page.messages().isEmpty()) {
                return null;
            }
            long first = position(page.messages().getFirst());
            boolean older = query.after() == null ? page.more() : first > 1;
            return older ? first : null;
        }

        private static Long position(Message message) {
            return message.place().position().value();
        }
    }

    /** A reply that has not ended. */
    record OpenReplyJson(String messageId, String replyTo, String state, int attempt) {

        static OpenReplyJson from(ReadHistory.OpenReply open) {
            return new OpenReplyJson(
                    open.reply().toString(),
                    open.replyTo().toString(),
                    MessageJson.lower(open.state()),
                    open.attempt());
        }
    }
}
