package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.answeredBy;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.next;
import static dev.parley.application.usecase.Engines.resumed;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.Seq;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person meets: said, answered, stopped, come back to. */
class ConversationTest {

    private static final int ROUNDS = 3_000;
    private static final Duration GUARD = Duration.ofSeconds(20);

    private final HandModel model = new HandModel();
    private final ChatEngine engine = answeredBy(model).start();
    private SessionId session;
    private Feed feed;

    @BeforeEach
    void open() {
        session = engine.createSession(ADA);
        feed = engine.follow(ADA, session);
    }

    @AfterEach
    void close() {
        feed.close();
        engine.close();
    }

    @Test
    void a_message_is_answered_piece_by_piece() throws InterruptedException {
        SendMessage.Receipt receipt = engine.send(ADA, session, "Hello");

        model.asked().say("Good ", "morn", "ing").end();
        List<FeedItem> items = untilEnded(feed);

        assertThat(items.getFirst())
                .isInstanceOfSatisfying(
                        FeedItem.MessageChanged.class,
                        item -> assertThat(item.message().id()).isEqualTo(receipt.messageId()));
        assertThat(items.get(1))
                .isEqualTo(new FeedItem.ReplyStarted(receipt.replyId(), 1, 0, "hand", receipt.messageId()));
        assertThat(joined(items, receipt.replyId())).isEqualTo("Good morning");
        assertThat(items.getLast()).isInstanceOfSatisfying(FeedItem.ReplyEnded.class, ended -> {
            assertThat(ended.content().text()).isEqualTo("Good morning");
            assertThat(ended.content().ending().state()).isEqualTo(ReplyState.COMPLETE);
            assertThat(ended.seq()).isEqualTo(receipt.place().seq().next());
        });
    }

    @Test
    void the_same_message_again_is_answered_once() throws InterruptedException {
        var command = new SendMessage.Command(ADA, session, "Hello", "one", null);

        var first =
                (SendMessage.Outcome.Accepted) engine.useCases().sendMessage().send(command);
        var again =
                (SendMessage.Outcome.Accepted) engine.useCases().sendMessage().send(command);

        assertThat(first.receipt().duplicate()).isFalse();
        assertThat(again.receipt().duplicate()).isTrue();
        assertThat(again.receipt().replyId()).isEqualTo(first.receipt().replyId());
        assertThat(again.receipt().place().seq())
                .isEqualTo(first.receipt().place().seq());
        model.asked().say("Hi").end();
        untilEnded(feed);
        assertThat(model.nobodyAsks()).isTrue();
    }

    @Test
    void a_further_message_is_answered_after_the_first() throws InterruptedException {
        var first = engine.send(ADA, session, "one");
        HandModel.Talk firstTalk = model.asked().say("1");
        var second = engine.send(ADA, session, "two");

        assertThat(model.nobodyAsks()).isTrue();
        firstTalk.end();
        HandModel.Talk secondTalk = model.asked();
        secondTalk.say("2").end();
        List<FeedItem> items = untilEnded(feed);
        items.addAll(untilEnded(feed));

        assertThat(joined(items, first.replyId())).isEqualTo("1");
        assertThat(joined(items, second.replyId())).isEqualTo("2");
        assertThat(secondTalk.prompt().messages().stream().map(PromptMessage::text))
                .endsWith("one", "1", "two");
    }

    @Test
    void a_late_joiner_gets_the_text_so_far_as_its_first_piece() throws InterruptedException {
        var receipt = engine.send(ADA, session, "Hello");
        HandModel.Talk talk = model.asked().say("a", "b", "c");
        readUpTo(feed, 3);

        try (Feed late = engine.follow(ADA, session)) {
            assertThat(next(late))
                    .isEqualTo(new FeedItem.ReplyStarted(receipt.replyId(), 1, 0, "hand", receipt.messageId()));
            assertThat(next(late)).isEqualTo(new FeedItem.ReplyPiece(receipt.replyId(), 1, 0, "abc"));
            talk.say("d").end();
            assertThat(next(late, FeedItem.ReplyPiece.class).text()).isEqualTo("d");
            next(late, FeedItem.ReplyEnded.class);
        }
    }

    @Test
    void who_comes_back_goes_on_where_it_was() throws InterruptedException {
        var receipt = engine.send(ADA, session, "Hello");
        HandModel.Talk talk = model.asked().say("0123456789");
        readUpTo(feed, 10);
        var has = new Feed.Partial(receipt.replyId(), 1, 4);

        try (Feed back =
                resumed(engine, session, new Feed.Resume(receipt.place().seq(), has))) {
            assertThat(next(back))
                    .isEqualTo(new FeedItem.Resumed(receipt.place().seq(), true));
            assertThat(next(back, FeedItem.ReplyStarted.class).baseOffset()).isEqualTo(4);
            assertThat(next(back)).isEqualTo(new FeedItem.ReplyPiece(receipt.replyId(), 1, 4, "456789"));
            talk.say("X").end();
            assertThat(next(back, FeedItem.ReplyPiece.class).offset()).isEqualTo(10);
            next(back, FeedItem.ReplyEnded.class);
        }
    }

