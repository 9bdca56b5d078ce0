package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.answeredBy;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.until;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.ChatEngine;
import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stopping a reply, whenever it comes: one ending, and the text that was shown. */
class CancelTest {

    private static final int ROUNDS = 300;

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

    private CancelReply.Outcome cancel(Principal caller, MessageId which) {
        return engine.useCases().cancelReply().cancel(caller, session, which);
    }

    @Test
    void the_question_names_its_reply() throws InterruptedException {
        SendMessage.Receipt receipt = engine.send(ADA, session, "Hello");
        model.asked();

        assertThat(cancel(ADA, receipt.messageId())).isEqualTo(new CancelReply.Outcome.Stopping(receipt.replyId()));

        assertThat(ended(untilEnded(feed)).content().ending()).isEqualTo(new ReplyEnding.Cancelled());
    }

    @Test
    void naming_nothing_stops_what_runs() throws InterruptedException {
        SendMessage.Receipt running = engine.send(ADA, session, "one");
        model.asked();
        engine.send(ADA, session, "two");

        assertThat(engine.useCases().cancelReply().cancel(ADA, session, null))
                .isEqualTo(new CancelReply.Outcome.Stopping(running.replyId()));

        assertThat(ended(untilEnded(feed)).message().id()).isEqualTo(running.replyId());
        model.asked().say("2").end();
        assertThat(ended(untilEnded(feed)).content().text()).isEqualTo("2");
    }

    @Test
    void a_second_cancel_finds_it_ended() throws InterruptedException {
        SendMessage.Receipt receipt = engine.send(ADA, session, "Hello");
        model.asked();

        cancel(ADA, receipt.replyId());
        untilEnded(feed);

        assertThat(cancel(ADA, receipt.replyId()))
                .isEqualTo(new CancelReply.Outcome.AlreadyEnded(receipt.replyId(), ReplyState.CANCELLED));
        assertThat(feed.poll()).isNull();
    }

    @Test
    void where_nothing_runs_there_is_nothing_to_stop() {
        assertThat(engine.useCases().cancelReply().cancel(ADA, session, null))
                .isEqualTo(new CancelReply.Outcome.Refused(
                        new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "reply_id", "no reply is running or waiting")));
        assertThat(cancel(ADA, new MessageId(UUID.randomUUID())))
                .isEqualTo(new CancelReply.Outcome.Refused(
                        new Refusal(ErrorCode.MESSAGE_NOT_FOUND, "reply_id", "no such reply in this session")));
    }

    @Test
    void nobody_stops_the_reply_of_another() throws InterruptedException {
        SendMessage.Receipt receipt = engine.send(ADA, session, "Hello");
        HandModel.Talk talk = model.asked();
        Principal eve = Principal.user("eve");

        var refused = new CancelReply.Outcome.Refused(Refusal.sessionNotFound());
        assertThat(cancel(eve, receipt.replyId())).isEqualTo(refused);
        assertThat(engine.useCases().cancelReply().cancel(eve, new SessionId(UUID.randomUUID()), receipt.replyId()))
                .isEqualTo(refused);

        talk.say("unharmed").end();
        assertThat(ended(untilEnded(feed)).content().text()).isEqualTo("unharmed");
    }

    @Test
    void nobody_stops_a_reply_through_a_session_of_ones_own() throws InterruptedException {
        SendMessage.Receipt receipt = engine.send(ADA, session, "Hello");
        HandModel.Talk talk = model.asked();
        Principal eve = Principal.user("eve");
        SessionId own = engine.createSession(eve);

        assertThat(engine.useCases().cancelReply().cancel(eve, own, receipt.replyId()))
                .isInstanceOf(CancelReply.Outcome.Refused.class);

        talk.say("unharmed").end();
        assertThat(ended(untilEnded(feed)).content().text()).isEqualTo("unharmed");
    }

    @Test
    void a_cancel_that_races_with_the_start_wins() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            SendMessage.Receipt receipt = engine.send(ADA, session, "round " + round);
            cancel(ADA, receipt.replyId());

            FeedItem.ReplyEnded ended = ended(untilEnded(feed));

            assertThat(ended.message().id()).isEqualTo(receipt.replyId());
            assertThat(ended.content().ending()).isEqualTo(new ReplyEnding.Cancelled());
            assertThat(ended.content().text()).isEmpty();
        }
        // Of the last one, what ran may still be on its way out.
        await().until(() -> engine.useCases().runningReplies() == 0);
    }

    @Test
    void a_cancel_that_races_with_the_end_leads_to_one_of_both() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            SendMessage.Receipt receipt = engine.send(ADA, session, "round " + round);
            HandModel.Talk talk = model.asked().say("seen ");
            List<FeedItem> items = until(feed, FeedItem.ReplyPiece.class::isInstance);

            Thread canceller = Thread.ofVirtual().start(() -> cancel(ADA, receipt.replyId()));
            talk.say("and ", "more ", "of ", "it").end();
            items.addAll(untilEnded(feed));
            canceller.join();

            FeedItem.ReplyEnded ended = ended(items);
            assertThat(joined(items, receipt.replyId()))
                    .isEqualTo(ended.content().text());
            switch (ended.content().ending()) {
                case ReplyEnding.Completed ignored ->
                    assertThat(ended.content().text()).isEqualTo("seen and more of it");
                case ReplyEnding.Cancelled ignored ->
                    assertThat("seen and more of it").startsWith(ended.content().text());
                case ReplyEnding.Interrupted ending -> throw new AssertionError(ending);
                case ReplyEnding.Failed ending -> throw new AssertionError(ending);
            }
            assertThat(feed.poll()).as("nothing after the end").isNull();
        }
    }

    private static FeedItem.ReplyEnded ended(List<FeedItem> items) {
        return (FeedItem.ReplyEnded) items.getLast();
    }
}
