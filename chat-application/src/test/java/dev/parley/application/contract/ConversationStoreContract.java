package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.GRACE;
import static dev.parley.application.contract.Sample.key;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.Acceptance;
import dev.parley.application.port.out.ConversationStore.EventPage;
import dev.parley.application.port.out.ConversationStore.HistoryPage;
import dev.parley.application.port.out.ConversationStore.Hit;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.ConversationStore.ReadCursors;
import dev.parley.application.port.out.ConversationStore.SearchPage;
import dev.parley.application.port.out.ConversationStore.SearchPlace;
import dev.parley.application.port.out.ConversationStore.SearchQuery;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs.Progress;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.search.SearchWords;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.SessionTitle.Origin;
import dev.parley.domain.session.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every {@link ConversationStore} passes this suite. */
public abstract class ConversationStoreContract extends StoreContract {

    static List<Named<String>> awkwardTexts() {
        return AwkwardTexts.all();
    }

    @Test
    void g1_an_accepted_message_is_there_with_its_event_and_reply() {
        SessionKey key = created(1);
        NewMessage question = Sample.message(key, 1);

        Acceptance.Accepted accepted = accepted(question);

        Message message = new Message(
                question.id(),
                key.session(),
                question.content(),
                question.metadata(),
                question.at(),
                new Place(new Position(1), new Seq(2), new Turn(1), null, true),
                1);
        RecordedEvent event = new RecordedEvent(
                key,
                new Seq(2),
                question.at(),
                new SessionEvent.MessageAdded(question.id(), MessageType.USER),
                message);
        assertThat(accepted).isEqualTo(new Acceptance.Accepted(message, List.of(event)));
        assertThat(conversations.message(key, question.id())).contains(message);
        assertThat(events(key)).endsWith(event).hasSize(2);
        assertThat(replies.open(key))
                .containsExactly(new Progress(question.reply(), question.id(), new Turn(1), ReplyState.PENDING, 0, ""));
    }

    @Test
    void g1_a_message_that_is_refused_leaves_nothing() {
        SessionKey key = created(1);
        stand(key, Standing.CLOSED);
        NewMessage question = Sample.message(key, 1);

        conversations.accept(question);

        assertThat(conversations.message(key, question.id())).isEmpty();
        assertThat(events(key)).hasSize(2);
        assertThat(replies.open(key)).isEmpty();
        assertThat(replies.progress(key, question.id())).isEmpty();
        assertThat(sessions.find(key).orElseThrow().messageCount()).isZero();
    }

    @Test
    void g1_a_message_moves_the_sessions_last_update() {
        SessionKey key = created(1);

        NewMessage question = Sample.message(key, 1);
        accepted(question);

        Session session = sessions.find(key).orElseThrow().session();
        assertThat(session.updatedAt()).isEqualTo(question.at());
        assertThat(session.createdAt()).isEqualTo(second(1));
    }

    @Test
    void g2_the_same_message_again_is_a_duplicate() {
        SessionKey key = created(1);
        NewMessage question = Sample.message(key, 1);
        Message first = accepted(question).message();

        Acceptance again = conversations.accept(question);

        assertThat(again).isEqualTo(new Acceptance.Duplicate(first, new Seq(2)));
        assertNothingAdded(key, 1, 2);
    }

    @Test
    void g2_a_duplicate_is_known_however_late() {
        SessionKey key = created(1);
        NewMessage question = Sample.message(key, 1);
        Message first = accepted(question).message();
        finished(claimed(new Ticket(key, question.reply()), node("a")), "answer", second(150));
        exchanged(key, 2);
        conversations.forgetEvents(second(999), 100);

        NewMessage later =
                new NewMessage(key, question.id(), question.content(), "{}", question.reply(), second(90_000));

        assertThat(conversations.accept(later)).isEqualTo(new Acceptance.Duplicate(first, new Seq(2)));
        assertNothingAdded(key, 4, 5);
    }

    @Test
    void g2_a_duplicate_is_known_in_a_closed_session() {
        SessionKey key = created(1);
        NewMessage question = Sample.message(key, 1);
        Message first = accepted(question).message();
        stand(key, Standing.CLOSED);

        assertThat(conversations.accept(question)).isEqualTo(new Acceptance.Duplicate(first, new Seq(2)));
    }

    @Test
    void g2_a_duplicate_brings_no_archived_session_back() {
        SessionKey key = created(1);
        NewMessage question = Sample.message(key, 1);
        accepted(question);
        stand(key, Standing.ARCHIVED);

        assertThat(conversations.accept(question)).isInstanceOf(Acceptance.Duplicate.class);
        assertThat(sessions.find(key).orElseThrow().session().standing()).isEqualTo(Standing.ARCHIVED);
    }

    @Test
    void g2_the_same_id_with_another_text_is_a_conflict() {
        SessionKey key = created(1);
        Message first =
                accepted(Sample.message(key, ADA, "m1", "a", second(101))).message();

        for (String text : AwkwardTexts.nearlyEqual().subList(1, 10)) {
            assertThat(conversations.accept(Sample.message(key, ADA, "m1", text, second(102))))
                    .as(text)
                    .isEqualTo(new Acceptance.Conflict());
        }

        assertThat(conversations.message(key, first.id())).contains(first);
        assertNothingAdded(key, 1, 2);
    }

