package dev.parley.adapter.rest;

import dev.parley.application.port.in.FeedItem;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reply as the history has it, told as a feed would have told it. */
record EndedReply(Message message, Content.FromAi content) {

    static EndedReply of(Message message) {
        if (!(message.content() instanceof Content.FromAi content)) {
            throw new IllegalStateException("a reply must be an ai message: " + message.id());
        }
        return new EndedReply(message, content);
    }

    /** All of its text, to who was told nothing of it. */
    List<FeedItem> fromTheBeginning() {
        MessageId question = question();
        return question == null
                ? List.of()
                : List.of(
                        new FeedItem.ReplyStarted(message.id(), content.attempt(), 0, model(), question),
                        new FeedItem.ReplyPiece(message.id(), content.attempt(), 0, content.text()));
    }

    /** All of its text, in place of what was told before, however much that was. */
    List<FeedItem> anew() {
        MessageId question = question();
        return question == null
                ? List.of()
                : List.of(
                        new FeedItem.ReplySnapshot(message.id(), content.attempt(), content.text(), model(), question));
    }

    FeedItem.ReplyEnded ending() {
        return new FeedItem.ReplyEnded(message.place().seq(), message, content);
    }

    /** Null also if there is no text to tell. */
    private @Nullable MessageId question() {
        return content.text().isEmpty() ? null : message.place().parent();
    }

    private String model() {
        String model = content.model();
        return model == null ? "" : model;
    }
}
