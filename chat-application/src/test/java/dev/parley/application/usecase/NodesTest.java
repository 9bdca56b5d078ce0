package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.until;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.Content;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several nodes over one store: at any time one writes, and who is not sure of it is silent. */
class NodesTest {

    private static final Duration SELF_DOUBT =
            Node.LEASE.multipliedBy(2).dividedBy(3).plusMillis(1);
    private static final Duration DEATH = Node.LEASE.minus(SELF_DOUBT).plusMillis(1);

    private final HandClock clock = new HandClock();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final Node first = new Node("first", stores, clock);
    private Node second;
    private SessionId session;
    private Feed onFirst;

    @BeforeEach
    void open() {
        session = first.engine().createSession(ADA);
        onFirst = first.engine().follow(ADA, session);
    }

    @AfterEach
    void close() {
        onFirst.close();
        first.close();
        if (second != null) {
            second.close();
        }
    }

    private void startSecond() {
        second = new Node("second", stores, clock);
    }

    @Test
    void a_node_in_doubt_is_silent_before_others_may_write() throws InterruptedException {
        SendMessage.Receipt receipt = first.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = first.model().asked().say("heard");
        List<FeedItem> items = until(onFirst, FeedItem.ReplyPiece.class::isInstance);
        first.loseTouch();
        first.store().breaks("checkpoint", Shaky.When.BEFORE);
        first.store().breaks("checkpointAll", Shaky.When.BEFORE);

        clock.pass(SELF_DOUBT);
        talk.say("not heard");
        talk.awaitClosed();

        assertThat(stores.replies().startable(10))
                .as("by the store's clock it is alive")
                .isEmpty();
        FeedItem item = onFirst.poll();
        while (item != null) {
            items.add(item);
            item = onFirst.poll();
        }
        assertThat(joined(items, receipt.replyId())).isEqualTo("heard");
    }

    @Test
    void who_comes_back_to_a_node_that_hears_of_the_end_only_gets_the_rest() throws InterruptedException {
        SendMessage.Receipt receipt = first.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = first.model().asked().say("Hello, ");
        until(onFirst, FeedItem.ReplyPiece.class::isInstance);
        startSecond();
        var has = new Feed.Partial(receipt.replyId(), 1, "Hello, ".length());

        try (Feed onSecond = second.engine().follow(ADA, session)) {
            onSecond.resume(new Feed.Resume(receipt.place().seq(), has));
            talk.say("world").end();
            List<FeedItem> items = untilEnded(onSecond);

            assertThat(items.subList(1, 3))
                    .containsExactly(
                            new FeedItem.ReplyStarted(
                                    receipt.replyId(), 1, "Hello, ".length(), "first", receipt.messageId()),
                            new FeedItem.ReplyPiece(receipt.replyId(), 1, "Hello, ".length(), "world"));
            assertThat(ended(items).text()).isEqualTo("Hello, world");
        }
    }

    @Test
    void who_says_to_have_more_than_there_is_gets_all_of_it() throws InterruptedException {
        SendMessage.Receipt receipt = first.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = first.model().asked().say("Hello");
        until(onFirst, FeedItem.ReplyPiece.class::isInstance);
        startSecond();

        try (Feed onSecond = second.engine().follow(ADA, session)) {
            onSecond.resume(new Feed.Resume(receipt.place().seq(), new Feed.Partial(receipt.replyId(), 1, 1_000)));
            talk.say(" there").end();

            assertThat(joined(untilEnded(onSecond), receipt.replyId())).isEqualTo("Hello there");
        }
    }

    @Test
    void another_node_takes_over_and_the_first_changes_nothing() throws InterruptedException {
        SendMessage.Receipt receipt = first.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = first.model().asked().say("old");
        List<FeedItem> seenOnFirst = until(onFirst, FeedItem.ReplyPiece.class::isInstance);
        first.loseTouch();
        clock.pass(SELF_DOUBT.plus(DEATH));
        startSecond();

        try (Feed onSecond = second.engine().follow(ADA, session)) {
            HandModel.Talk again = second.model().asked();
            talk.say(" and late").end();
            again.say("new");
            List<FeedItem> items = until(onSecond, FeedItem.ReplyPiece.class::isInstance);
            again.end();
            items.addAll(untilEnded(onSecond));

            assertThat(items.getFirst())
                    .isEqualTo(new FeedItem.ReplyStarted(receipt.replyId(), 2, 0, "second", receipt.messageId()));
            assertThat(joined(items, receipt.replyId())).isEqualTo("new");
            assertThat(ended(items).text()).isEqualTo("new");
            assertThat(ended(items).attempt()).isEqualTo(2);
        }
        seenOnFirst.addAll(untilEnded(onFirst));
        assertThat(joined(seenOnFirst, receipt.replyId()))
                .as("the other attempt, told anew")
                .isEqualTo("new");
        assertThat(ended(seenOnFirst)).isEqualTo(stored(receipt));
    }

    @Test
    void a_node_that_finds_back_writes_again() throws InterruptedException {
        first.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = first.model().asked();
        first.loseTouch();
        clock.pass(SELF_DOUBT);
        talk.awaitClosed();

        first.findBack();

        first.model().asked().say("again").end();
        assertThat(ended(untilEnded(onFirst)).text()).isEqualTo("again");
    }