    @Test
    void g2_of_many_resends_at_once_one_is_accepted() throws Exception {
        SessionKey key = created(1);
        NewMessage question = Sample.message(key, 1);

        List<Acceptance> acceptances = Race.of(Race.MANY, runner -> conversations.accept(question));

        Message stored = conversations.message(key, question.id()).orElseThrow();
        assertThat(acceptances)
                .filteredOn(Acceptance.Accepted.class::isInstance)
                .hasSize(1);
        assertThat(acceptances)
                .filteredOn(acceptance -> !(acceptance instanceof Acceptance.Accepted))
                .hasSize(Race.MANY - 1)
                .containsOnly(new Acceptance.Duplicate(stored, new Seq(2)));
        assertNothingAdded(key, 1, 2);
    }

    @Test
    void g2_of_many_texts_under_one_id_one_is_accepted() throws Exception {
        SessionKey key = created(1);

        List<Acceptance> acceptances = Race.of(
                Race.MANY, runner -> conversations.accept(Sample.message(key, ADA, "m1", "t" + runner, second(101))));

        assertThat(acceptances)
                .filteredOn(Acceptance.Accepted.class::isInstance)
                .hasSize(1);
        assertThat(acceptances)
                .filteredOn(acceptance -> !(acceptance instanceof Acceptance.Accepted))
                .hasSize(Race.MANY - 1)
                .containsOnly(new Acceptance.Conflict());
        assertNothingAdded(key, 1, 2);
    }

    @Test
    void g2_nearly_equal_ids_are_different_ids() {
        SessionKey key = created(1);

        for (String clientId : AwkwardTexts.nearlyEqual()) {
            assertThat(conversations.accept(Sample.message(key, ADA, clientId, "text", second(101))))
                    .as(clientId)
                    .isInstanceOf(Acceptance.Accepted.class);
        }

        List<String> stored = conversations.history(key, new Range.Newest(100)).orElseThrow().messages().stream()
                .map(message ->
                        ((Content.FromUser) message.content()).clientMessageId().value())
                .toList();
        assertThat(stored).isEqualTo(AwkwardTexts.nearlyEqual());
    }

    @Test
    void g2_one_id_of_two_authors_is_two_messages() {
        SessionKey key = created(1);

        accepted(Sample.message(key, ADA, "m1", "text", second(101)));
        accepted(Sample.message(key, GRACE, "m1", "text", second(102)));

        assertNothingAdded(key, 2, 3);
    }

    @Test
    void g13_what_the_former_owner_sent_is_there_when_the_owner_sends_it_again() {
        SessionKey key = created(1);
        Acceptance.Accepted first = accepted(Sample.message(key, ADA, "m1", "text", second(101)));
        sessions.handOver(ACME, ADA, GRACE, null, second(102), 10);

        assertThat(conversations.accept(again(key, "text")))
                .isEqualTo(new Acceptance.Duplicate(
                        first.message(), first.message().place().seq()));
        assertThat(conversations.accept(again(key, "another text"))).isEqualTo(new Acceptance.Conflict());
        assertThat(conversations
                        .history(key, new Range.Newest(10))
                        .orElseThrow()
                        .totalCount())
                .isEqualTo(1);
    }

    @Test
    void g13_what_nobody_sent_before_is_the_owners() {
        SessionKey key = created(1);
        sessions.handOver(ACME, ADA, GRACE, null, second(102), 10);

        Acceptance.Accepted accepted = accepted(again(key, "text"));

        assertThat(accepted.message().id())
                .isEqualTo(Sample.message(key, GRACE, "m1", "text", second(1)).id());
        assertThat(conversations.accept(again(key, "text"))).isInstanceOf(Acceptance.Duplicate.class);
    }

    @Test
    void g13_who_has_handed_a_session_over_adds_nothing_to_it() {
        SessionKey key = created(1);
        sessions.handOver(ACME, ADA, GRACE, null, second(102), 10);

        assertThat(conversations.accept(Sample.message(key, ADA, "m1", "text", second(103))))
                .isEqualTo(new Acceptance.Missing());
        accepted(again(key, "text"));
        assertThat(conversations
                        .history(key, new Range.Newest(10))
                        .orElseThrow()
                        .totalCount())
                .isEqualTo(1);
    }

    /** Grace, to whom Ada's session was handed over, sends what Ada may have sent. */
    private static NewMessage again(SessionKey key, String text) {
        NewMessage own = Sample.message(key, GRACE, "m1", text, second(104));
        NewMessage earlier = Sample.message(key, ADA, "m1", text, second(104));
        return new NewMessage(key, own.id(), earlier.id(), own.content(), "{}", own.reply(), own.at());
    }

    @Test
    void g3_events_positions_and_turns_count_by_one() {
        SessionKey key = created(1);

        List<Place> places = IntStream.rangeClosed(1, 3)
                .mapToObj(number ->
                        accepted(Sample.message(key, number)).message().place())
                .toList();

        assertThat(places)
                .containsExactly(
                        new Place(new Position(1), new Seq(2), new Turn(1), null, true),
                        new Place(new Position(2), new Seq(3), new Turn(2), reply(key, 1), true),
                        new Place(new Position(3), new Seq(4), new Turn(3), reply(key, 2), true));
    }

