package dev.parley.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.out.ConversationStore.HistoryPage;
import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a node goes by while the store is away is what was read and heard, or nothing. */
class KnownSessionsTest {

    private final InMemoryStores stores = InMemoryStores.empty(new HandClock());
    private final StoredSessions sessions = new StoredSessions(stores);
    private final KnownSessions known = new KnownSessions(100_000);
    private final SessionKey key = sessions.created(1);

    private Stored stored() {
        return sessions.stored(key);
    }

    private HistoryPage newest(int messages) {
        return stores.conversations().history(key, new Range.Newest(messages)).orElseThrow();
    }

    private HistoryPage newest() {
        return newest(SessionSnapshot.MOST);
    }

    private SessionSnapshot snapshot(int messages) {
        return SessionSnapshot.of(stored(), newest(messages)).orElseThrow();
    }

    private SessionSnapshot snapshot() {
        return snapshot(SessionSnapshot.MOST);
    }

    private KnownHistory history() {
        return known.history(key).orElseThrow();
    }

    private List<String> texts() {
        return history().messages().stream().map(Message::text).toList();
    }

    @Test
    void of_a_session_in_which_nothing_was_said_all_is_known_and_what_follows_too() {
        known.read(stored());
        assertThat(texts()).isEmpty();

        known.appended(sessions.said(key, "one"));
        assertThat(history().isAnswered()).isFalse();
        known.appended(sessions.answered("first"));

        assertThat(texts()).containsExactly("one", "first");
        assertThat(history().isAnswered()).isTrue();
    }

    @Test
    void what_is_heard_twice_counts_once() {
        known.read(stored());
        List<RecordedEvent> events = sessions.said(key, "one");

        known.appended(events);
        known.appended(events);

        assertThat(texts()).containsExactly("one");
    }

    @Test
    void with_a_hole_a_history_is_forgotten() {
        known.read(stored());
        sessions.said(key, "unheard");

        known.appended(sessions.answered("first"));

        assertThat(known.history(key)).isEmpty();
    }

    @Test
    void of_a_session_in_which_something_was_said_nothing_is_known_by_its_header() {
        sessions.said(key, "one");

        known.read(stored());

        assertThat(known.history(key)).isEmpty();
        assertThat(known.find(key)).isPresent();
    }

    @Test
    void what_was_read_with_its_messages_is_known() {
        sessions.said(key, "one");
        sessions.answered("first");

        known.read(snapshot());

        assertThat(texts()).containsExactly("one", "first");
        assertThat(history().cut()).isFalse();
    }

    @Test
    void of_a_longer_session_whole_turns_are_known_and_that_there_are_more() {
        sessions.said(key, "zero");
        IntStream.rangeClosed(1, 25).forEach(number -> {
            sessions.answered("answer to " + (number - 1));
            sessions.said(key, "question " + number);
        });

        known.read(snapshot());

        assertThat(newest().messages()).first().extracting(Message::text).isEqualTo("answer to 0");
        assertThat(texts()).startsWith("question 1", "answer to 1").endsWith("question 25");
        assertThat(history().cut()).isTrue();
    }

    @Test
    void a_longer_page_tells_more_than_a_short_one_whichever_comes_first() {
        sessions.said(key, "one");
        sessions.answered("first");
        sessions.said(key, "two");
        sessions.answered("second");

        known.read(snapshot(3));
        assertThat(texts()).containsExactly("two", "second");
        known.read(snapshot());
        known.read(snapshot(1));

        assertThat(texts()).containsExactly("one", "first", "two", "second");
        assertThat(history().cut()).isFalse();
    }

    @Test
    void what_is_known_as_well_is_not_cut_short_by_a_page() {
        known.read(stored());
        IntStream.rangeClosed(1, 30).forEach(number -> {
            known.appended(sessions.said(key, "question " + number));
            known.appended(sessions.answered("answer to " + number));
        });

        known.read(snapshot());

        assertThat(history().turns()).isEqualTo(30);
    }

    @Test
    void what_a_prompt_was_made_of_is_known_if_it_was_all() {
        sessions.said(key, "one");
        List<Message> messages = newest().messages();
        Stored then = stored();
        sessions.answered("first");

        known.prompted(key, stored(), messages);
        assertThat(known.history(key)).isEmpty();
        known.prompted(key, then, messages);
        assertThat(texts()).containsExactly("one");
    }

    @Test
    void a_new_title_changes_nothing_and_another_standing_all() {
        known.read(stored());
        known.appended(sessions.changed(key, new SessionStore.Wish(SessionTitle.chosen("A name"), null, null)));
        assertThat(texts()).isEmpty();
        assertThat(known.find(key)).isPresent();

        known.appended(sessions.changed(key, new SessionStore.Wish(null, Standing.CLOSED, null)));

        assertThat(known.history(key)).isEmpty();
        assertThat(known.find(key)).isEmpty();
    }

    @Test
    void a_session_that_was_handed_over_or_deleted_is_not_known() {
        SessionKey other = sessions.created(2);
        known.read(sessions.stored(other));
        known.appended(sessions.deleted(other));
        known.read(stored());
        known.appended(sessions.handedOver(new UserId("grace")));

        assertThat(known.find(other)).isEmpty();
        assertThat(known.find(key)).isEmpty();
    }

    @Test
    void what_was_read_since_is_not_forgotten_for_what_is_told_late() {
        List<RecordedEvent> late = sessions.changed(key, new SessionStore.Wish(null, Standing.ARCHIVED, null));
        known.read(stored());

        known.appended(late);

        assertThat(known.find(key).orElseThrow().session().standing()).isEqualTo(Standing.ARCHIVED);
    }

    @Test
    void what_was_read_before_does_not_take_the_place_of_what_was_read_since() {
        Stored before = stored();
        sessions.changed(key, new SessionStore.Wish(null, Standing.CLOSED, null));
        known.read(stored());

        known.read(before);

        assertThat(known.find(key).orElseThrow().session().standing()).isEqualTo(Standing.CLOSED);
    }

    @Test
    void of_too_many_histories_the_one_used_longest_ago_is_forgotten_but_not_whose_it_is() {
        var few = new KnownSessions(1_200);
        List<SessionKey> keys = List.of(key, sessions.created(2), sessions.created(3));
        few.read(sessions.stored(keys.get(0)));
        few.read(sessions.stored(keys.get(1)));
        assertThat(few.history(keys.get(0))).isPresent();

        few.read(sessions.stored(keys.get(2)));

        assertThat(few.history(keys.get(1))).isEmpty();
        assertThat(few.history(keys.get(0))).isPresent();
        assertThat(few.history(keys.get(2))).isPresent();
        assertThat(keys).allSatisfy(which -> assertThat(few.find(which)).isPresent());
    }
}