    /** As on a node that hears of a reply later than the one the reader comes from. */
    @Test
    void who_has_more_than_is_known_here_waits_for_the_rest() throws InterruptedException {
        var receipt = engine.send(ADA, session, "Hello");
        HandModel.Talk talk = model.asked().say("0123");
        readUpTo(feed, 4);
        var has = new Feed.Partial(receipt.replyId(), 1, 6);

        try (Feed back =
                resumed(engine, session, new Feed.Resume(receipt.place().seq(), has))) {
            next(back, FeedItem.Resumed.class);
            talk.say("4");
            readUpTo(feed, 5);
            assertThat(back.poll()).isNull();
            talk.say("5678");

            assertThat(next(back, FeedItem.ReplyStarted.class).baseOffset()).isEqualTo(6);
            assertThat(next(back, FeedItem.ReplyPiece.class))
                    .isEqualTo(new FeedItem.ReplyPiece(receipt.replyId(), 1, 6, "678"));
        }
    }

    @Test
    void who_has_another_attempt_gets_a_snapshot() throws InterruptedException {
        var receipt = engine.send(ADA, session, "Hello");
        model.asked().say("0123");
        readUpTo(feed, 4);
        var has = new Feed.Partial(receipt.replyId(), 9, 2);

        try (Feed back =
                resumed(engine, session, new Feed.Resume(receipt.place().seq(), has))) {
            next(back, FeedItem.Resumed.class);
            assertThat(next(back))
                    .isEqualTo(new FeedItem.ReplySnapshot(receipt.replyId(), 1, "0123", "hand", receipt.messageId()));
        }
    }

    @Test
    void what_ended_meanwhile_is_told_by_its_end_alone() throws InterruptedException {
        var receipt = engine.send(ADA, session, "Hello");
        model.asked().say("all of it").end();
        untilEnded(feed);

        try (Feed back = resumed(engine, session, new Feed.Resume(Seq.NONE, null))) {
            assertThat(next(back))
                    .isEqualTo(new FeedItem.Resumed(receipt.place().seq().next(), true));
            next(back, FeedItem.SessionChanged.class);
            next(back, FeedItem.MessageChanged.class);
            assertThat(next(back, FeedItem.ReplyEnded.class).content().text()).isEqualTo("all of it");
            assertThat(back.poll()).isNull();
        }
    }

    @Test
    void a_point_in_the_future_can_not_be_resumed_from() throws InterruptedException {
        try (Feed back = resumed(engine, session, new Feed.Resume(new Seq(99), null))) {
            assertThat(next(back, FeedItem.Resumed.class).complete()).isFalse();
        }
    }

    @Test
    void more_than_500_missed_events_are_not_told_one_by_one() throws InterruptedException {
        for (int i = 0; i < 501; i++) {
            engine.send(ADA, session, "message " + i);
        }

        try (Feed back = resumed(engine, session, new Feed.Resume(new Seq(1), null));
                Feed within = resumed(engine, session, new Feed.Resume(new Seq(2), null))) {
            assertThat(next(back)).isEqualTo(new FeedItem.Resumed(new Seq(502), false));
            assertThat(next(within)).isEqualTo(new FeedItem.Resumed(new Seq(502), true));
            for (long seq = 3; seq <= 502; seq++) {
                assertThat(next(within, FeedItem.MessageChanged.class).seq()).isEqualTo(new Seq(seq));
            }
        }
    }

    @Test
    void a_cancel_before_the_first_token_closes_the_model() throws InterruptedException {
        var receipt = engine.send(ADA, session, "Hello");
        HandModel.Talk talk = model.asked();

        var outcome = engine.useCases().cancelReply().cancel(ADA, session, receipt.messageId());

        assertThat(outcome).isEqualTo(new CancelReply.Outcome.Stopping(receipt.replyId()));
        List<FeedItem> items = untilEnded(feed);
        assertThat(ending(items.getLast())).isEqualTo(new ReplyEnding.Cancelled());
        talk.awaitClosed();
    }

    @Test
    void a_cancel_keeps_exactly_what_was_released() throws InterruptedException {
        var receipt = engine.send(ADA, session, "Hello");
        HandModel.Talk talk = model.asked().say("seen");
        List<FeedItem> items = readUpTo(feed, 4);

        engine.useCases().cancelReply().cancel(ADA, session, null);
        talk.say("never seen").end();
        items.addAll(untilEnded(feed));

        assertThat(joined(items, receipt.replyId())).isEqualTo("seen");
        assertThat(((FeedItem.ReplyEnded) items.getLast()).content().text()).isEqualTo("seen");
        var again = engine.useCases().cancelReply().cancel(ADA, session, receipt.replyId());
        assertThat(again).isEqualTo(new CancelReply.Outcome.AlreadyEnded(receipt.replyId(), ReplyState.CANCELLED));
    }

