package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.ADA;
import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.GRACE;
import static dev.parley.application.contract.Sample.key;
import static dev.parley.application.contract.Sample.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.ConversationStore.ReadCursors;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.SessionStore.Change;
import dev.parley.application.port.out.SessionStore.Creation;
import dev.parley.application.port.out.SessionStore.Cursor;
import dev.parley.application.port.out.SessionStore.Entry;
import dev.parley.application.port.out.SessionStore.Fate;
import dev.parley.application.port.out.SessionStore.Known;
import dev.parley.application.port.out.SessionStore.Page;
import dev.parley.application.port.out.SessionStore.Query;
import dev.parley.application.port.out.SessionStore.Sort;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.application.port.out.SessionStore.Wish;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.SessionTitle.Origin;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link SessionStore} passes this suite. */
public abstract class SessionStoreContract extends StoreContract {

    static List<Named<String>> shortTexts() {
        return AwkwardTexts.onOneLine(255);
    }

    @Test
    void g1_a_created_session_is_found_with_every_field() {
        Session session = SessionDraft.number(1).titled("A title").full("Ada", "page: \"cart\"", "{\"a\": [1, 2]}");

        SessionKey key = created(session);

        assertThat(sessions.find(key)).contains(new Stored(session, new Seq(1), 0, null));
    }

    @Test
    void g1_fields_that_are_null_stay_null() {
        Session session = SessionDraft.number(1).bare();

        SessionKey key = created(session);

        assertThat(sessions.find(key).orElseThrow().session()).isEqualTo(session);
    }

    @Test
    void g1_another_tenant_does_not_find_it() {
        created(1);

        assertThat(sessions.find(new SessionKey(GLOBEX, key(1).session()))).isEmpty();
    }

    @Test
    void g1_an_unknown_session_is_not_found() {
        created(1);

        assertThat(sessions.find(key(2))).isEmpty();
    }

    @Test
    void g1_a_session_begins_with_its_first_event() {
        Session session = SessionDraft.number(1).bare();

        Creation.Created created = (Creation.Created) sessions.create(session);

        RecordedEvent first =
                new RecordedEvent(key(1), new Seq(1), session.createdAt(), new SessionEvent.SessionCreated(), null);
        assertThat(created).isEqualTo(new Creation.Created(new Stored(session, new Seq(1), 0, null), first));
        assertThat(events(key(1))).containsExactly(first);
    }

    @Test
    void g2_creating_again_changes_nothing() {
        Session session = SessionDraft.number(1).titled("first").bare();
        created(session);

        Creation again = sessions.create(SessionDraft.number(1).titled("second").bare());

        assertThat(again).isEqualTo(new Creation.Existing(new Stored(session, new Seq(1), 0, null)));
        assertThat(sessions.find(key(1)).orElseThrow().session()).isEqualTo(session);
        assertThat(events(key(1))).hasSize(1);
    }

    @Test
    void g2_an_existing_session_is_told_as_it_is_now() {
        SessionKey key = created(1);
        rename(key, "later", Origin.CHOSEN);

        Creation again = sessions.create(SessionDraft.number(1).bare());

        assertThat(again).isEqualTo(new Creation.Existing(sessions.find(key).orElseThrow()));
    }

    @Test
    void g2_an_id_of_another_owner_is_taken() {
        created(1);

        assertThat(sessions.create(SessionDraft.number(1).of(ACME, GRACE).bare()))
                .isEqualTo(new Creation.Taken());
        assertThat(sessions.find(key(1)).orElseThrow().session().owner()).isEqualTo(ADA);
    }

    @Test
    void g2_an_id_of_another_tenant_is_taken() {
        created(1);

        assertThat(sessions.create(SessionDraft.number(1).of(GLOBEX, ADA).bare()))
                .isEqualTo(new Creation.Taken());
        assertThat(sessions.find(new SessionKey(GLOBEX, key(1).session()))).isEmpty();
    }

    @Test
    void g2_an_id_of_a_deleted_session_is_taken() {
        deleted(created(1), second(9));

        assertThat(sessions.create(SessionDraft.number(1).bare())).isEqualTo(new Creation.Taken());
    }

    @Test
    void g2_of_many_creations_at_once_one_makes_it() throws Exception {
        Session session = SessionDraft.number(1).bare();

        List<Creation> creations = Race.of(Race.MANY, runner -> sessions.create(session));

        Stored stored = new Stored(session, new Seq(1), 0, null);
        assertThat(creations).filteredOn(Creation.Created.class::isInstance).hasSize(1);
        assertThat(creations)
                .filteredOn(creation -> !(creation instanceof Creation.Created))
                .hasSize(Race.MANY - 1)
                .containsOnly(new Creation.Existing(stored));
        assertThat(events(key(1))).hasSize(1);
    }

    @Test
    void g3_each_change_appends_its_event() {
        SessionKey key = created(1);

        Change.Done changed = done(sessions.change(
                key,
                new Wish(new SessionTitle("new", Origin.CHOSEN), Standing.ARCHIVED, new AssistantName("lawyer")),
                second(60)));

        Session session = changed.stored().session();
        assertThat(session.title()).isEqualTo(new SessionTitle("new", Origin.CHOSEN));
        assertThat(session.standing()).isEqualTo(Standing.ARCHIVED);
        assertThat(session.assistant()).isEqualTo(new AssistantName("lawyer"));
        assertThat(session.updatedAt()).isEqualTo(second(60));
        assertThat(changed.stored().lastSeq()).isEqualTo(new Seq(4));
        assertThat(changed.events())
                .extracting(RecordedEvent::event)
                .containsExactlyInAnyOrder(
                        new SessionEvent.SessionRenamed(),
                        new SessionEvent.StandingChanged(Standing.ARCHIVED),
                        new SessionEvent.AssistantChanged());
        assertThat(changed.events()).extracting(RecordedEvent::at).containsOnly(second(60));
        assertThat(sessions.find(key)).contains(changed.stored());
        assertThat(events(key).subList(1, 4)).isEqualTo(changed.events());
        assertNoHoles(events(key));
    }

