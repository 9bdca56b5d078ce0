package dev.parley.adapter.websocket;

import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.ListedSession;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.in.SessionView;
import dev.parley.application.port.in.UserChange;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.preference.ModelPreferences;
import dev.parley.domain.preference.PageLanguage;
import dev.parley.domain.preference.Preferences;
import dev.parley.domain.preference.Theme;
import dev.parley.domain.preference.TypingSpeed;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.TokenUsage;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One of each frame the server sends. */
final class Frames {

    static final SessionId SESSION = new SessionId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
    static final MessageId QUESTION = new MessageId(UUID.fromString("00000000-0000-4000-8000-000000000002"));
    static final MessageId REPLY = new MessageId(UUID.fromString("00000000-0000-4000-8000-000000000003"));
    static final Instant THEN = Instant.parse("2024-01-01T12:00:00Z");
    static final ReplyEnding.Completed COMPLETED =
            new ReplyEnding.Completed(FinishReason.STOP, new TokenUsage(3, 5, false));
    static final ReplyEnding.Failed FAILED = new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, "no first token in 60 s");

    private Frames() {}

    static SessionView view() {
        return new SessionView(
                new Session(
                        SESSION,
                        TenantId.DEFAULT,
                        new UserId("ada"),
                        null,
                        "en",
                        new SessionTitle("Trains", SessionTitle.Origin.CHOSEN),
                        AssistantName.STANDARD,
                        null,
                        "{}",
                        Standing.ACTIVE,
                        THEN,
                        THEN),
                new Seq(7),
                4,
                new Summary("We spoke of trains.", new Turn(1)));
    }

    static ListedSession listed() {
        return new ListedSession(
                SESSION,
                new SessionTitle("Trains", SessionTitle.Origin.GENERATED),
                AssistantName.STANDARD,
                Standing.ARCHIVED,
                THEN,
                THEN,
                4,
                "The night train",
                1);
    }

    static Message question() {
        return new Message(
                QUESTION,
                SESSION,
                new Content.FromUser("hello", new UserId("ada"), new ClientMessageId("m-1")),
                "{\"page\":7}",
                THEN,
                new Place(new Position(1), new Seq(2), new Turn(1), null, true),
                1);
    }

    static FeedItem.ReplyEnded ended(ReplyEnding ending) {
        var content = new Content.FromAi("Hi \uD83D\uDE00", ending, 1, "by-hand");
        var place = new Place(new Position(2), new Seq(3), new Turn(1), QUESTION, true);
        return new FeedItem.ReplyEnded(new Seq(3), new Message(REPLY, SESSION, content, "{}", THEN, place, 1), content);
    }

    static List<ServerFrame> all() {
        return List.of(
                new ServerFrame.Connected(view()),
                new ServerFrame.MessageAccepted(
                        "m-1", QUESTION, REPLY, new SendMessage.Place(new Seq(2), new Position(1)), false),
                new ServerFrame.MessageAccepted("m-2", QUESTION, REPLY, null, false),
                new ServerFrame.MessageChanged(2, question(), false),
                new ServerFrame.MessageChanged(3, ended(FAILED).message(), true),
                new ServerFrame.SessionUpdated(
                        new FeedItem.SessionChanged(new Seq(4), THEN, new SessionEvent.SessionRenamed(), view())),
                new ServerFrame.Resumed(7, true),
                new ServerFrame.Resumed(900, false),
                new ServerFrame.AiStarted(new FeedItem.ReplyStarted(REPLY, 1, 0, "by-hand", QUESTION)),
                new ServerFrame.AiSnapshot(new FeedItem.ReplySnapshot(REPLY, 1, "Hi", "by-hand", QUESTION)),
                new ServerFrame.AiChunk(new FeedItem.ReplyPiece(REPLY, 1, 2, " \uD83D\uDE00"), 3),
                new ServerFrame.AiComplete(ended(COMPLETED), COMPLETED),
                new ServerFrame.AiCancelled(ended(new ReplyEnding.Cancelled())),
                new ServerFrame.AiInterrupted(ended(new ReplyEnding.Interrupted())),
                new ServerFrame.AiFailed(ended(FAILED), FAILED),
                new ServerFrame.UserConnected(new UserId("ada"), 4_711),
                new ServerFrame.ListChanged(4_712, listed()),
                new ServerFrame.ListShrunk(4_713, SESSION),
                new ServerFrame.PreferencesChanged(
                        4_714,
                        new UserChange.PreferencesChanged(
                                new Preferences(
                                        PageLanguage.TRADITIONAL_CHINESE,
                                        Theme.DARK,
                                        TypingSpeed.NORMAL,
                                        true,
                                        AssistantName.STANDARD,
                                        new ModelPreferences("gpt-4.1", 0.3, 500)),
                                THEN)),
                new ServerFrame.Presence(new FeedItem.PresenceChanged(new UserId("grace"), true, Role.AGENT)),
                new ServerFrame.Typing(new FeedItem.TypingChanged(new UserId("grace"), true)),
                new ServerFrame.Receipt(2, 1),
                new ServerFrame.Authenticated(THEN, new ClientFrame.Reference(null, "k-1")),
                new ServerFrame.Pong(7),
                new ServerFrame.Heartbeat(7),
                new ServerFrame.Draining(Duration.ofMillis(1_234)),
                new ServerFrame.Failure(
                        ErrorCode.RATE_LIMITED,
                        "too many frames",
                        "type",
                        Duration.ofSeconds(3),
                        REPLY,
                        new ClientFrame.Reference("m-1", "k-1")));
    }
}
