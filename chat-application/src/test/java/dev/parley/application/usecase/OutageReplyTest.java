package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.until;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.local.InMemoryMessageJournal;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said while the store is away is answered, if all that was said before is known; once, and without a break. */
class OutageReplyTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> ALL = List.of(
            "accept",
            "find",
            "message",
            "heads",
            "history",
            "events",
            "window",
            "startable",
            "claim",
            "checkpointAll",
            "finish",
            "handBack",
            "cancel",
            "cancelRequested",
            "progress",
            "open",
            "take",
            "renew");

    private final HandClock clock = new HandClock();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final InMemoryMessageJournal journal = new InMemoryMessageJournal(20);
    private final Node node = Node.withJournal("node", stores, clock, journal);
    private SessionId session;
    private Feed feed;

    @BeforeEach
    void open() {
        session = node.engine().createSession(ADA);
        feed = node.engine().follow(ADA, session);
    }

    @AfterEach
    void close() {
        storeIsBack();
        feed.close();
        node.close();
    }

    private void storeGoesAway() {
        ALL.forEach(method -> node.store().breaks(method, Shaky.When.BEFORE));
    }

    private void storeIsBack() {
        // What is asked first heals last.
        ALL.reversed().forEach(node.store()::heals);
    }

    private static SendMessage.Receipt said(Node where, Principal who, SessionId session, String text) {
        var outcome = where.engine()
                .useCases()
                .sendMessage()
                .send(new SendMessage.Command(who, session, text, text.replace(' ', '-'), null));
        return ((SendMessage.Outcome.Accepted) outcome).receipt();
    }

    private SendMessage.Receipt said(String text) {
        return said(node, ADA, session, text);
    }

    private CancelReply.Outcome stopped(MessageId questionOrReply) {
        return node.engine().useCases().cancelReply().cancel(ADA, session, questionOrReply);
    }

    private List<Message> stored() {
        return stores.conversations()
                .history(SessionGate.key(ADA, session), new ConversationStore.Range.Newest(100))
                .orElseThrow()
                .messages();
    }

    private static List<String> texts(HandModel.Talk talk) {
        return talk.prompt().messages().stream()
                .filter(message -> message.role() != PromptMessage.Role.SYSTEM)
                .map(PromptMessage::text)
                .toList();
    }

    private static List<FeedItem.ReplyStarted> starts(List<FeedItem> items) {
        return items.stream()
                .filter(FeedItem.ReplyStarted.class::isInstance)
                .map(FeedItem.ReplyStarted.class::cast)
                .toList();
    }

    private List<FeedItem> untilPiece() throws InterruptedException {
        return until(feed, FeedItem.ReplyPiece.class::isInstance);
    }

    private void assertStoredOnce(MessageId reply, String text) {
        assertThat(stored())
                .filteredOn(message -> message.content() instanceof Content.FromAi)
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.id()).isEqualTo(reply);
                    assertThat(message.text()).isEqualTo(text);
                });
        await().atMost(LONG).until(() -> journal.replies().isEmpty() && journal.isEmpty());
        assertThat(node.model().nobodyAsks()).isTrue();
    }

    @Test
    void a_reply_is_seen_while_the_store_is_away_and_goes_on_when_it_is_back() throws InterruptedException {
        storeGoesAway();
        SendMessage.Receipt receipt = said("Hello");
        HandModel.Talk talk = node.model().asked().say("Hi ");
        var items = new ArrayList<>(untilPiece());
        assertThat(starts(items)).singleElement().satisfies(start -> {
            assertThat(start.reply()).isEqualTo(receipt.replyId());
            assertThat(start.replyTo()).isEqualTo(receipt.messageId());
            assertThat(start.attempt()).isZero();
        });

        storeIsBack();
        items.addAll(until(feed, item -> item instanceof FeedItem.ReplyStarted start && start.attempt() > 0));
        assertThat(starts(items).getLast().baseOffset()).isEqualTo(3);
        talk.say("there");
        items.addAll(untilPiece());
        talk.end();
        items.addAll(untilEnded(feed));

        assertThat(joined(items, receipt.replyId())).isEqualTo("Hi there");
        assertThat(((FeedItem.ReplyEnded) items.getLast()).content().attempt()).isPositive();
        assertStoredOnce(receipt.replyId(), "Hi there");
    }

    @Test
    void a_reply_that_ended_meanwhile_is_stored_as_it_was_seen() throws InterruptedException {
        storeGoesAway();
        SendMessage.Receipt receipt = said("Hello");
        node.model().asked().say("Hi ", "there").end();
        var items = new ArrayList<>(untilPiece());
        await().atMost(LONG).until(() -> journal.replies().stream().anyMatch(reply -> reply.ending() != null));

        storeIsBack();
        items.addAll(untilEnded(feed));

        assertThat(joined(items, receipt.replyId())).isEqualTo("Hi there");
        assertThat(starts(items)).extracting(FeedItem.ReplyStarted::baseOffset).isSorted();
        assertStoredOnce(receipt.replyId(), "Hi there");
    }

    @Test
    void the_next_question_is_answered_after_the_first_with_all_that_was_said() throws InterruptedException {
        said("Good day");
        node.model().asked().say("Good day to you").end();
        untilEnded(feed);
        await().atMost(LONG).until(() -> node.engine().useCases().runningReplies() == 0); // All have heard by then.
        storeGoesAway();
        SendMessage.Receipt first = said("one");
        SendMessage.Receipt second = said("two");
        HandModel.Talk one = node.model().asked();
        assertThat(texts(one)).containsExactly("Good day", "Good day to you", "one");
        assertThat(node.model().nobodyAsks()).isTrue();

        one.say("first").end();
        HandModel.Talk two = node.model().asked();
        assertThat(texts(two)).containsExactly("Good day", "Good day to you", "one", "first", "two");
        two.say("sec");
        storeIsBack();
        List<FeedItem> items = new ArrayList<>(untilEnded(feed));
        two.say("ond").end();
        items.addAll(untilEnded(feed));

        assertThat(joined(items, first.replyId())).isEqualTo("first");
        assertThat(joined(items, second.replyId())).isEqualTo("second");
        assertThat(stored())
                .extracting(Message::text)
                .startsWith("Good day", "Good day to you", "one", "first", "two")
                .contains("second")
                .hasSize(6);
        assertThat(node.model().nobodyAsks()).isTrue();
    }

    /** What this node is told is that there is something new, and not what. */
    private void somethingIsSaidElsewhere() throws InterruptedException {
        try (Node other = new Node("other", stores, clock)) {
            node.loseTouch();
            said(other, ADA, session, "My name is Ada");
            other.model().asked().say("Hello Ada").end();
            await().atMost(LONG).until(() -> stored().size() == 2);
            node.findBack();
        }
        untilEnded(feed);
    }

    @Test
    void what_was_read_here_is_enough_to_answer() throws InterruptedException {
        somethingIsSaidElsewhere();
        node.engine().useCases().readHistory().read(new ReadHistory.Query(ADA, session, null, null, 10));
        storeGoesAway();

        SendMessage.Receipt receipt = said("What is my name?");

        HandModel.Talk talk = node.model().asked();
        assertThat(texts(talk)).containsExactly("My name is Ada", "Hello Ada", "What is my name?");
        talk.say("Ada").end();
        storeIsBack();
        assertThat(joined(untilEnded(feed), receipt.replyId())).isEqualTo("Ada");
    }

    @Test
    void a_reply_is_as_its_owner_wants_to_be_answered() throws InterruptedException {
        node.engine()
                .useCases()
                .managePreferences()
                .change(new ManagePreferences.Command(ADA, null, null, null, null, null, null, 0.2, null, Set.of()));
        storeGoesAway();

        said("Hello");

        HandModel.Talk talk = node.model().asked();
        assertThat(talk.prompt().parameters().temperature()).isEqualTo(0.2);
        talk.say("Hi").end();
        storeIsBack();
        untilEnded(feed);
    }

    @Test
    void what_is_not_known_is_not_answered_by_guess() throws InterruptedException {
        somethingIsSaidElsewhere();
        storeGoesAway();

        SendMessage.Receipt receipt = said("What is my name?");

        assertThat(node.engine().useCases().runningReplies()).isZero();
        assertThat(node.model().nobodyAsks()).isTrue();
        storeIsBack();
        HandModel.Talk talk = node.model().asked();
        assertThat(texts(talk)).containsExactly("My name is Ada", "Hello Ada", "What is my name?");
        talk.say("Ada").end();
        assertThat(joined(untilEnded(feed), receipt.replyId())).isEqualTo("Ada");
    }

    @Test
    void a_reply_can_be_stopped_meanwhile() throws InterruptedException {
        storeGoesAway();
        SendMessage.Receipt receipt = said("Hello");
        HandModel.Talk talk = node.model().asked().say("Hi ");
        var items = new ArrayList<>(untilPiece());

        assertThat(stopped(receipt.messageId())).isEqualTo(new CancelReply.Outcome.Stopping(receipt.replyId()));
        talk.awaitClosed();
        assertThat(stopped(receipt.replyId()))
                .isEqualTo(new CancelReply.Outcome.AlreadyEnded(receipt.replyId(), ReplyState.CANCELLED));
        storeIsBack();
        items.addAll(untilEnded(feed));

        assertThat(joined(items, receipt.replyId())).isEqualTo("Hi ");
        assertThat(((FeedItem.ReplyEnded) items.getLast()).content().ending()).isEqualTo(new ReplyEnding.Cancelled());
        assertStoredOnce(receipt.replyId(), "Hi ");
    }

    @Test
    void a_reply_that_waits_for_its_turn_can_be_stopped_too() throws InterruptedException {
        storeGoesAway();
        said("one");
        SendMessage.Receipt second = said("two");
        HandModel.Talk one = node.model().asked();

        assertThat(stopped(second.replyId())).isEqualTo(new CancelReply.Outcome.Stopping(second.replyId()));
        one.say("first").end();
        storeIsBack();
        untilEnded(feed);
        List<FeedItem> items = untilEnded(feed);

        assertThat(((FeedItem.ReplyEnded) items.getLast()).message().id()).isEqualTo(second.replyId());
        assertThat(((FeedItem.ReplyEnded) items.getLast()).content().ending()).isEqualTo(new ReplyEnding.Cancelled());
        assertThat(node.model().nobodyAsks()).isTrue();
    }

    @Test
    void a_stranger_stops_nothing() throws InterruptedException {
        storeGoesAway();
        SendMessage.Receipt receipt = said("Hello");
        HandModel.Talk talk = node.model().asked();

        assertThat(node.engine().useCases().cancelReply().cancel(Principal.user("eve"), session, receipt.replyId()))
                .isInstanceOf(CancelReply.Outcome.Refused.class);
        talk.say("Hi").end();
        storeIsBack();
        assertThat(joined(untilEnded(feed), receipt.replyId())).isEqualTo("Hi");
    }

    @Test
    void what_ended_before_its_node_did_is_stored_by_the_next_process() throws InterruptedException {
        storeGoesAway();
        SendMessage.Receipt receipt = said("Hello");
        node.model().asked().say("Hi there").end();
        await().atMost(LONG).until(() -> journal.replies().stream().anyMatch(reply -> reply.ending() != null));
        node.close();

        try (Node next = Node.withJournal("node", stores, clock, journal)) {
            assertStoredOnce(receipt.replyId(), "Hi there");
            assertThat(next.model().nobodyAsks()).isTrue();
        }
    }

    @Test
    void what_had_not_ended_is_written_anew_by_the_next_process() throws InterruptedException {
        storeGoesAway();
        SendMessage.Receipt receipt = said("Hello");
        node.model().asked().say("Hi ");
        untilPiece();
        node.close();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(journal.replies())
                        .singleElement()
                        .satisfies(kept -> assertThat(kept.text()).isEqualTo("Hi ")));

        try (Node next = Node.withJournal("node", stores, clock, journal)) {
            next.model().asked().say("Good day").end();
            await().atMost(LONG).until(() -> stored().size() == 2);
            assertStoredOnce(receipt.replyId(), "Good day");
        }
    }

    /** Resent to a node that has the store, a question is answered there, and this is what counts. */
    @Test
    void what_another_node_answers_is_answered_once() throws InterruptedException {
        storeGoesAway();
        SendMessage.Receipt receipt = said("Hello");
        HandModel.Talk mine = node.model().asked().say("Hi ");
        var items = new ArrayList<>(untilPiece());
        try (Node other = new Node("other", stores, clock)) {
            said(other, ADA, session, "Hello");
            other.model().asked().say("Good ", "day").end();
            await().atMost(LONG).until(() -> stored().size() == 2);
        }

        storeIsBack();
        items.addAll(untilEnded(feed));

        assertThat(joined(items, receipt.replyId())).isEqualTo("Good day");
        assertThat(starts(items).getLast().baseOffset()).isZero();
        mine.awaitClosed();
        assertStoredOnce(receipt.replyId(), "Good day");
    }

    @Test
    void a_node_that_lost_its_lease_meanwhile_goes_on_all_the_same() throws InterruptedException {
        storeGoesAway();
        SendMessage.Receipt receipt = said("Hello");
        HandModel.Talk talk = node.model().asked().say("Hi ");
        var items = new ArrayList<>(untilPiece());
        clock.pass(Node.LEASE.multipliedBy(3));
        talk.say("there");
        items.addAll(untilPiece());

        storeIsBack();
        await().atMost(LONG).until(journal::isEmpty);
        talk.end();
        items.addAll(untilEnded(feed));

        assertThat(joined(items, receipt.replyId())).isEqualTo("Hi there");
        assertStoredOnce(receipt.replyId(), "Hi there");
    }

    @Test
    void a_journal_without_room_for_replies_lets_later_ones_wait() throws InterruptedException {
        node.close();
        var small = new InMemoryMessageJournal(1);
        try (Node narrow = Node.withJournal("narrow", stores, clock, small)) {
            SessionId other = narrow.engine().createSession(ADA);
            narrow.engine().follow(ADA, other).close();
            ALL.forEach(method -> narrow.store().breaks(method, Shaky.When.BEFORE));
            SendMessage.Receipt first = said(narrow, ADA, other, "one");
            narrow.model().asked().say("first").end();
            await().atMost(LONG).until(() -> narrow.engine().useCases().runningReplies() == 0);

            ALL.reversed().forEach(narrow.store()::heals);
            await().atMost(LONG).until(small::isEmpty);
            await().atMost(LONG)
                    .until(() -> stores.conversations()
                            .message(SessionGate.key(ADA, other), first.replyId())
                            .filter(reply -> reply.text().equals("first"))
                            .isPresent());
            assertThat(narrow.model().nobodyAsks()).isTrue();
        }
    }
}