    @Test
    void g3_a_question_follows_the_reply_before_it() {
        SessionKey key = created(1);
        exchanged(key, 1);

        Message second = accepted(Sample.message(key, 2)).message();

        assertThat(second.place()).isEqualTo(new Place(new Position(3), new Seq(4), new Turn(2), reply(key, 1), true));
    }

    @Test
    void g3_messages_at_once_are_numbered_without_holes() throws Exception {
        SessionKey key = created(1);

        List<Acceptance> acceptances = Race.of(Race.MANY, runner -> conversations.accept(Sample.message(key, runner)));

        List<Long> counted = LongStream.rangeClosed(1, Race.MANY).boxed().toList();
        assertThat(acceptances)
                .extracting(acceptance -> ((Acceptance.Accepted) acceptance)
                        .message()
                        .place()
                        .position()
                        .value())
                .containsExactlyInAnyOrderElementsOf(counted);
        List<Message> messages =
                conversations.history(key, new Range.Newest(100)).orElseThrow().messages();
        assertThat(messages)
                .extracting(message -> message.place().position().value())
                .isEqualTo(counted);
        assertThat(messages)
                .extracting(message -> message.place().turn().value())
                .isEqualTo(counted);
        assertBranchIsWhole(messages);
        assertNoHoles(events(key));
    }

