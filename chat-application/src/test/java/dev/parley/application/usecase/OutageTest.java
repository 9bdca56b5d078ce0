package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.application.local.InMemoryMessageJournal;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said while the store is away is kept, and said once, in order, when it is back. */
class OutageTest {

    private static final int ROOM = 20;

    private final HandClock clock = new HandClock();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final InMemoryMessageJournal journal = new InMemoryMessageJournal(ROOM);
    private final Node node = Node.withJournal("node", stores, clock, journal);
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

    private void storeGoesAway() {
        for (String method : List.of("accept", "find", "message", "heads", "history")) {
            store.breaks(method, Shaky.When.BEFORE);
        }
    }

    private void storeIsBack() {
        for (String method : List.of("accept", "find", "message", "heads", "history")) {
            store.heals(method);
        }
    }

    private SendMessage.Outcome say(Principal who, SessionId where, String id, String text) {
        return node.engine().useCases().sendMessage().send(new SendMessage.Command(who, where, text, id, null));
    }

    private SendMessage.Receipt said(String id, String text) {
        return ((SendMessage.Outcome.Accepted) say(ADA, session, id, text)).receipt();
    }

    /** From now on this node does not know all that was said. */
    private void somethingIsSaidElsewhere() throws InterruptedException {
        try (Node other = new Node("other", stores, clock)) {
            node.loseTouch();
            other.engine().send(ADA, session, "elsewhere");
            other.model().asked().say("there").end();
            await().until(() -> stores.conversations()
                            .history(SessionGate.key(ADA, session), new ConversationStore.Range.Newest(10))
                            .orElseThrow()
                            .messages()
                            .size()
                    == 2);
            node.findBack();
        }
        untilEnded(feed);
    }

    private static Refusal refusal(SendMessage.Outcome outcome) {
        return ((SendMessage.Outcome.Refused) outcome).refusal();
    }

    @Test
    void a_message_is_kept_and_answered_when_the_store_is_back() throws InterruptedException {
        somethingIsSaidElsewhere();
        storeGoesAway();

        SendMessage.Receipt receipt = said("one", "Hello");

        assertThat(receipt.place()).isNull();
        assertThat(receipt.duplicate()).isFalse();
        assertThat(node.engine().useCases().storeIsAway()).isTrue();
        assertThat(node.engine().useCases().waitingMessages()).isEqualTo(1);
        assertThat(node.model().nobodyAsks()).isTrue();

        storeIsBack();
        node.model().asked().say("after all").end();
        List<FeedItem> items = untilEnded(feed);
        assertThat(joined(items, receipt.replyId())).isEqualTo("after all");
        assertThat(items.getFirst())
                .isInstanceOfSatisfying(
                        FeedItem.MessageChanged.class,
                        added -> assertThat(added.message().id()).isEqualTo(receipt.messageId()));
        await().until(() -> !node.engine().useCases().storeIsAway());
        assertThat(journal.isEmpty()).isTrue();
    }

    @Test
    void the_ids_are_those_it_would_have_had_anyway() {
        storeGoesAway();
        SendMessage.Receipt receipt = said("one", "Hello");
        storeIsBack();
        await().until(journal::isEmpty);

        SendMessage.Receipt again = said("one", "Hello");

        assertThat(again.messageId()).isEqualTo(receipt.messageId());
        assertThat(again.replyId()).isEqualTo(receipt.replyId());
        assertThat(again.duplicate()).isTrue();
        assertThat(again.place()).isNotNull();
    }

    @Test
    void many_messages_are_replayed_in_the_order_they_were_said() throws InterruptedException {
        storeGoesAway();
        IntStream.range(0, 10).forEach(number -> said("m" + number, "question " + number));

        storeIsBack();
        await().until(journal::isEmpty);

        for (int number = 0; number < 10; number++) {
            HandModel.Talk talk = node.model().asked();
            assertThat(talk.prompt().messages().getLast().text()).isEqualTo("question " + number);
            talk.say("yes").end();
        }
    }