    @Test
    void a_waiting_reply_can_be_cancelled() throws InterruptedException {
        engine.send(ADA, session, "one");
        HandModel.Talk talk = model.asked();
        var second = engine.send(ADA, session, "two");

        engine.useCases().cancelReply().cancel(ADA, session, second.replyId());
        talk.say("1").end();
        List<FeedItem> items = untilEnded(feed);
        items.addAll(untilEnded(feed));

        assertThat(items.stream().filter(FeedItem.ReplyEnded.class::isInstance).map(ConversationTest::state))
                .containsExactlyInAnyOrder(ReplyState.CANCELLED, ReplyState.COMPLETE);
        assertThat(model.nobodyAsks()).isTrue();
    }

    @Test
    void a_model_that_breaks_off_leaves_its_text_and_a_code() throws InterruptedException {
        engine.send(ADA, session, "Hello");
        var failure = ModelFailure.of(ModelFailure.Kind.BAD_RESPONSE, "cut off");

        model.asked().say("half").give(new ReplyChunk.Failed(failure));
        List<FeedItem> items = untilEnded(feed);

        var ended = (FeedItem.ReplyEnded) items.getLast();
        assertThat(ended.content().text()).isEqualTo("half");
        assertThat(ended.content().ending()).isEqualTo(new ReplyEnding.Failed(ErrorCode.AI_BAD_RESPONSE, "cut off"));
    }

    @Test
    void a_feed_of_a_deleted_session_says_so_and_nothing_more() throws InterruptedException {
        engine.send(ADA, session, "Hello");
        HandModel.Talk talk = model.asked();

        engine.useCases().changeSession().delete(ADA, session);
        List<FeedItem> items = Engines.until(
                feed, item -> item instanceof FeedItem.SessionChanged changed && changed.session() == null);

        assertThat(items).isNotEmpty();
        talk.say("too late").end();
        assertThat(feed.poll()).isNull();
    }

    @Test
    void a_reply_stopped_by_deletion_is_written_after_an_undo() throws InterruptedException {
        engine.send(ADA, session, "Hello");
        model.asked().say("lost");
        engine.useCases().changeSession().delete(ADA, session);
        engine.useCases().changeSession().restore(ADA, session);

        try (Feed back = engine.follow(ADA, session)) {
            model.asked().say("again").end();
            List<FeedItem> items = untilEnded(back);
            assertThat(((FeedItem.ReplyEnded) items.getLast()).content().text()).isEqualTo("again");
        }
    }

    @Test
    void a_feed_that_is_closed_while_somebody_begins_to_wait_lets_go() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Feed closing = engine.follow(ADA, session);
            Thread waiting = Thread.ofPlatform().start(() -> waitForLong(closing));

            closing.close();

            assertThat(waiting.join(GUARD)).isTrue();
        }
    }

    private static void waitForLong(Feed feed) {
        try {
            feed.next(Duration.ofHours(1));
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this reader", e);
        }
    }

    @Test
    void what_is_foreign_is_not_there() {
        Principal eve = Principal.user("eve");
        var useCases = engine.useCases();

        assertThat(useCases.readSessions().read(eve, session).toString()).contains("SESSION_NOT_FOUND");
        assertThat(useCases.sendMessage()
                        .send(new SendMessage.Command(eve, session, "hi", null, null))
                        .toString())
                .contains("SESSION_NOT_FOUND");
        assertThat(useCases.followSession().follow(eve, session, () -> {}).toString())
                .contains("SESSION_NOT_FOUND");
        assertThat(useCases.followedSessions()).isEqualTo(1);
    }

    @Test
    void without_a_model_a_demo_answers() throws InterruptedException {
        try (ChatEngine demo = ChatEngine.builder().start()) {
            SessionId asked = demo.createSession(ADA);
            try (Feed answer = demo.follow(ADA, asked)) {
                demo.send(ADA, asked, "Hello");

                assertThat(ending(untilEnded(answer).getLast()).state()).isEqualTo(ReplyState.COMPLETE);
            }
        }
    }

    private static ReplyEnding ending(FeedItem item) {
        return ((FeedItem.ReplyEnded) item).content().ending();
    }

    /** Reads until so many characters of a reply have come. */
    private static List<FeedItem> readUpTo(Feed feed, int length) throws InterruptedException {
        return Engines.until(
                feed,
                item -> item instanceof FeedItem.ReplyPiece piece
                        && piece.offset() + piece.text().length() >= length);
    }

    private static ReplyState state(FeedItem item) {
        return ending(item).state();
    }
}