    @Test
    void g3_all_that_writes_at_once_is_numbered_without_holes() throws Exception {
        SessionKey key = created(1);
        SessionKey other = created(2);
        NodeLease node = node("a");
        Ticket running = asked(key, 100);
        var job = claimed(running, node);

        Race.of(16, runner -> switch (runner % 4) {
            case 0 -> conversations.accept(Sample.message(key, runner));
            case 1 ->
                sessions.change(key, new Wish(new SessionTitle("t" + runner, Origin.CHOSEN), null, null), second(70));
            case 2 -> conversations.accept(Sample.message(other, runner));
            case 3 -> runner == 3 ? finished(job, "answer", second(150)) : conversations.heads(List.of(key));
            default -> throw new IllegalStateException();
        });

        assertNoHoles(events(key));
        assertThat(events(key)).hasSize(2 + 4 + 4 + 1);
        assertNoHoles(events(other));
        assertThat(events(other)).hasSize(1 + 4);
        assertThat(conversations
                        .history(key, new Range.Newest(100))
                        .orElseThrow()
                        .messages())
                .extracting(message -> message.place().position().value())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void g4_a_question_survives(String text) {
        SessionKey key = created(1);
        NewMessage question = Sample.message(key, ADA, "m1", text, second(101));

        Message accepted = accepted(question).message();

        AwkwardTexts.assertSame(accepted.text(), text);
        AwkwardTexts.assertSame(
                conversations.message(key, question.id()).orElseThrow().text(), text);
        AwkwardTexts.assertSame(newest(key).getFirst().text(), text);
        AwkwardTexts.assertSame(window(key, 1, 0, 1).getFirst().text(), text);
        AwkwardTexts.assertSame(events(key).getLast().message().text(), text);
        assertThat(conversations.accept(question)).isInstanceOf(Acceptance.Duplicate.class);
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void g4_an_answer_survives(String text) {
        SessionKey key = created(1);
        Ticket ticket = asked(key, 1);

        finished(claimed(ticket, node("a")), text, second(150));

        AwkwardTexts.assertSame(
                conversations.message(key, ticket.reply()).orElseThrow().text(), text);
        AwkwardTexts.assertSame(newest(key).getLast().text(), text);
        AwkwardTexts.assertSame(window(key, 1, 0, 1).getLast().text(), text);
        AwkwardTexts.assertSame(events(key).getLast().message().text(), text);
    }

    @Test
    void g4_metadata_survives_to_the_last_blank() {
        SessionKey key = created(1);
        NewMessage plain = Sample.message(key, 1);
        String metadata = " {\"b\" : 1.0,\t\"a\":\"\uD83D\uDE00 ' % \\u0041\"}\r\n  ";

        accepted(new NewMessage(key, plain.id(), plain.content(), metadata, plain.reply(), plain.at()));

        assertThat(conversations.message(key, plain.id()).orElseThrow().metadata())
                .isEqualTo(metadata);
    }

    @Test
    void g5_a_session_without_messages_has_an_empty_page() {
        SessionKey key = created(1);

        assertThat(conversations.history(key, new Range.Newest(20)))
                .contains(new HistoryPage(List.of(), false, 0, new Seq(1)));
    }

    @Test
    void g5_the_newest_page_is_the_end_of_the_whole() {
        SessionKey key = conversation(5);

        HistoryPage page = conversations.history(key, new Range.Newest(3)).orElseThrow();

        assertThat(positions(page)).containsExactly(8L, 9L, 10L);
        assertThat(page.more()).isTrue();
        assertThat(page.totalCount()).isEqualTo(10);
        assertThat(page.lastSeq()).isEqualTo(new Seq(11));
    }

    @Test
    void g5_a_page_of_all_says_that_there_is_no_more() {
        SessionKey key = conversation(5);

        HistoryPage page = conversations.history(key, new Range.Newest(10)).orElseThrow();

        assertThat(positions(page)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(page.more()).isFalse();
    }

    @Test
    void g5_pages_before_and_after_a_position_leave_it_out() {
        SessionKey key = conversation(5);

        HistoryPage before =
                conversations.history(key, new Range.Before(new Position(5), 3)).orElseThrow();
        HistoryPage after =
                conversations.history(key, new Range.After(new Position(5), 3)).orElseThrow();

        assertThat(positions(before)).containsExactly(2L, 3L, 4L);
        assertThat(before.more()).isTrue();
        assertThat(positions(after)).containsExactly(6L, 7L, 8L);
        assertThat(after.more()).isTrue();
    }

    @Test
    void g5_at_both_ends_there_is_no_more() {
        SessionKey key = conversation(2);

        assertThat(page(key, new Range.Before(new Position(1), 3))).isEqualTo(page(4, List.of(), false));
        assertThat(page(key, new Range.After(new Position(4), 3))).isEqualTo(page(4, List.of(), false));
        assertThat(positions(page(key, new Range.Before(new Position(4), 3)))).containsExactly(1L, 2L, 3L);
        assertThat(page(key, new Range.Before(new Position(4), 3)).more()).isFalse();
        assertThat(positions(page(key, new Range.After(new Position(1), 3)))).containsExactly(2L, 3L, 4L);
        assertThat(page(key, new Range.After(new Position(1), 3)).more()).isFalse();
        assertThat(positions(page(key, new Range.Before(new Position(99), 2)))).containsExactly(3L, 4L);
        assertThat(positions(page(key, new Range.After(new Position(99), 2)))).isEmpty();
    }

    @Test
    void g5_pages_joined_are_the_whole() {
        SessionKey key = conversation(7);
        List<Message> whole = newest(key);

        List<Message> backwards = new ArrayList<>();
        HistoryPage page = page(key, new Range.Newest(3));
        backwards.addAll(page.messages());
        while (page.more() && backwards.size() < 14) {
            page = page(key, new Range.Before(backwards.getFirst().place().position(), 3));
            backwards.addAll(0, page.messages());
        }
        List<Message> forwards =
                new ArrayList<>(page(key, new Range.Before(new Position(2), 1)).messages());
        for (int pages = 0; pages < 5; pages++) {
            page = page(key, new Range.After(forwards.getLast().place().position(), 3));
            assertThat(page.more()).isEqualTo(pages < 4);
            forwards.addAll(page.messages());
        }

        assertThat(whole).hasSize(14);
        assertThat(backwards).isEqualTo(whole);
        assertThat(forwards).isEqualTo(whole);
    }

    @Test
    void g5_messages_of_one_moment_stay_in_order() {
        SessionKey key = created(1);
        IntStream.rangeClosed(1, 9)
                .forEach(number -> accepted(Sample.message(key, ADA, "m" + number, "t" + number, second(101))));

        assertThat(newest(key))
                .extracting(Message::text)
                .containsExactly("t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9");
    }

    @Test
    void g5_a_page_and_its_seq_are_of_one_moment() throws Exception {
        SessionKey key = created(1);

        List<List<HistoryPage>> seen = Race.of(3, runner -> {
            if (runner == 0) {
                IntStream.rangeClosed(1, 40).forEach(number -> asked(key, number));
                return List.of();
            }
            return Stream.generate(() -> page(key, new Range.Newest(100)))
                    .limit(40)
                    .toList();
        });

        assertThat(seen).flatExtracting(pages -> pages).allSatisfy(page -> {
            assertThat(page.totalCount()).isEqualTo(page.messages().size());
            assertThat(page.lastSeq().value()).isEqualTo(page.totalCount() + 1);
        });
    }

    @Test
    void g6_the_window_gives_whole_turns_up_to_the_asked_one() {
        SessionKey key = conversation(6);

        List<Message> window = window(key, 5, 0, 3);

        assertThat(window)
                .extracting(Message::text)
                .containsExactly("question 3", "answer 3", "question 4", "answer 4", "question 5", "answer 5");
        assertThat(window)
                .allSatisfy(message ->
                        assertThat(conversations.message(key, message.id())).contains(message));
    }

    @Test
    void g6_the_window_begins_above_a_turn() {
        SessionKey key = conversation(6);

        assertThat(window(key, 6, 4, 10))
                .extracting(Message::text)
                .startsWith("question 5")
                .hasSize(4);
        assertThat(window(key, 6, 6, 10)).isEmpty();
        assertThat(window(key, 4, 6, 10)).isEmpty();
        assertThat(window(key, 6, 2, 2))
                .extracting(Message::text)
                .startsWith("question 5")
                .hasSize(4);
    }

    @Test
    void g6_the_window_of_few_turns_is_all_there_is() {
        SessionKey key = conversation(2);

        assertThat(window(key, 2, 0, 50)).isEqualTo(newest(key));
        assertThat(window(key, 99, 0, 50)).isEqualTo(newest(key));
        assertThat(window(created(2), 1, 0, 50)).isEmpty();
    }

    @Test
    void g6_a_question_comes_before_its_reply_and_the_next() {
        SessionKey key = created(1);
        Ticket first = asked(key, 1);
        asked(key, 2);
        finished(claimed(first, node("a")), "answer 1", second(150));

        assertThat(newest(key)).extracting(Message::text).containsExactly("question 1", "question 2", "answer 1");
        assertThat(window(key, 2, 0, 9))
                .extracting(Message::text)
                .containsExactly("question 1", "answer 1", "question 2");
    }

    @Test
    void g7_events_after_a_seq_come_in_order_with_their_messages() {
        SessionKey key = conversation(3);

        EventPage page = conversations.events(key, new Seq(3), 3).orElseThrow();

        assertThat(page.events()).extracting(event -> event.seq().value()).containsExactly(4L, 5L, 6L);
        assertThat(page.lastSeq()).isEqualTo(new Seq(7));
        assertThat(page.complete()).isTrue();
        assertThat(page.events())
                .allSatisfy(event -> assertThat(event.session()).isEqualTo(key));
        assertThat(page.events())
                .extracting(RecordedEvent::message)
                .isEqualTo(newest(key).subList(2, 5));
        assertThat(page.events().get(1).event())
                .isEqualTo(new SessionEvent.ReplyEnded(reply(key, 2), ReplyState.COMPLETE));
    }

    @Test
    void g7_events_are_told_again_as_they_were_recorded() {
        SessionKey key = created(1);
        List<RecordedEvent> recorded = new ArrayList<>(events(key));
        Acceptance.Accepted accepted = accepted(Sample.message(key, 1));
        recorded.addAll(accepted.events());
        recorded.add(finished(claimed(new Ticket(key, reply(key, 1)), node("a")), "answer", second(150))
                .event());
        recorded.addAll(done(sessions.change(
                        key, new Wish(new SessionTitle("t", Origin.CHOSEN), Standing.ARCHIVED, null), second(151)))
                .events());
        recorded.addAll(accepted(Sample.message(key, 2)).events());

        assertThat(events(key)).isEqualTo(recorded);
        assertNoHoles(recorded);
    }

    @Test
    void g7_beyond_the_last_event_there_is_nothing() {
        SessionKey key = conversation(1);

        assertThat(conversations.events(key, new Seq(3), 10)).contains(new EventPage(List.of(), new Seq(3), true));
        assertThat(conversations.events(key, new Seq(99), 10)).contains(new EventPage(List.of(), new Seq(3), true));
    }

    @Test
    void g7_what_was_forgotten_is_told() {
        SessionKey key = conversation(4);

        assertThat(conversations.forgetEvents(second(102), 100)).isEqualTo(3);

        EventPage all = conversations.events(key, Seq.NONE, 100).orElseThrow();
        assertThat(all.complete()).isFalse();
        assertThat(all.lastSeq()).isEqualTo(new Seq(9));
        assertThat(all.events()).extracting(event -> event.seq().value()).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(conversations.events(key, new Seq(2), 100).orElseThrow().complete())
                .isFalse();
        EventPage rest = conversations.events(key, new Seq(3), 100).orElseThrow();
        assertThat(rest.complete()).isTrue();
        assertThat(rest.events()).hasSize(6);
    }

    @Test
    void g7_the_newest_event_is_never_forgotten() {
        SessionKey key = conversation(2);
        SessionKey other = created(2);

        assertThat(conversations.forgetEvents(second(99_999), 100)).isEqualTo(4);

        assertThat(events(key)).hasSize(1);
        assertThat(events(other)).hasSize(1);
        assertThat(conversations.forgetEvents(second(99_999), 100)).isZero();
        assertThat(newest(key)).hasSize(4);
        assertThat(accepted(Sample.message(key, 9)).message().place().seq()).isEqualTo(new Seq(6));
    }

    @Test
    void g7_at_most_so_many_are_forgotten() {
        conversation(3);

        assertThat(conversations.forgetEvents(second(99_999), 4)).isEqualTo(4);
        assertThat(conversations.forgetEvents(second(99_999), 4)).isEqualTo(2);
    }

    @Test
    void g7_forgetting_cut_short_anywhere_leaves_no_hole() {
        boolean cut = true;
        for (int transactions = 0; cut; transactions++) {
            List<SessionKey> keys = List.of(created(10 * transactions + 1), created(10 * transactions + 2));
            keys.forEach(key -> IntStream.rangeClosed(1, 3).forEach(number -> asked(key, number)));

            ConversationStore dying = backend.lastingFor(transactions).conversations();
            cut = isCutShort(() -> dying.forgetEvents(second(99_999), 100));

            keys.forEach(this::assertOnlyTheFirstAreForgotten);
            conversations.forgetEvents(second(99_999), 100);
            assertThat(keys).allSatisfy(key -> assertThat(events(key)).hasSize(1));
        }
    }

    private void assertOnlyTheFirstAreForgotten(SessionKey key) {
        EventPage page = conversations.events(key, Seq.NONE, 100).orElseThrow();
        int left = page.events().size();
        assertThat(page.lastSeq()).isEqualTo(new Seq(4));
        assertThat(page.complete()).isEqualTo(left == 4);
        assertThat(page.events())
                .extracting(event -> event.seq().value())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(5 - left, 4).boxed().toList());
    }

    @Test
    void g8_a_closed_session_takes_no_message() {
        SessionKey key = created(1);
        stand(key, Standing.CLOSED);

        assertThat(conversations.accept(Sample.message(key, 1))).isEqualTo(new Acceptance.Closed());

        assertNothingAdded(key, 0, 2);
    }

    @Test
    void g8_a_message_brings_an_archived_session_back() {
        SessionKey key = created(1);
        stand(key, Standing.ARCHIVED);

        List<RecordedEvent> events = accepted(Sample.message(key, 1)).events();

        assertThat(events)
                .extracting(RecordedEvent::event)
                .containsExactly(
                        new SessionEvent.StandingChanged(Standing.ACTIVE),
                        new SessionEvent.MessageAdded(question(key, 1), MessageType.USER));
        assertThat(events).extracting(event -> event.seq().value()).containsExactly(3L, 4L);
        assertThat(sessions.find(key).orElseThrow().session().standing()).isEqualTo(Standing.ACTIVE);
        assertNoHoles(events(key));
    }

    @Test
    void g8_a_deleted_session_is_missing_to_every_method() {
        SessionKey key = conversation(1);
        deleted(key, second(200));

        assertMissing(key, key);
    }

    @Test
    void g8_an_unknown_session_is_missing_to_every_method() {
        assertMissing(key(1), key(1));
    }

    @Test
    void g8_a_foreign_session_is_missing_to_every_method() {
        SessionKey key = conversation(1);

        assertMissing(new SessionKey(GLOBEX, key.session()), key);

        assertNothingAdded(key, 2, 3);
    }

    @Test
    void g8_a_restored_session_goes_on() {
        SessionKey key = conversation(1);
        deleted(key, second(200));
        sessions.restore(key, ADA, second(200), second(201));

        Message next = accepted(Sample.message(key, 2)).message();

        assertThat(next.place()).isEqualTo(new Place(new Position(3), new Seq(6), new Turn(2), reply(key, 1), true));
        assertThat(newest(key)).hasSize(3);
    }

    @Test
    void g9_sessions_do_not_see_each_other() {
        SessionKey one = created(1);
        SessionKey two = created(2);
        SessionKey foreign = created(SessionDraft.number(3).of(GLOBEX, ADA).bare());

        Map<SessionKey, Message> stored = new HashMap<>();
        for (SessionKey key : List.of(one, two, foreign)) {
            NewMessage question = Sample.message(key, ADA, "m1", "to " + key, second(101));
            stored.put(key, accepted(question).message());
        }
        conversations.moveCursors(one, ADA, null, new Position(1));

        stored.forEach((key, message) -> {
            assertThat(newest(key)).containsExactly(message);
            assertThat(message.place().position()).isEqualTo(new Position(1));
            assertThat(events(key))
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event.session()).isEqualTo(key));
            assertThat(window(key, 1, 0, 9)).containsExactly(message);
        });
        assertThat(conversations.message(one, stored.get(two).id())).isEmpty();
        assertThat(conversations.message(one, stored.get(foreign).id())).isEmpty();
        assertThat(conversations.cursors(two, ADA)).contains(new ReadCursors(0, 0));
        assertThat(conversations.cursors(foreign, ADA)).contains(new ReadCursors(0, 0));
    }

