package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that goes away and comes back: nothing is told that is not so, and nothing is held for ever. */
class StoreTroubleTest {

    private final HandClock clock = new HandClock();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final Node node = Node.forgetful("node", stores, clock);
    private final Shaky store = node.store();
    private SessionId session;
    private Feed feed;

    @BeforeEach
    void open() {
        session = node.engine().createSession(ADA);
        feed = node.engine().follow(ADA, session);
    }

    @AfterEach
    void close() {
        feed.close();
        node.close();
    }

    @Test
    void what_was_not_stored_is_not_announced() {
        var announced = new ConcurrentLinkedQueue<Announcement>();
        store.breaks("accept", Shaky.When.BEFORE);
        node.engine().listen(announced::add);

        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> node.engine().send(ADA, session, "Hello"));

        assertThat(announced).isEmpty();
        assertThat(feed.poll()).isNull();
        assertThat(node.model().nobodyAsks()).isTrue();
    }

    @Test
    void a_message_that_was_stored_unheard_is_answered_once() throws InterruptedException {
        store.breaks("accept", Shaky.When.AFTER);
        var command = new SendMessage.Command(ADA, session, "Hello", "one", null);
        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> node.engine().useCases().sendMessage().send(command));
        store.heals("accept");

        var again = (SendMessage.Outcome.Accepted)
                node.engine().useCases().sendMessage().send(command);

        assertThat(again.receipt().duplicate()).isTrue();
        node.model().asked().say("once").end();
        assertThat(joined(untilEnded(feed), again.receipt().replyId())).isEqualTo("once");
    }

    @Test
    void an_end_is_tried_until_it_is_stored() throws InterruptedException {
        SendMessage.Receipt receipt = node.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = node.model().asked();
        store.breaks("finish", Shaky.When.BEFORE);
        talk.say("in the end").end();
        store.awaitBroken("finish");
        store.awaitBroken("finish");
        assertThat(stored(receipt)).isNull();

        store.heals("finish");

        List<FeedItem> items = untilEnded(feed);
        assertThat(ended(items).text()).isEqualTo("in the end").isEqualTo(joined(items, receipt.replyId()));
        assertThat(feed.poll()).isNull();
    }

    @Test
    void an_end_that_was_stored_unheard_is_told_once() throws InterruptedException {
        SendMessage.Receipt receipt = node.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = node.model().asked();
        store.breaks("finish", Shaky.When.AFTER);
        talk.say("in the end").end();
        store.awaitBroken("finish");
        store.heals("finish");

        List<FeedItem> items = untilEnded(feed);

        assertThat(joined(items, receipt.replyId())).isEqualTo("in the end");
        node.engine().send(ADA, session, "And?");
        node.model().asked().say("goes on").end();
        assertThat(ended(untilEnded(feed)).text()).isEqualTo("goes on");
    }

    @Test
    void a_text_the_store_refuses_ends_the_reply_honestly() throws InterruptedException {
        node.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = node.model().asked();
        store.refusesOnce("finish");
        talk.say("can't be stored").end();

        Content.FromAi content = ended(untilEnded(feed));

        assertThat(content.ending())
                .isEqualTo(new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "the text could not be stored"));
        assertThat(content.text()).isEmpty();
    }

    @Test
    void a_reply_whose_end_is_refused_is_let_go_and_failed_later() throws InterruptedException {
        SendMessage.Receipt receipt = refusedToTheEnd();
        await().until(() -> state(receipt) == ReplyState.PENDING);

        store.heals("finish");
        clock.pass(StoreRefusals.FIRST_PAUSE);

        assertThat(ended(untilEnded(feed)).ending())
                .isEqualTo(new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "the text could not be stored"));
        assertThat(node.model().nobodyAsks()).isTrue();
        assertGoesOn();
    }

    @Test
    void a_store_that_refuses_an_end_is_not_asked_all_the_time() throws InterruptedException {
        SendMessage.Receipt receipt = refusedToTheEnd();
        store.awaitBroken("finish");
        store.awaitBroken("finish");
        await().until(() -> state(receipt) == ReplyState.PENDING);

        store.awaitDone("startable", 5);

        assertThat(store.brokenAgain("finish")).isFalse();
        clock.pass(StoreRefusals.FIRST_PAUSE);
        store.awaitBroken("finish");
    }

    @Test
    void a_reply_whose_end_is_refused_for_ever_blocks_no_session() throws InterruptedException {
        SendMessage.Receipt receipt = refusedToTheEnd();
        store.awaitBroken("finish");

        for (int refusal = 1; refusal < ReplyConclusion.MOST_REFUSALS; refusal++) {
            store.awaitBroken("finish");
            await().until(() -> state(receipt) == ReplyState.PENDING);
            clock.pass(Duration.ofMinutes(2));
        }
        store.awaitBroken("finish");

        assertThat(ended(untilEnded(feed)).ending()).isEqualTo(new ReplyEnding.Cancelled());
        store.heals("finish");
        assertGoesOn();
    }

    private SendMessage.Receipt refusedToTheEnd() throws InterruptedException {
        SendMessage.Receipt receipt = node.engine().send(ADA, session, "Hello");
        HandModel.Talk talk = node.model().asked();
        store.refuses("finish");
        talk.say("can't be stored").end();
        return receipt;
    }

    private void assertGoesOn() throws InterruptedException {
        node.engine().send(ADA, session, "And?");
        node.model().asked().say("goes on").end();
        assertThat(ended(untilEnded(feed)).text()).isEqualTo("goes on");
    }

    @Test
    void a_claim_nobody_knows_of_is_given_back() throws InterruptedException {
        store.breaks("claim", Shaky.When.AFTER);
        SendMessage.Receipt receipt = node.engine().send(ADA, session, "Hello");
        store.awaitBroken("claim");

        store.heals("claim");

        node.model().asked().say("after all").end();
        List<FeedItem> items = untilEnded(feed);
        assertThat(joined(items, receipt.replyId())).isEqualTo("after all");
        assertThat(ended(items).attempt()).isGreaterThan(1);
    }

    /** Each would hold a connection of the store, until none is left for this node's own lease. */
    @Test
    void a_claim_that_waits_is_not_joined_by_others() throws InterruptedException {
        store.hangs("claim");
        node.engine().send(ADA, session, "Hello");
        await().until(() -> store.waited("claim") > 0);

        store.awaitDone("startable", 10);

        assertThat(store.waited("claim")).isEqualTo(1);
        store.heals("claim");
        node.model().asked().say("after all").end();
        assertThat(ended(untilEnded(feed)).text()).isEqualTo("after all");
    }

    @Test
    void a_prompt_that_can_not_be_built_now_is_built_later() throws InterruptedException {
        store.breaks("history", Shaky.When.BEFORE);
        node.engine().send(ADA, session, "Hello");
        store.awaitBroken("history");

        store.heals("history");

        node.model().asked().say("after all").end();
        assertThat(ended(untilEnded(feed)).text()).isEqualTo("after all");
    }

    @Test
    void a_prompt_that_can_never_be_built_ends_the_reply() throws InterruptedException {
        store.refusesOnce("history");
        node.engine().send(ADA, session, "Hello");

        Content.FromAi content = ended(untilEnded(feed));

        assertThat(content.ending()).isEqualTo(new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "Broken"));
        assertThat(content.text()).isEmpty();
    }

    @Test
    void a_reply_that_fails_gravely_ends_and_blocks_no_session() throws InterruptedException {
        store.failsGravelyOnce("history");
        node.engine().send(ADA, session, "Hello");

        assertThat(ended(untilEnded(feed)).ending())
                .isEqualTo(new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "AssertionError"));
        assertGoesOn();
    }

    @Test
    void events_are_forgotten_though_nothing_can_be_purged() {
        var policies = Policies.standard("node");
        clock.pass(policies.eventsKept().plusMillis(1));
        node.engine().useCases().changeSession().change(new ChangeSession.Command(ADA, session, "Another", null, null));
        store.refuses("purge");
        var housekeeping = new Housekeeping(
                store.over(SessionStore.class, stores.sessions()),
                stores.conversations(),
                Engines.witness(stores, clock),
                clock,
                policies);

        assertThatExceptionOfType(StoreException.Broken.class).isThrownBy(housekeeping::run);

        assertThat(stores.conversations()
                        .events(key(), Seq.NONE, 10)
                        .orElseThrow()
                        .events())
                .hasSize(1);
    }

    @Test
    void a_feed_goes_on_where_it_was_when_the_store_is_back() throws InterruptedException {
        node.engine().send(ADA, session, "Hello");
        node.model().asked().say("all").end();
        untilEnded(feed);
        try (Feed late = node.engine().follow(ADA, session)) {
            store.breaks("events", Shaky.When.BEFORE);
            assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> resumeFarBack(late));
            store.heals("events");

            resumeFarBack(late);

            assertThat(Engines.next(late, FeedItem.Resumed.class).complete()).isTrue();
            assertThat(untilEnded(late).stream().map(FeedItem::getClass).toList())
                    .isEqualTo(List.of(
                            FeedItem.SessionChanged.class, FeedItem.MessageChanged.class, FeedItem.ReplyEnded.class));
        }
    }

    private static void resumeFarBack(Feed late) {
        late.resume(new Feed.Resume(Seq.NONE, null));
    }

    private ReplyState state(SendMessage.Receipt receipt) {
        return stores.replies().progress(key(), receipt.replyId()).orElseThrow().state();
    }

    private SessionKey key() {
        return new SessionKey(TenantId.DEFAULT, session);
    }

    private Content.FromAi stored(SendMessage.Receipt receipt) {
        return (Content.FromAi) stores.conversations()
                .message(key(), receipt.replyId())
                .map(Message::content)
                .orElse(null);
    }

    private static Content.FromAi ended(List<FeedItem> items) {
        return ((FeedItem.ReplyEnded) items.getLast()).content();
    }
}