    @Test
    void a_resend_is_kept_once_and_another_text_is_refused() {
        storeGoesAway();
        SendMessage.Receipt first = said("one", "Hello");

        SendMessage.Receipt again = said("one", "Hello");
        assertThat(again.duplicate()).isTrue();
        assertThat(again.messageId()).isEqualTo(first.messageId());
        assertThat(refusal(say(ADA, session, "one", "Goodbye")).code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(journal.pending()).hasSize(1);
    }

    @Test
    void what_the_store_took_without_saying_so_is_there_once() throws InterruptedException {
        store.breaks("accept", Shaky.When.AFTER);
        SendMessage.Receipt receipt = said("one", "Hello");
        assertThat(receipt.place()).isNull();

        store.heals("accept");
        node.model().asked().say("once").end();

        assertThat(joined(untilEnded(feed), receipt.replyId())).isEqualTo("once");
        await().until(journal::isEmpty);
        assertThat(node.model().nobodyAsks()).isTrue();
    }

    /** Its event was told before it was said again, and will not be told once more. */
    @Test
    void who_says_again_what_the_store_has_hears_that_it_does() throws InterruptedException {
        SendMessage.Receipt first = said("one", "Hello");
        node.model().asked().say("once").end();
        untilEnded(feed);
        storeGoesAway();
        assertThat(said("one", "Hello").place()).isNull();

        storeIsBack();

        assertThat(feed.next(Duration.ofMinutes(1))).isInstanceOfSatisfying(FeedItem.MessageStored.class, stored -> {
            assertThat(stored.message().id()).isEqualTo(first.messageId());
            assertThat(new SendMessage.Place(
                            stored.seq(), stored.message().place().position()))
                    .isEqualTo(first.place());
        });
    }

    @Test
    void a_store_that_hangs_is_away_and_what_it_did_late_is_there_once() throws InterruptedException {
        store.hangs("heads");
        store.hangs("accept");

        SendMessage.Receipt receipt = said("one", "Hello");

        assertThat(receipt.place()).isNull();
        assertThat(node.engine().useCases().storeIsAway()).isTrue();
        assertThat(said("two", "And?").place()).isNull();
        store.heals("accept");
        store.heals("heads");
        node.model().asked().say("once").end();
        assertThat(joined(untilEnded(feed), receipt.replyId())).isEqualTo("once");
        node.model().asked().say("twice").end();
        untilEnded(feed);
        await().until(journal::isEmpty);
        assertThat(node.model().nobodyAsks()).isTrue();
    }

    @Test
    void a_store_that_hangs_when_asked_whose_a_session_is_is_away_too() {
        store.hangs("heads"); // Or the store would be found to be back before anybody looks.
        store.hangs("find");

        assertThat(refusal(say(ADA, new SessionId(new UUID(7, 7)), "one", "Hello"))
                        .code())
                .isEqualTo(ErrorCode.HISTORY_UNAVAILABLE);
        assertThat(node.engine().useCases().storeIsAway()).isTrue();

        store.heals("find");
        store.heals("heads");
    }

    /** Nobody was told that it was closed. */
    @Test
    void a_session_that_was_found_closed_takes_nothing_that_would_be_dropped_later() {
        stores.sessions()
                .change(
                        SessionGate.key(ADA, session),
                        new SessionStore.Wish(null, Standing.CLOSED, null),
                        clock.instant());
        assertThat(refusal(say(ADA, session, "one", "Hello")).code()).isEqualTo(ErrorCode.SESSION_CLOSED);
        storeGoesAway();

        assertThat(refusal(say(ADA, session, "one", "Hello")).code()).isEqualTo(ErrorCode.SESSION_CLOSED);
        assertThat(journal.isEmpty()).isTrue();
    }

    @Test
    void what_is_said_next_waits_behind_what_the_store_has_not_got() {
        storeGoesAway();
        said("one", "first");
        store.heals("find");
        store.heals("message");

        assertThat(said("two", "second").place()).isNull();

        assertThat(journal.pending())
                .extracting(message -> message.content().text())
                .containsExactly("first", "second");
        storeIsBack();
        await().until(journal::isEmpty);
        assertThat(said("three", "third").place()).isNotNull();
    }

    @Test
    void a_full_journal_refuses_and_says_when_to_try_again() {
        storeGoesAway();
        IntStream.range(0, ROOM).forEach(number -> said("m" + number, "question"));

        Refusal refusal = refusal(say(ADA, session, "one more", "question"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.STORAGE_FULL);
        assertThat(refusal.retryAfter()).isPositive();
        storeIsBack();
        await().until(journal::isEmpty);
        assertThat(said("one more", "question").place()).isNotNull();
    }

    @Test
    void of_a_session_that_is_not_known_here_nothing_can_be_said_whosever_it_is() {
        var unseen = new SessionId(new UUID(7, 7));
        storeGoesAway();

        assertThat(refusal(say(ADA, unseen, "one", "Hello")).code()).isEqualTo(ErrorCode.HISTORY_UNAVAILABLE);
        assertThat(refusal(say(Principal.user("eve"), session, "one", "Hello")))
                .isEqualTo(refusal(say(ADA, unseen, "one", "Hello")));
        assertThat(journal.isEmpty()).isTrue();
    }

    @Test
    void a_session_that_was_begun_here_is_known_from_then_on() {
        SessionId begun = node.engine().createSession(ADA);
        storeGoesAway();

        assertThat(say(ADA, begun, "one", "Hello")).isInstanceOf(SendMessage.Outcome.Accepted.class);
    }

    @Test
    void a_session_that_changed_hands_or_ended_is_not_known_any_more() throws InterruptedException {
        node.engine().useCases().changeSession().delete(ADA, session);
        storeGoesAway();

        assertThat(refusal(say(ADA, session, "one", "Hello")).code()).isEqualTo(ErrorCode.HISTORY_UNAVAILABLE);
    }

    /** Nobody was told that it ended. */
    @Test
    void a_session_that_was_looked_for_in_vain_is_not_known_any_more() {
        stores.sessions().delete(SessionGate.key(ADA, session), clock.instant());
        assertThat(refusal(say(ADA, session, "one", "Hello")).code()).isEqualTo(ErrorCode.SESSION_NOT_FOUND);
        storeGoesAway();

        assertThat(refusal(say(ADA, session, "one", "Hello")).code()).isEqualTo(ErrorCode.HISTORY_UNAVAILABLE);
        assertThat(journal.isEmpty()).isTrue();
    }

    @Test
    void a_closed_session_takes_nothing_that_would_be_dropped_later() {
        stores.sessions()
                .change(
                        SessionGate.key(ADA, session),
                        new SessionStore.Wish(null, Standing.CLOSED, null),
                        clock.instant());
        node.engine().follow(ADA, session).close();
        storeGoesAway();

        assertThat(refusal(say(ADA, session, "one", "Hello")).code()).isEqualTo(ErrorCode.SESSION_CLOSED);
        assertThat(journal.isEmpty()).isTrue();
    }

    @Test
    void rules_hold_as_ever() {
        storeGoesAway();

        assertThat(refusal(say(ADA, session, "one", "   ")).code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
        assertThat(refusal(say(ADA, session, "x".repeat(65), "Hello")).field()).isEqualTo("client_message_id");
        assertThat(journal.isEmpty()).isTrue();
    }

    @Test
    void a_message_whose_session_is_gone_by_then_keeps_no_other_waiting() {
        SessionId other = node.engine().createSession(ADA);
        node.engine().follow(ADA, other).close();
        storeGoesAway();
        say(ADA, other, "lost", "Hello");
        said("kept", "Hello");
        stores.sessions().delete(SessionGate.key(ADA, other), clock.instant());

        storeIsBack();

        await().until(journal::isEmpty);
        assertThat(said("kept", "Hello").duplicate()).isTrue();
    }

    @Test
    void a_message_the_store_refuses_stays_and_keeps_no_other_waiting() {
        storeGoesAway();
        SendMessage.Receipt refused = said("refused", "Hello");
        said("kept", "Hello");
        store.refusesOnce("accept");
        storeIsBack();

        await().until(() -> journal.pending().size() == 1);

        assertThat(journal.pending().getFirst().id()).isEqualTo(refused.messageId());
        assertThat(said("kept", "Hello").duplicate()).isTrue();
        clock.pass(StoreRefusals.FIRST_PAUSE);
        await().until(journal::isEmpty);
        assertThat(said("refused", "Hello").duplicate()).isTrue();
    }

    @Test
    void what_an_earlier_process_kept_is_there_before_anything_else_is_said() {
        storeGoesAway();
        said("one", "Hello");
        node.close();

        try (Node next = Node.withJournal("next", stores, clock, journal)) {
            assertThat(journal.isEmpty()).isTrue();
            var again = (SendMessage.Outcome.Accepted) next.engine()
                    .useCases()
                    .sendMessage()
                    .send(new SendMessage.Command(ADA, session, "Hello", "one", null));
            assertThat(again.receipt().duplicate()).isTrue();
        }
    }

    @Test
    void without_a_journal_who_speaks_is_told() {
        try (Node bare = new Node("bare", stores, clock)) {
            bare.store().breaks("accept", Shaky.When.BEFORE);

            assertThatExceptionOfType(StoreException.Unavailable.class)
                    .isThrownBy(() -> bare.engine().send(ADA, session, "Hello"));
            assertThat(bare.engine().useCases().storeIsAway()).isFalse();
        }
    }
}