    @Test
    void g10_a_lost_backend_is_reported_by_every_method() {
        SessionKey key = conversation(1);
        backend.cutConnection();

        assertLost(() -> conversations.accept(Sample.message(key, 9)));
        assertLost(() -> conversations.message(key, question(key, 1)));
        assertLost(() -> conversations.history(key, new Range.Newest(1)));
        assertLost(() -> window(key, 1, 0, 1));
        assertLost(() -> conversations.events(key, Seq.NONE, 1));
        assertLost(() -> conversations.heads(List.of(key)));
        assertLost(() -> conversations.forgetEvents(second(0), 1));
        assertLost(() -> conversations.moveCursors(key, ADA, null, new Position(1)));
        assertLost(() -> conversations.cursors(key, ADA));
    }

    @Test
    void g10_what_was_committed_is_there_afterwards() {
        SessionKey key = conversation(2);
        conversations.moveCursors(key, ADA, null, new Position(3));
        List<Message> messages = newest(key);
        List<RecordedEvent> events = events(key);

        backend.cutConnection();
        use(backend.reconnect());

        assertThat(newest(key)).isEqualTo(messages);
        assertThat(events(key)).isEqualTo(events);
        assertThat(conversations.cursors(key, ADA)).contains(new ReadCursors(3, 3));
        assertThat(conversations.accept(Sample.message(key, 1))).isInstanceOf(Acceptance.Duplicate.class);
    }