    @Test
    void a_node_that_came_late_to_its_own_reply_writes_it_anew() throws InterruptedException {
        first.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = first.model().asked();
        first.loseTouch();
        clock.pass(SELF_DOUBT.plus(DEATH));
        talk.awaitClosed();

        first.findBack();

        first.model().asked().say("again").end();
        List<FeedItem> items = untilEnded(onFirst);
        assertThat(ended(items).text()).isEqualTo("again");
    }

    @Test
    void two_takeovers_are_enough() throws InterruptedException {
        SendMessage.Receipt receipt = first.engine().send(ADA, session, "Hello");
        first.model().asked().say("last known text");
        until(onFirst, FeedItem.ReplyPiece.class::isInstance);
        first.loseTouch();
        first.store().breaks("handBack", Shaky.When.BEFORE);
        clock.pass(Duration.ofSeconds(2));

        for (String name : List.of("second", "third")) {
            try (var dying = new Node(name, stores, clock)) {
                dying.model().asked();
                dying.loseTouch();
                dying.store().breaks("handBack", Shaky.When.BEFORE);
                dying.store().breaks("release", Shaky.When.BEFORE);
                clock.pass(SELF_DOUBT.plus(DEATH));
            }
        }
        startSecond();
        await().until(() -> stores.replies().open(key()).isEmpty());

        Content.FromAi content = stored(receipt);
        assertThat(content.ending()).isEqualTo(new ReplyEnding.Interrupted());
        assertThat(content.attempt()).isEqualTo(4);
        assertThat(second.model().nobodyAsks()).isTrue();
    }

    @Test
    void handing_back_is_no_takeover() throws InterruptedException {
        first.engine().send(ADA, session, "Hello");
        first.model().asked();
        first.loseTouch();
        first.close();
        for (int i = 0; i < 4; i++) {
            try (var closing = new Node("node-" + i, stores, clock)) {
                closing.model().asked();
            }
        }
        startSecond();

        try (Feed feed = second.engine().follow(ADA, session)) {
            second.model().asked().say("at last").end();
            Content.FromAi content = ended(untilEnded(feed));
            assertThat(content.text()).isEqualTo("at last");
            assertThat(content.attempt()).isEqualTo(6);
        }
    }

    @Test
    void what_was_told_before_a_hand_back_is_the_text_if_it_is_cancelled_then() throws InterruptedException {
        SendMessage.Receipt receipt = first.engine().send(ADA, session, "Hello");
        first.model().asked().say("told before the node stopped");
        List<FeedItem> items = until(onFirst, FeedItem.ReplyPiece.class::isInstance);
        first.close();

        first.engine().useCases().cancelReply().cancel(ADA, session, receipt.replyId());
        items.addAll(untilEnded(onFirst));

        assertThat(ended(items).text())
                .isEqualTo("told before the node stopped")
                .isEqualTo(joined(items, receipt.replyId()));
    }

    @Test
    void the_same_node_started_anew_need_not_wait() throws InterruptedException {
        first.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = first.model().asked();
        first.loseTouch();

        try (var anew = new Node("first", stores, clock);
                Feed feed = anew.engine().follow(ADA, session)) {
            anew.model().asked().say("anew").end();
            assertThat(ended(untilEnded(feed)).text()).isEqualTo("anew");
            talk.say("old").end();
        }
    }

    @Test
    void a_cancel_from_another_node_is_found_without_an_announcement() throws InterruptedException {
        SendMessage.Receipt receipt = first.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = first.model().asked().say("so far");
        List<FeedItem> items = until(onFirst, FeedItem.ReplyPiece.class::isInstance);
        startSecond();

        var outcome = second.engine().useCases().cancelReply().cancel(ADA, session, receipt.messageId());

        assertThat(outcome).isEqualTo(new CancelReply.Outcome.Stopping(receipt.replyId()));
        items.addAll(untilEnded(onFirst));
        assertThat(ended(items).ending()).isEqualTo(new ReplyEnding.Cancelled());
        assertThat(ended(items).text()).isEqualTo("so far").isEqualTo(joined(items, receipt.replyId()));
        talk.awaitClosed();
    }

    @Test
    void a_feed_on_a_node_that_hears_nothing_gets_it_by_comparison() throws InterruptedException {
        startSecond();
        second.loseTouch();
        try (Feed onSecond = second.engine().follow(ADA, session)) {
            SendMessage.Receipt receipt = first.engine().send(ADA, session, "Hello");
            first.model().asked().say("by comparison").end();

            List<FeedItem> items = untilEnded(onSecond);

            assertThat(items).hasSize(4);
            assertThat(joined(items, receipt.replyId())).isEqualTo("by comparison");
        }
    }

    private SessionKey key() {
        return new SessionKey(TenantId.DEFAULT, session);
    }

    private Content.FromAi stored(SendMessage.Receipt receipt) {
        return (Content.FromAi) stores.conversations()
                .message(key(), receipt.replyId())
                .orElseThrow()
                .content();
    }

    private static Content.FromAi ended(List<FeedItem> items) {
        return ((FeedItem.ReplyEnded) items.getLast()).content();
    }
}