    @Test
    void g3_what_is_so_already_appends_nothing() {
        Session session = SessionDraft.number(1).titled("same").bare();
        SessionKey key = created(session);

        Change.Done unchanged = done(
                sessions.change(key, new Wish(session.title(), session.standing(), session.assistant()), second(60)));

        assertThat(unchanged).isEqualTo(new Change.Done(new Stored(session, new Seq(1), 0, null), List.of()));
        assertThat(sessions.find(key).orElseThrow().session()).isEqualTo(session);
    }

    @Test
    void g3_wishing_nothing_changes_nothing() {
        SessionKey key = created(1);

        Change.Done unchanged = done(sessions.change(key, new Wish(null, null, null), second(60)));

        assertThat(unchanged.events()).isEmpty();
        assertThat(unchanged.stored()).isEqualTo(sessions.find(key).orElseThrow());
        assertThat(unchanged.stored().session().updatedAt()).isEqualTo(second(1));
    }

    @Test
    void g3_a_closed_session_can_be_opened_again() {
        SessionKey key = created(1);

        stand(key, Standing.CLOSED);
        stand(key, Standing.ACTIVE);

        assertThat(sessions.find(key).orElseThrow().session().standing()).isEqualTo(Standing.ACTIVE);
        assertThat(events(key)).hasSize(3);
    }