    @Test
    void g11_cursors_begin_before_the_first_message() {
        assertThat(conversations.cursors(conversation(1), ADA)).contains(new ReadCursors(0, 0));
    }

    @Test
    void g11_cursors_only_move_forward() {
        SessionKey key = conversation(3);

        assertThat(move(key, 4, 2)).isEqualTo(new ReadCursors(4, 2));
        assertThat(move(key, 3, 1)).isEqualTo(new ReadCursors(4, 2));
        assertThat(move(key, 0, 3)).isEqualTo(new ReadCursors(4, 3));
        assertThat(move(key, 5, 0)).isEqualTo(new ReadCursors(5, 3));
        assertThat(move(key, 0, 0)).isEqualTo(new ReadCursors(5, 3));
        assertThat(conversations.cursors(key, ADA)).contains(new ReadCursors(5, 3));
    }

    @Test
    void g11_what_was_read_was_delivered() {
        assertThat(move(conversation(3), 0, 6)).isEqualTo(new ReadCursors(6, 6));
    }

    @Test
    void g11_cursors_stop_at_the_last_message() {
        SessionKey key = conversation(1);

        assertThat(move(key, 99, 99)).isEqualTo(new ReadCursors(2, 2));
        assertThat(move(created(2), 99, 99)).isEqualTo(new ReadCursors(0, 0));
    }

