package dev.parley.application.contract;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.SessionTitle.Origin;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Sessions in which only Ada speaks, as they are after so many of her messages. Message n is event n + 1. */
final class Snapshots {

    private Snapshots() {}

    static SessionSnapshot of(SessionKey key, int messages) {
        return of(key, messages, Math.min(messages, SessionSnapshot.MOST));
    }

    /** The same, of which only so many messages are known. */
    static SessionSnapshot of(SessionKey key, int messages, int known) {
        List<Message> newest = IntStream.rangeClosed(messages + 1 - known, messages)
                .mapToObj(number -> message(key, number, said("word " + number)))
                .toList();
        return new SessionSnapshot(header(key, messages), newest, new Seq(messages + 1L));
    }

    /** The same once it was renamed, by an event that does not tell how. */
    static SessionSnapshot renamed(SessionKey key, int messages) {
        return of(key, messages)
                .after(event(key, messages + 2, new SessionEvent.SessionRenamed()))
                .orElseThrow();
    }

    /** With one message, of this text. */
    static SessionSnapshot saying(SessionKey key, String text) {
        return new SessionSnapshot(header(key, 1), List.of(message(key, 1, said(text))), new Seq(2));
    }

    /** With something in every field, and with every kind of message. */
    static SessionSnapshot full(SessionKey key) {
        Session session = draft(key, 8).titled("Über \uD83D\uDE00").full("Ada", "{\"page\": 1}", "{\"a\": [1]}");
        var header = new Stored(
                session, new Seq(9), 8, new Summary("so far", new Turn(3)), new UserId("guest"), "a command's digest");
        List<Content> contents = List.of(
                said("hello"),
                Sample.answer("an answer"),
                new Content.FromAi("half", new ReplyEnding.Cancelled(), 2, null),
                new Content.FromAi("ha", new ReplyEnding.Interrupted(), 3, "m"),
                new Content.FromAi("", new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "why"), 0, null),
                new Content.FromSystem("notice"),
                new Content.FromAgent("I am human", Sample.GRACE),
                said("bye"));
        List<Message> messages = IntStream.rangeClosed(1, 8)
                .mapToObj(number -> message(key, number, contents.get(number - 1)))
                .toList();
        return new SessionSnapshot(header, messages, new Seq(11));
    }

    static RecordedEvent said(SessionKey key, int number) {
        Message message = message(key, number, said("word " + number));
        return new RecordedEvent(
                key,
                message.place().seq(),
                message.createdAt(),
                new SessionEvent.MessageAdded(message.id(), MessageType.USER),
                message);
    }

    static RecordedEvent event(SessionKey key, int seq, SessionEvent event) {
        return new RecordedEvent(key, new Seq(seq), Sample.second(seq), event, null);
    }

    static Stored header(SessionKey key, int messages) {
        return new Stored(draft(key, messages).bare(), new Seq(messages + 1L), messages, null);
    }

    private static SessionDraft draft(SessionKey key, int messages) {
        return new SessionDraft(
                key.session(),
                key.tenant(),
                Sample.ADA,
                new SessionTitle("a title", Origin.GENERATED),
                Standing.ACTIVE,
                Sample.second(0),
                Sample.second(messages));
    }

    private static Content.FromUser said(String text) {
        return new Content.FromUser(text, Sample.ADA, new ClientMessageId("c"));
    }

    private static Message message(SessionKey key, int number, Content content) {
        Place place = new Place(
                new Position(number),
                new Seq(number + 1L),
                new Turn(number),
                number == 1 ? null : id(number - 1),
                true);
        return new Message(
                id(number), key.session(), content, number == 3 ? "{\"b\": 2}" : "{}", Sample.second(number), place, 1);
    }

    private static MessageId id(int number) {
        return new MessageId(new UUID(7, number));
    }
}