    @Test
    void g3_changes_at_once_are_numbered_without_holes() throws Exception {
        SessionKey key = created(1);

        List<Change> changes = Race.of(16, runner -> rename(key, "title " + runner, Origin.CHOSEN));

        assertThat(changes)
                .extracting(change -> done(change).stored().lastSeq().value())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(2, 17).mapToObj(Long::valueOf).toList());
        assertNoHoles(events(key));
        assertThat(events(key)).hasSize(17);
    }

    @Test
    void g3_delete_and_restore_append_their_events() {
        SessionKey key = created(1);

        Change.Done gone = done(sessions.delete(key, second(10)));
        Change.Done back = done(sessions.restore(key, ADA, second(0), second(11)));

        assertThat(gone.events()).extracting(RecordedEvent::event).containsExactly(new SessionEvent.SessionDeleted());
        assertThat(back.events()).extracting(RecordedEvent::event).containsExactly(new SessionEvent.SessionRestored());
        assertThat(gone.stored().lastSeq()).isEqualTo(new Seq(2));
        assertThat(back.stored().lastSeq()).isEqualTo(new Seq(3));
        assertNoHoles(events(key));
    }

    @Test
    void g3_a_summary_is_kept_if_it_covers_more() {
        SessionKey key = created(1);

        Change.Done first = done(sessions.summarise(key, new Summary("five", new Turn(5)), second(61)));
        Change.Done less = done(sessions.summarise(key, new Summary("four", new Turn(4)), second(62)));
        Change.Done same = done(sessions.summarise(key, new Summary("other five", new Turn(5)), second(63)));
        Change.Done more = done(sessions.summarise(key, new Summary("nine\r\n ", new Turn(9)), second(64)));

        assertThat(first.events())
                .extracting(RecordedEvent::event)
                .containsExactly(new SessionEvent.SummaryUpdated(new Turn(5)));
        assertThat(less.events()).isEmpty();
        assertThat(less.stored().summary()).isEqualTo(new Summary("five", new Turn(5)));
        assertThat(same.events()).isEmpty();
        assertThat(more.events()).hasSize(1);
        assertThat(sessions.find(key).orElseThrow().summary()).isEqualTo(new Summary("nine\r\n ", new Turn(9)));
        assertNoHoles(events(key));
    }

    @Test
    void g3_there_is_no_change_to_an_unknown_or_foreign_session() {
        created(1);
        SessionKey foreign = new SessionKey(GLOBEX, key(1).session());

        for (SessionKey key : List.of(key(2), foreign)) {
            assertThat(rename(key, "title", Origin.CHOSEN)).isEqualTo(new Change.Missing());
            assertThat(sessions.delete(key, second(9))).isEqualTo(new Change.Missing());
            assertThat(sessions.summarise(key, new Summary("sum", new Turn(1)), second(9)))
                    .isEqualTo(new Change.Missing());
        }
        assertThat(events(key(1))).hasSize(1);
    }

    @Test
    void g4_a_generated_title_never_replaces_a_chosen_one() {
        SessionKey key = created(SessionDraft.number(1).titled("chosen").bare());

        Change.Done refused = done(rename(key, "generated", Origin.GENERATED));

        assertThat(refused.events()).isEmpty();
        assertThat(refused.stored().session().title()).isEqualTo(new SessionTitle("chosen", Origin.CHOSEN));
    }

    @Test
    void g4_a_generated_title_is_replaced_by_any() {
        SessionKey key = created(1);

        rename(key, "one", Origin.GENERATED);
        rename(key, "two", Origin.GENERATED);
        assertThat(title(key)).isEqualTo(new SessionTitle("two", Origin.GENERATED));

        rename(key, "three", Origin.CHOSEN);
        assertThat(title(key)).isEqualTo(new SessionTitle("three", Origin.CHOSEN));
    }

    @Test
    void g4_a_generated_title_that_is_chosen_stays() {
        SessionKey key = created(1);
        rename(key, "same words", Origin.GENERATED);

        rename(key, "same words", Origin.CHOSEN);
        rename(key, "other words", Origin.GENERATED);

        assertThat(title(key)).isEqualTo(new SessionTitle("same words", Origin.CHOSEN));
    }

    @Test
    void g4_of_titles_at_once_the_chosen_one_stays() throws Exception {
        SessionKey key = created(1);

        Race.of(16, runner -> rename(key, "title " + runner, runner == 7 ? Origin.CHOSEN : Origin.GENERATED));

        assertThat(title(key)).isEqualTo(new SessionTitle("title 7", Origin.CHOSEN));
        assertNoHoles(events(key));
    }

    @Test
    void g5_a_deleted_session_is_not_found_and_not_listed() {
        SessionKey key = created(1);

        deleted(key, second(10));

        assertThat(sessions.find(key)).isEmpty();
        assertThat(sessions.list(query(Sort.ACTIVITY, null, 100)).entries()).isEmpty();
    }

    @Test
    void g5_a_deleted_session_takes_no_change() {
        SessionKey key = created(1);
        deleted(key, second(10));

        assertThat(rename(key, "title", Origin.CHOSEN)).isEqualTo(new Change.Missing());
        assertThat(sessions.delete(key, second(11))).isEqualTo(new Change.Missing());
        assertThat(sessions.summarise(key, new Summary("sum", new Turn(1)), second(11)))
                .isEqualTo(new Change.Missing());
        assertThat(conversations.heads(List.of(key))).containsEntry(key, new Seq(2));
    }

    @Test
    void g5_a_deleted_session_is_restored_with_all_it_had() {
        Session session = SessionDraft.number(1).titled("mine").full("Ada", "page", "{\"b\":2}");
        SessionKey key = created(session);
        exchanged(key, 1);
        Stored before = sessions.find(key).orElseThrow();
        deleted(key, second(150));

        Stored restored =
                done(sessions.restore(key, ADA, second(150), second(151))).stored();

        assertThat(restored.session().title()).isEqualTo(session.title());
        assertThat(restored.session().context()).isEqualTo(session.context());
        assertThat(restored.messageCount()).isEqualTo(before.messageCount());
        assertThat(restored.lastSeq().value()).isEqualTo(before.lastSeq().value() + 2);
        assertThat(sessions.find(key)).contains(restored);
        assertThat(sessions.list(query(Sort.ACTIVITY, null, 100)).entries()).hasSize(1);
    }

    @Test
    void g5_a_deletion_too_old_is_not_undone() {
        SessionKey key = created(1);
        deleted(key, second(10));

        assertThat(sessions.restore(key, ADA, second(10).plusMillis(1), second(41)))
                .isEqualTo(new Change.Missing());
        assertThat(sessions.find(key)).isEmpty();
    }

    @Test
    void g5_only_what_is_deleted_and_ones_own_is_restored() {
        SessionKey living = created(1);
        SessionKey deleted = created(2);
        deleted(deleted, second(10));

        assertThat(sessions.restore(living, ADA, second(0), second(11))).isEqualTo(new Change.Missing());
        assertThat(sessions.restore(key(3), ADA, second(0), second(11))).isEqualTo(new Change.Missing());
        assertThat(sessions.restore(deleted, GRACE, second(0), second(11))).isEqualTo(new Change.Missing());
        assertThat(sessions.restore(new SessionKey(GLOBEX, deleted.session()), ADA, second(0), second(11)))
                .isEqualTo(new Change.Missing());
        assertThat(sessions.find(deleted)).isEmpty();
    }

    @Test
    void g6_purging_removes_what_was_deleted_before() {
        SessionKey key = created(1);
        exchanged(key, 1);
        Ticket pending = asked(key, 2);
        deleted(key, second(150));

        List<SessionKey> purged = sessions.purge(second(150).plusMillis(1), 100);

        assertThat(purged).containsExactly(key);
        assertThat(sessions.restore(key, ADA, second(0), second(152))).isEqualTo(new Change.Missing());
        assertThat(conversations.heads(List.of(key))).isEmpty();
        assertThat(replies.startable(100)).doesNotContain(pending);
        assertThat(replies.progress(key, pending.reply())).isEmpty();
        assertThat(sessions.purge(second(999), 100)).isEmpty();
    }

    @Test
    void g6_purging_leaves_the_living_and_the_just_deleted() {
        SessionKey living = created(1);
        SessionKey deleted = created(2);
        exchanged(living, 1);
        deleted(deleted, second(150));

        assertThat(sessions.purge(second(150), 100)).isEmpty();

        assertThat(sessions.find(living).orElseThrow().messageCount()).isEqualTo(2);
        assertThat(sessions.restore(deleted, ADA, second(150), second(151))).isInstanceOf(Change.Done.class);
    }

    @Test
    void g6_a_purged_id_can_never_be_created_again() {
        deleted(created(1), second(10));
        sessions.purge(second(11), 100);

        assertThat(sessions.create(SessionDraft.number(1).bare())).isEqualTo(new Creation.Taken());
        assertThat(sessions.find(key(1))).isEmpty();
    }

    @Test
    void g6_of_many_purges_at_once_one_names_each_session() throws Exception {
        List<SessionKey> keys =
                IntStream.rangeClosed(1, 12).mapToObj(this::created).toList();
        keys.forEach(key -> deleted(key, second(10)));

        List<List<SessionKey>> purged = Race.of(4, runner -> sessions.purge(second(11), 100));

        assertThat(purged.stream().flatMap(List::stream).toList()).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void g6_purging_removes_at_most_so_many() {
        IntStream.rangeClosed(1, 5).forEach(number -> deleted(created(number), second(10)));

        assertThat(sessions.purge(second(11), 3)).hasSize(3);
        assertThat(sessions.purge(second(11), 3)).hasSize(2);
        assertThat(sessions.purge(second(11), 3)).isEmpty();
    }

    @Test
    void g6_a_purge_cut_short_anywhere_is_finished_by_the_next() {
        boolean cut = true;
        for (int transactions = 0; cut; transactions++) {
            SessionKey key = deletedConversation(transactions);

            cut = isPurgeCutShort(transactions);

            assertUnseen(key);
            assertThat(sessions.purge(second(151), 100))
                    .as("cut after %d transactions", transactions)
                    .isEqualTo(cut ? List.of(key) : List.of());
            assertPurged(key, transactions);
        }
    }

    @Test
    void g6_a_session_whose_purge_was_cut_short_is_whole_or_gone() {
        boolean cut = true;
        for (int transactions = 0; cut; transactions++) {
            SessionKey key = deletedConversation(transactions);

            cut = isPurgeCutShort(transactions);

            if (sessions.restore(key, ADA, second(150), second(152)) instanceof Change.Done(var stored, var events)) {
                assertThat(stored.messageCount()).isEqualTo(3);
                assertNoHoles(events(key));
                assertThat(conversations
                                .history(key, new Range.Newest(100))
                                .orElseThrow()
                                .messages())
                        .hasSize(3);
                assertThat(replies.open(key)).hasSize(1);
            } else {
                assertUnseen(key);
                sessions.purge(second(151), 100);
                assertPurged(key, transactions);
            }
        }
    }

    /** Two questions, of which one is answered. */
    private SessionKey deletedConversation(int number) {
        SessionKey key = created(number);
        exchanged(key, 1);
        asked(key, 2);
        deleted(key, second(150));
        return key;
    }

    private boolean isPurgeCutShort(int transactions) {
        SessionStore dying = backend.lastingFor(transactions).sessions();
        return isCutShort(() -> dying.purge(second(151), 100));
    }

    private void assertUnseen(SessionKey key) {
        assertThat(sessions.find(key)).isEmpty();
        assertThat(keys(ACME, ADA)).doesNotContain(key);
        assertThat(conversations.history(key, new Range.Newest(100))).isEmpty();
        assertThat(conversations.events(key, Seq.NONE, 100)).isEmpty();
        assertThat(conversations.window(key, new Turn(2), null, 100)).isEmpty();
        assertThat(replies.open(key)).isEmpty();
        assertThat(replies.startable(100)).noneMatch(ticket -> ticket.key().equals(key));
    }

    private void assertPurged(SessionKey key, int number) {
        assertUnseen(key);
        assertThat(conversations.heads(List.of(key))).isEmpty();
        assertThat(sessions.create(SessionDraft.number(number).bare())).isEqualTo(new Creation.Taken());
    }

    @Test
    void g7_a_list_of_none_is_empty() {
        assertThat(sessions.list(query(Sort.ACTIVITY, null, 20))).isEqualTo(new Page(List.of(), null));
    }

    @Test
    void g7_a_list_holds_the_owners_sessions_only() {
        SessionKey mine = created(1);
        created(SessionDraft.number(2).of(ACME, GRACE).bare());
        created(SessionDraft.number(3).of(GLOBEX, ADA).bare());

        assertThat(keys(ACME, ADA)).containsExactly(mine);
        assertThat(keys(GLOBEX, GRACE)).isEmpty();
    }

    @Test
    void g7_archived_ones_are_listed_apart() {
        SessionKey active = created(3);
        SessionKey closed =
                created(SessionDraft.number(2).standing(Standing.CLOSED).bare());
        SessionKey archived =
                created(SessionDraft.number(1).standing(Standing.ARCHIVED).bare());

        assertThat(keys(true)).containsExactly(active, closed);
        assertThat(keys(false)).containsExactly(archived);
        assertThat(keys(null)).containsExactly(active, closed, archived);
    }

    @Test
    void g7_activity_and_creation_are_newest_first() {
        created(SessionDraft.number(1).times(second(1), second(9)).bare());
        created(SessionDraft.number(2).times(second(3), second(7)).bare());
        created(SessionDraft.number(3).times(second(2), second(8)).bare());

        assertThat(all(Sort.ACTIVITY, 100))
                .extracting(entry -> number(entry, 3))
                .containsExactly(1, 3, 2);
        assertThat(all(Sort.CREATED, 100)).extracting(entry -> number(entry, 3)).containsExactly(2, 3, 1);
    }

    @Test
    void g7_titles_are_from_a_and_untitled_ones_last() {
        created(SessionDraft.number(1).titled("Cherry").bare());
        created(SessionDraft.number(2).bare());
        created(SessionDraft.number(3).titled("Apple").bare());
        created(SessionDraft.number(4).titled("Banana").bare());

        assertThat(all(Sort.TITLE, 100)).extracting(entry -> number(entry, 4)).containsExactly(3, 4, 1, 2);
        assertThat(all(Sort.TITLE, 1)).extracting(entry -> number(entry, 4)).containsExactly(3, 4, 1, 2);
    }

    @Test
    void g7_a_message_moves_its_session_to_the_front() {
        created(1);
        created(2);

        accepted(Sample.message(key(1), 1));

        assertThat(all(Sort.ACTIVITY, 100))
                .extracting(entry -> number(entry, 2))
                .containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void g7_pages_over_equal_places_give_each_once(Sort sort) {
        for (int number = 1; number <= 25; number++) {
            created(SessionDraft.number(number)
                    .times(second(1), second(2))
                    .titled(number % 5 == 0 ? null : "the same")
                    .bare());
        }

        List<Entry> paged = all(sort, 4);

        assertThat(paged).hasSize(25).doesNotHaveDuplicates();
        assertThat(paged).isEqualTo(all(sort, 100));
    }

    @ParameterizedTest
    @EnumSource
    void g7_pages_over_nearly_equal_places_give_each_once(Sort sort) {
        List<String> titles = new ArrayList<>(AwkwardTexts.nearlyEqual());
        shortTexts().forEach(text -> titles.add(text.getPayload()));
        for (int number = 1; number <= titles.size(); number++) {
            created(SessionDraft.number(number)
                    .times(second(1).plusMillis(number), second(1).plusMillis(number % 3))
                    .titled(titles.get(number - 1))
                    .bare());
        }

        List<Entry> paged = all(sort, 1);

        assertThat(paged).hasSameSizeAs(titles).doesNotHaveDuplicates();
        assertThat(paged).isEqualTo(all(sort, 100));
    }

    @Test
    void g7_the_last_page_says_so() {
        IntStream.rangeClosed(1, 6).forEach(this::created);

        Page first = sessions.list(query(Sort.CREATED, null, 3));
        Page second = sessions.list(query(Sort.CREATED, first.next(), 3));

        assertThat(first.next()).isNotNull();
        assertThat(second.entries()).hasSize(3);
        assertThat(second.next()).isNull();
    }

    @Test
    void g7_an_entry_tells_preview_count_and_unread() {
        SessionKey key = created(1);
        exchanged(key, 1);
        exchanged(key, 2);

        assertThat(only()).isEqualTo(new Entry(sessions.find(key).orElseThrow().session(), 4, "answer 2", 2));
    }

    @Test
    void g7_a_session_without_messages_has_no_preview() {
        SessionKey key = created(1);

        assertThat(only()).isEqualTo(new Entry(sessions.find(key).orElseThrow().session(), 0, null, 0));
    }

    @Test
    void g7_unread_falls_with_the_owners_cursor_only() {
        SessionKey key = created(1);
        exchanged(key, 1);
        exchanged(key, 2);

        conversations.moveCursors(key, GRACE, null, new Position(4));
        assertThat(only().unread()).isEqualTo(2);

        conversations.moveCursors(key, ADA, new Position(4), new Position(2));
        assertThat(only().unread()).isEqualTo(1);

        conversations.moveCursors(key, ADA, null, new Position(4));
        assertThat(only().unread()).isZero();
    }

    @Test
    void g7_the_preview_has_at_most_200_whole_characters() {
        SessionKey key = created(1);
        String text = "a" + "\uD83D\uDE00".repeat(300);

        accepted(Sample.message(key, ADA, "m1", text, second(101)));

        assertThat(only().preview()).isEqualTo("a" + "\uD83D\uDE00".repeat(199));
    }

    @ParameterizedTest
    @MethodSource("shortTexts")
    void g8_titles_and_names_survive(String text) {
        Session session = SessionDraft.number(1).titled(text).full(text, text, "{}");

        SessionKey key = created(session);

        assertThat(sessions.find(key).orElseThrow().session()).isEqualTo(session);
        assertThat(only().session()).isEqualTo(session);
    }

    @Test
    void g8_metadata_survives_to_the_last_blank() {
        Session session =
                SessionDraft.number(1).full("Ada", "page", " {\"b\" : 1.0,\t\"a\":\"\uD83D\uDE00 ' % \\u0041\"}\r\n  ");

        SessionKey key = created(session);

        assertThat(sessions.find(key).orElseThrow().session().metadata()).isEqualTo(session.metadata());
    }

    @Test
    void g8_a_long_context_and_summary_survive() {
        String context = "\uD83D\uDE00 \r\n".repeat(2_000);
        SessionKey key = created(SessionDraft.number(1).full("Ada", context, "{}"));

        sessions.summarise(key, new Summary(context.repeat(3), new Turn(1)), second(60));

        Stored stored = sessions.find(key).orElseThrow();
        AwkwardTexts.assertSame(stored.session().context().text(), context);
        AwkwardTexts.assertSame(stored.summary().text(), context.repeat(3));
    }

    @Test
    void g9_a_lost_backend_is_reported_by_every_method() {
        SessionKey key = created(1);
        backend.cutConnection();

        assertLost(() -> sessions.create(SessionDraft.number(2).bare()));
        assertLost(() -> sessions.find(key));
        assertLost(() -> sessions.list(query(Sort.ACTIVITY, null, 20)));
        assertLost(() -> rename(key, "title", Origin.CHOSEN));
        assertLost(() -> sessions.delete(key, second(9)));
        assertLost(() -> sessions.restore(key, ADA, second(0), second(9)));
        assertLost(() -> sessions.known(List.of(key)));
        assertLost(() -> sessions.purge(second(9), 10));
        assertLost(() -> sessions.handOver(ACME, ADA, GRACE, null, second(9), 10));
        assertLost(() -> sessions.summarise(key, new Summary("sum", new Turn(1)), second(9)));
    }

    @Test
    void g9_what_was_committed_is_there_afterwards() {
        SessionKey key = created(SessionDraft.number(1).titled("kept").bare());
        Optional<Stored> before = sessions.find(key);

        backend.cutConnection();
        use(backend.reconnect());

        assertThat(sessions.find(key)).isEqualTo(before);
    }

    @Test
    void g10_living_sessions_become_the_new_owners() {
        Session archived = SessionDraft.number(1)
                .titled("mine")
                .standing(Standing.ARCHIVED)
                .full("A guest", "a page", "{\"a\":1}");
        SessionKey first = created(archived);
        SessionKey second = created(2);
        created(SessionDraft.number(3).of(GLOBEX, ADA).bare());
        exchanged(second, 1);
        Stored before = sessions.find(second).orElseThrow();

        List<RecordedEvent> events = handOver(GRACE, "Grace", 10);

        assertThat(events).extracting(RecordedEvent::session).containsExactlyInAnyOrder(first, second);
        assertThat(events)
                .allSatisfy(event -> assertThat(event)
                        .isEqualTo(new RecordedEvent(
                                event.session(),
                                sessions.find(event.session()).orElseThrow().lastSeq(),
                                second(90),
                                new SessionEvent.OwnerChanged(),
                                null)));
        assertThat(sessions.find(first).orElseThrow().session()).isEqualTo(owned(archived, GRACE, "Grace"));
        Stored after = sessions.find(second).orElseThrow();
        assertThat(after.session()).isEqualTo(owned(before.session(), GRACE, "Grace"));
        assertThat(after.lastSeq()).isEqualTo(before.lastSeq().next());
        assertThat(after.messageCount()).isEqualTo(before.messageCount());
        assertThat(events(second))
                .containsAll(events.stream()
                        .filter(event -> event.session().equals(second))
                        .toList());
        assertNoHoles(events(second));
    }

    @Test
    void g10_lists_follow_the_owner() {
        SessionKey first = created(1);
        SessionKey second = created(2);
        SessionKey others = created(SessionDraft.number(3).of(ACME, GRACE).bare());

        handOver(GRACE, null, 10);

        assertThat(keys(ACME, ADA)).isEmpty();
        assertThat(keys(ACME, GRACE)).containsExactly(others, second, first);
    }

    @Test
    void g10_who_had_it_first_is_told() {
        SessionKey key = created(1);
        assertThat(sessions.find(key).orElseThrow().formerOwner()).isNull();

        handOver(GRACE, "Grace", 10);
        assertThat(sessions.find(key).orElseThrow().formerOwner()).isEqualTo(ADA);
        done(sessions.change(key, new Wish(null, Standing.CLOSED, null), second(91)));
        assertThat(sessions.find(key).orElseThrow().formerOwner()).isEqualTo(ADA);
        sessions.handOver(ACME, GRACE, new UserId("third"), null, second(92), 10);

        assertThat(sessions.find(key).orElseThrow().formerOwner()).isEqualTo(ADA);
    }

    @Test
    void g1_what_the_command_asked_for_is_told_ever_after() {
        Session session = SessionDraft.number(1).bare();

        Creation.Created created = (Creation.Created) sessions.create(session, "a".repeat(64));
        SessionKey key = new SessionKey(session.tenant(), session.id());
        done(sessions.change(key, new Wish(null, Standing.CLOSED, null), second(91)));

        assertThat(created.stored().command()).isEqualTo("a".repeat(64));
        assertThat(sessions.find(key).orElseThrow().command()).isEqualTo("a".repeat(64));
        assertThat(((Creation.Existing) sessions.create(session, "another"))
                        .stored()
                        .command())
                .isEqualTo("a".repeat(64));
        assertThat(sessions.find(created(2)).orElseThrow().command()).isNull();
    }

    @Test
    void g10_without_a_name_the_name_stays() {
        SessionKey key = created(SessionDraft.number(1).full("A guest", "a page", "{}"));

        handOver(GRACE, null, 10);

        assertThat(sessions.find(key).orElseThrow().session().ownerName()).isEqualTo("A guest");
    }

    @Test
    void g10_a_waiting_reply_goes_on() {
        SessionKey key = created(1);
        Ticket ticket = asked(key, 1);

        handOver(GRACE, "Grace", 10);

        finished(claimed(ticket, node("worker")), "answer", second(95));
        assertThat(events(key))
                .extracting(event -> event.event().getClass().getSimpleName())
                .containsExactly("SessionCreated", "MessageAdded", "OwnerChanged", "ReplyEnded");
    }

    @Test
    void g10_what_was_read_stays_read() {
        SessionKey key = created(1);
        exchanged(key, 1);
        exchanged(key, 2);
        conversations.moveCursors(key, ADA, new Position(4), new Position(2));

        handOver(GRACE, null, 10);

        assertThat(conversations.cursors(key, GRACE)).contains(new ReadCursors(4, 2));
        assertThat(sessions.list(new Query(ACME, GRACE, null, Sort.ACTIVITY, null, 10))
                        .entries())
                .extracting(Entry::unread)
                .containsExactly(1L);
    }

    @Test
    void g10_what_the_new_owner_had_read_is_not_forgotten() {
        SessionKey key = created(1);
        exchanged(key, 1);
        exchanged(key, 2);
        conversations.moveCursors(key, ADA, null, new Position(2));
        conversations.moveCursors(key, GRACE, null, new Position(3));

        handOver(GRACE, null, 10);

        assertThat(conversations.cursors(key, GRACE)).contains(new ReadCursors(3, 3));
    }

    @Test
    void g10_deleted_sessions_stay() {
        SessionKey key = created(1);
        deleted(key, second(60));

        assertThat(handOver(GRACE, "Grace", 10)).isEmpty();

        done(sessions.restore(key, ADA, second(60), second(61)));
        assertThat(sessions.find(key).orElseThrow().session().owner()).isEqualTo(ADA);
    }

    @Test
    void g10_the_owner_before_can_not_undo_a_deletion() {
        SessionKey key = created(1);
        handOver(GRACE, null, 10);
        deleted(key, second(60));

        assertThat(sessions.restore(key, ADA, second(60), second(61))).isEqualTo(new Change.Missing());
        assertThat(sessions.restore(key, GRACE, second(60), second(61))).isInstanceOf(Change.Done.class);
    }

    @Test
    void g10_handing_over_again_changes_nothing() {
        SessionKey key = created(1);
        handOver(GRACE, "Grace", 10);
        Optional<Stored> before = sessions.find(key);

        assertThat(handOver(GRACE, "Another", 10)).isEmpty();
        assertThat(sessions.handOver(ACME, GRACE, GRACE, "Another", second(91), 10))
                .isEmpty();
        assertThat(sessions.find(key)).isEqualTo(before);
    }

    @Test
    void g10_at_most_so_many_change_hands_at_once() {
        IntStream.rangeClosed(1, 5).forEach(this::created);

        assertThat(handOver(GRACE, null, 2)).hasSize(2);
        assertThat(handOver(GRACE, null, 2)).hasSize(2);
        assertThat(handOver(GRACE, null, 2)).hasSize(1);
        assertThat(handOver(GRACE, null, 2)).isEmpty();
        assertThat(keys(ACME, GRACE)).hasSize(5);
    }

    @Test
    void g10_of_many_at_once_each_session_changes_hands_once() throws Exception {
        IntStream.rangeClosed(1, 6).forEach(this::created);
        UserId alan = new UserId("alan");

        List<List<RecordedEvent>> handed = Race.of(8, runner -> handOver(runner % 2 == 0 ? GRACE : alan, null, 10));

        assertThat(handed.stream().flatMap(List::stream))
                .extracting(RecordedEvent::session)
                .doesNotHaveDuplicates();
        assertThat(handed.stream().mapToInt(List::size).sum()).isEqualTo(6);
        assertThat(keys(ACME, ADA)).isEmpty();
        assertThat(keys(ACME, GRACE).size() + keys(ACME, alan).size()).isEqualTo(6);
        IntStream.rangeClosed(1, 6)
                .forEach(number -> assertThat(events(Sample.key(number))).hasSize(2));
    }

    @Test
    void g10_a_hand_over_that_was_cut_short_is_gone_on_with() {
        IntStream.rangeClosed(1, 3).forEach(this::created);
        Stores dying = backend.lastingFor(2);

        isCutShort(() -> dying.sessions().handOver(ACME, ADA, GRACE, "Grace", second(90), 10));

        for (int number = 1; number <= 3; number++) {
            boolean handed = events(Sample.key(number)).size() == 2;
            Session session = sessions.find(Sample.key(number)).orElseThrow().session();
            assertThat(session.owner()).isEqualTo(handed ? GRACE : ADA);
            assertThat(session.ownerName()).isEqualTo(handed ? "Grace" : null);
        }
        handOver(GRACE, "Grace", 10);
        assertThat(keys(ACME, GRACE)).hasSize(3);
    }

    private List<RecordedEvent> handOver(UserId newOwner, @Nullable String newName, int limit) {
        return sessions.handOver(ACME, ADA, newOwner, newName, second(90), limit);
    }

    private static Session owned(Session session, UserId owner, String name) {
        return new Session(
                session.id(),
                session.tenant(),
                owner,
                name,
                session.locale(),
                session.title(),
                session.assistant(),
                session.context(),
                session.metadata(),
                session.standing(),
                session.createdAt(),
                session.updatedAt());
    }

    private Change rename(SessionKey key, String title, Origin origin) {
        return sessions.change(key, new Wish(new SessionTitle(title, origin), null, null), second(70));
    }

    private @Nullable SessionTitle title(SessionKey key) {
        return sessions.find(key).orElseThrow().session().title();
    }

    @Test
    void g12_known_sessions_are_told_as_their_owners_lists_show_them() {
        SessionKey mine = created(1);
        SessionKey hers =
                created(SessionDraft.number(2).of(ACME, GRACE).titled("Trains").full("Grace", "the page", "{}"));
        exchanged(mine, 1);
        exchanged(mine, 2);
        conversations.moveCursors(mine, ADA, null, new Position(2));
        conversations.moveCursors(mine, GRACE, null, new Position(4));

        assertThat(sessions.known(List.of(mine, hers)))
                .containsExactlyInAnyOrder(
                        new Known(
                                mine,
                                ADA,
                                new Entry(sessions.find(mine).orElseThrow().session(), 4, "answer 2", 1)),
                        new Known(
                                hers,
                                GRACE,
                                new Entry(sessions.find(hers).orElseThrow().session(), 0, null, 0)));
    }

    @Test
    void g12_of_a_deleted_session_its_owner_is_known() {
        SessionKey key = created(1);
        deleted(key, second(60));

        assertThat(sessions.known(List.of(key))).containsExactly(new Known(key, ADA, null));

        sessions.restore(key, ADA, second(0), second(61));
        assertThat(sessions.known(List.of(key)))
                .containsExactly(new Known(
                        key, ADA, new Entry(sessions.find(key).orElseThrow().session(), 0, null, 0)));
    }

    @Test
    void g12_what_is_unknown_purged_or_foreign_is_left_out() {
        SessionKey purged = created(1);
        SessionKey there = created(2);
        deleted(purged, second(60));
        sessions.purge(second(70), 10);

        assertThat(sessions.known(List.of(purged, key(9), new SessionKey(GLOBEX, there.session()))))
                .isEmpty();
        assertThat(sessions.known(List.of())).isEmpty();
    }

    @Test
    void g12_a_hundred_are_told_each_once() {
        List<SessionKey> keys =
                IntStream.range(0, 100).mapToObj(number -> created(number + 1)).toList();
        List<SessionKey> twice = Stream.concat(keys.subList(0, 50).stream(), keys.subList(0, 50).stream())
                .toList();

        assertThat(sessions.known(keys)).extracting(Known::key).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(sessions.known(twice))
                .extracting(Known::key)
                .containsExactlyInAnyOrderElementsOf(keys.subList(0, 50));
    }

    private Entry only() {
        List<Entry> entries = all(Sort.ACTIVITY, 100);
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private List<SessionKey> keys(TenantId tenant, UserId owner) {
        return sessions.list(new Query(tenant, owner, null, Sort.ACTIVITY, null, 100)).entries().stream()
                .map(entry ->
                        new SessionKey(entry.session().tenant(), entry.session().id()))
                .toList();
    }

    private List<SessionKey> keys(@Nullable Boolean active) {
        return sessions.list(new Query(ACME, ADA, active, Sort.CREATED, null, 100)).entries().stream()
                .map(entry ->
                        new SessionKey(entry.session().tenant(), entry.session().id()))
                .toList();
    }

    private static Query query(Sort sort, @Nullable Cursor after, int limit) {
        return new Query(ACME, ADA, null, sort, after, limit);
    }

    /** All pages, joined. */
    private List<Entry> all(Sort sort, int limit) {
        List<Entry> entries = new ArrayList<>();
        Cursor after = null;
        do {
            Page page = sessions.list(query(sort, after, limit));
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
            entries.addAll(page.entries());
            assertThat(entries).as("entries of all pages").hasSizeLessThanOrEqualTo(100);
            after = page.next();
        } while (after != null);
        return entries;
    }

    private static int number(Entry entry, int highest) {
        return IntStream.rangeClosed(1, highest)
                .filter(number -> entry.session().id().equals(Sample.session(number)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void g11_idle_are_those_not_updated_since_the_longest_first() {
        SessionKey young = created(1);
        SessionKey old = created(2);
        SessionKey archived = created(3);
        Instant since = updatedAt(young).plusSeconds(1_000);
        renamed(young, since);
        renamed(archived, since.minusSeconds(900));
        done(sessions.change(archived, new Wish(null, Standing.ARCHIVED, null), since.minusSeconds(899)));
        renamed(old, since.minusMillis(1));
        SessionKey oldest = created(4);

        assertThat(sessions.idle(Standing.ACTIVE, since, 10)).containsExactly(oldest, old);
        assertThat(sessions.idle(Standing.ACTIVE, since, 1)).containsExactly(oldest);
        assertThat(sessions.idle(Standing.ARCHIVED, since, 10)).containsExactly(archived);
        assertThat(sessions.idle(Standing.CLOSED, since, 10)).isEmpty();
    }

    @Test
    void g11_deleted_ones_and_those_with_open_replies_are_not_idle() {
        SessionKey waiting = created(1);
        asked(waiting, 1);
        deleted(created(2), second(60));

        assertThat(sessions.idle(Standing.ACTIVE, second(99_999), 10)).isEmpty();
        assertThat(sessions.retire(waiting, Fate.ARCHIVED, second(99_999), second(99_999)))
                .isEqualTo(new Change.Missing());
    }

    @Test
    void g11_archiving_tells_and_keeps_the_time_of_the_last_update() {
        SessionKey key = created(1);
        Session before = sessions.find(key).orElseThrow().session();

        Change change = sessions.retire(key, Fate.ARCHIVED, second(99_999), second(99_999));

        assertThat(done(change).events())
                .extracting(RecordedEvent::event)
                .containsExactly(new SessionEvent.StandingChanged(Standing.ARCHIVED));
        Session after = sessions.find(key).orElseThrow().session();
        assertThat(after.standing()).isEqualTo(Standing.ARCHIVED);
        assertThat(after.updatedAt()).isEqualTo(before.updatedAt());
        assertThat(sessions.retire(key, Fate.ARCHIVED, second(99_999), second(99_999)))
                .isEqualTo(new Change.Missing());
    }

    @Test
    void g11_one_that_was_touched_meanwhile_stays() {
        SessionKey key = created(1);
        Instant since = updatedAt(key).plusSeconds(10);
        renamed(key, since);

        assertThat(sessions.retire(key, Fate.ARCHIVED, since, since)).isEqualTo(new Change.Missing());
        assertThat(sessions.retire(key, Fate.DELETED, since, since)).isEqualTo(new Change.Missing());
        assertThat(sessions.find(key)).isPresent();
    }

    @Test
    void g11_a_deleted_one_can_be_restored_and_is_purged() {
        SessionKey key = created(1);
        done(sessions.retire(key, Fate.DELETED, second(99_999), second(99_999)));

        assertThat(sessions.find(key)).isEmpty();
        done(sessions.restore(key, ADA, second(99_999), second(100_000)));
        done(sessions.retire(key, Fate.DELETED, second(199_999), second(199_999)));
        assertThat(sessions.purge(second(200_000), 10)).containsExactly(key);
    }

    @Test
    void g11_of_many_at_once_one_retires_a_session() throws Exception {
        SessionKey key = created(1);

        List<Change> changes =
                Race.of(8, runner -> sessions.retire(key, Fate.ARCHIVED, second(99_999), second(99_999)));

        assertThat(changes).filteredOn(Change.Done.class::isInstance).hasSize(1);
        assertThat(events(key)).hasSize(2);
    }

    private Instant updatedAt(SessionKey key) {
        return sessions.find(key).orElseThrow().session().updatedAt();
    }

    private void renamed(SessionKey key, Instant at) {
        done(sessions.change(key, new Wish(new SessionTitle("at " + at, Origin.CHOSEN), null, null), at));
    }
}