    @Test
    void g11_each_reader_has_cursors_of_its_own() {
        SessionKey key = conversation(2);

        move(key, 4, 4);
        conversations.moveCursors(key, GRACE, new Position(1), null);

        assertThat(conversations.cursors(key, ADA)).contains(new ReadCursors(4, 4));
        assertThat(conversations.cursors(key, GRACE)).contains(new ReadCursors(1, 0));
    }

    @Test
    void g11_of_moves_at_once_the_farthest_stays() throws Exception {
        SessionKey key = conversation(8);

        Race.of(16, runner -> move(key, 0, runner + 1));

        assertThat(conversations.cursors(key, ADA)).contains(new ReadCursors(16, 16));
    }

    @Test
    void g12_heads_tell_the_last_seq_of_each_known_session() {
        SessionKey one = conversation(2);
        SessionKey two = created(2);
        SessionKey deleted = created(3);
        deleted(deleted, second(10));
        SessionKey foreign = new SessionKey(GLOBEX, one.session());

        assertThat(conversations.heads(List.of(one, two, deleted, foreign, key(4))))
                .isEqualTo(Map.of(one, new Seq(5), two, new Seq(1), deleted, new Seq(2)));
        assertThat(conversations.heads(List.of())).isEmpty();
    }

    @Test
    void g12_heads_of_thousands_are_told_at_once() {
        SessionKey known = created(1);
        List<SessionKey> keys = new ArrayList<>(
                IntStream.range(1_000, 4_000).mapToObj(Sample::key).toList());
        keys.add(1_500, known);

        assertThat(conversations.heads(keys)).isEqualTo(Map.of(known, new Seq(1)));
    }

    /** A session of Ada's with so many questions and answers. */
    private SessionKey conversation(int turns) {
        SessionKey key = created(1);
        IntStream.rangeClosed(1, turns).forEach(number -> exchanged(key, number));
        return key;
    }

    private HistoryPage page(SessionKey key, Range range) {
        return conversations.history(key, range).orElseThrow();
    }

    private static HistoryPage page(int total, List<Message> messages, boolean more) {
        return new HistoryPage(messages, more, total, new Seq(total + 1));
    }

    private List<Message> newest(SessionKey key) {
        return page(key, new Range.Newest(100)).messages();
    }

    private static List<Long> positions(HistoryPage page) {
        return page.messages().stream()
                .map(message -> message.place().position().value())
                .toList();
    }

    /** Window up to a turn, above another (0 for no bound). */
    private List<Message> window(SessionKey key, int upTo, int after, int turns) {
        return conversations.window(key, new Turn(upTo), after == 0 ? null : new Turn(after), turns);
    }

    /** Moves Ada's cursors; 0 leaves one. */
    private ReadCursors move(SessionKey key, int delivered, int read) {
        return conversations
                .moveCursors(
                        key,
                        ADA,
                        delivered == 0 ? null : new Position(delivered),
                        read == 0 ? null : new Position(read))
                .orElseThrow();
    }

    private static MessageId question(SessionKey key, int number) {
        return Sample.message(key, number).id();
    }

    private static MessageId reply(SessionKey key, int number) {
        return Sample.message(key, number).reply();
    }

    private void assertNothingAdded(SessionKey key, int messages, int events) {
        assertThat(newest(key)).hasSize(messages);
        assertThat(sessions.find(key).orElseThrow().messageCount()).isEqualTo(messages);
        assertThat(conversations.heads(List.of(key))).containsEntry(key, new Seq(events));
    }

    /** Each question's parent is the reply of the question before it. */
    private static void assertBranchIsWhole(List<Message> questions) {
        MessageId parent = null;
        for (Message question : questions) {
            assertThat(question.place().parent()).isEqualTo(parent);
            parent = MessageIds.ofReply(question.id(), 1);
        }
    }

    /** @param named whose messages are asked for under the missing key */
    private void assertMissing(SessionKey missing, SessionKey named) {
        NewMessage known = Sample.message(named, 1);
        NewMessage question = new NewMessage(missing, known.id(), known.content(), "{}", known.reply(), second(300));

        assertThat(conversations.accept(question)).isEqualTo(new Acceptance.Missing());
        assertThat(conversations.accept(Sample.message(missing, 77))).isEqualTo(new Acceptance.Missing());
        assertThat(conversations.message(missing, known.id())).isEmpty();
        assertThat(conversations.history(missing, new Range.Newest(1))).isEmpty();
        assertThat(window(missing, 1, 0, 1)).isEmpty();
        assertThat(conversations.events(missing, Seq.NONE, 1)).isEmpty();
        assertThat(conversations.moveCursors(missing, ADA, null, new Position(1)))
                .isEmpty();
        assertThat(conversations.cursors(missing, ADA)).isEmpty();
        assertThat(replies.open(missing)).isEmpty();
    }

    private SearchPage searched(String words, @Nullable SearchPlace after, int limit) {
        return conversations.search(new SearchQuery(ACME, ADA, SearchWords.parse(words), after, limit));
    }

    private List<String> found(String words) {
        SearchPage page = searched(words, null, 100);
        assertThat(page.next()).isNull();
        assertThat(page.complete()).isTrue();
        return page.hits().stream().map(hit -> hit.message().text()).toList();
    }

    /** A message of Ada's in a second; its text is the number's. */
    private Message said(SessionKey key, int second, String text) {
        return accepted(Sample.message(key, ADA, "s" + second, text, second(second)))
                .message();
    }

    @Test
    void g14_what_holds_all_words_is_found_the_newest_first() {
        SessionKey one = created(1);
        SessionKey two = created(SessionDraft.number(2).titled("Trains").bare());
        said(one, 101, "The night train to Oslo");
        Message second = said(two, 102, "Is there a train to OSLO by night?");
        said(one, 103, "A train to Bergen");
        said(one, 104, "oslo by train");

        assertThat(found("oslo train"))
                .containsExactly("oslo by train", "Is there a train to OSLO by night?", "The night train to Oslo");
        assertThat(found("\"night train\"")).containsExactly("The night train to Oslo");
        assertThat(found("rai")).hasSize(4);
        assertThat(found("oslo bergen")).isEmpty();
        assertThat(searched("\"by night\"", null, 10).hits())
                .containsExactly(new Hit(second, new SessionTitle("Trains", SessionTitle.Origin.CHOSEN)));
    }

    @Test
    void g14_replies_are_found_too() {
        SessionKey key = created(1);
        exchanged(key, 1);

        assertThat(found("answer")).containsExactly("answer 1");
        assertThat(found("1")).containsExactly("answer 1", "question 1");
    }

    @Test
    void g14_only_the_owners_living_sessions_are_looked_at() {
        said(created(1), 101, "mine");
        SessionKey archived = created(2);
        said(archived, 102, "mine, put away");
        stand(archived, Standing.ARCHIVED);
        SessionKey closed = created(3);
        said(closed, 103, "mine, closed");
        stand(closed, Standing.CLOSED);
        SessionKey deleted = created(4);
        said(deleted, 104, "mine, deleted");
        deleted(deleted, second(110));
        said(created(SessionDraft.number(5).of(ACME, GRACE).bare()), 105, "not mine");
        said(created(SessionDraft.number(6).of(GLOBEX, ADA).bare()), 106, "not mine either");

        assertThat(found("mine")).containsExactly("mine, closed", "mine, put away", "mine");
    }

    @Test
    void g14_pages_joined_are_the_whole_each_once() {
        List<SessionKey> keys = List.of(created(1), created(2), created(3));
        stand(keys.get(1), Standing.ARCHIVED);
        for (int i = 0; i < 23; i++) {
            // Several at one time: ties are broken by session and position.
            said(keys.get(i % 3), 1_000 + i, "needle " + i);
            accepted(Sample.message(keys.get(i % 3), ADA, "t" + i, "needle tied " + i, second(2_000)));
            accepted(Sample.message(keys.get(i % 3), ADA, "h" + i, "hay " + i, second(2_001 + i)));
        }
        List<Hit> whole = searched("needle", null, 100).hits();

        for (int limit : new int[] {1, 7, 45, 46}) {
            List<Hit> joined = new ArrayList<>();
            SearchPlace after = null;
            do {
                SearchPage page = searched("needle", after, limit);
                joined.addAll(page.hits());
                after = page.next();
            } while (after != null);
            assertThat(joined).as("limit %s", limit).isEqualTo(whole);
        }
        assertThat(whole).hasSize(46).doesNotHaveDuplicates();
        assertThat(whole)
                .isSortedAccordingTo(
                        Comparator.comparing((Hit hit) -> hit.message().createdAt())
                                .reversed()
                                .thenComparing(hit -> hit.message().session().toString())
                                .thenComparing(hit -> hit.message().place().position(), Comparator.reverseOrder()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%",
                "a_b",
                "[abc]",
                "it's",
                "back\\slash",
                "^x",
                "a;b--",
                "\u00fcBER",
                "\u706b\u8eca",
                "\uD83D\uDE00",
                "\u03bf\u03b4\u03bf\u03c2",
                "\u00a0x"
            })
    void g14_what_looks_like_a_pattern_is_none(String word) {
        SessionKey key = created(1);
        said(key, 101, "with " + word + " in it");
        said(key, 102, "with 100 axb a it s back ^ u 1 in it");

        assertThat(found("\"" + word + "\"")).containsExactly("with " + word + " in it");
        assertThat(found("\"" + word.toUpperCase(Locale.ROOT) + "\"")).containsExactly("with " + word + " in it");
    }

    @Test
    void g14_a_lost_backend_is_reported() {
        said(created(1), 101, "mine");
        backend.cutConnection();

        assertLost(() -> searched("mine", null, 10));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void g15_events_make_of_a_snapshot_what_is_stored(long seed) {
        var life = new RandomLife(this, created(1), seed);
        var follower = new SnapshotFollower(sessions, conversations, key(1));

        for (int step = 0; step < 150; step++) {
            follower.follow(life.goOn());
        }

        assertThat(follower.followedWithoutReading()).isGreaterThan(75);
        assertThat(follower.windowsGiven()).isGreaterThan(75);
    }

    @Test
    void g15_what_is_said_and_read_is_no_change_of_a_session() {
        SessionKey key = created(1);
        exchanged(key, 1);
        var follower = new SnapshotFollower(sessions, conversations, key);

        conversations.moveCursors(key, ADA, new Position(2), new Position(2));
        conversations.accept(Sample.message(key, 1));
        claimed(asked(key, 2), node("talker"));

        follower.follow(events(key));
    }
}
