package dev.parley.application.usecase;

import static dev.parley.application.usecase.StoredSessions.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.application.contract.Race;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalSessionCache;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.SessionTitle.Origin;
import dev.parley.domain.session.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from memory is what is stored now, whatever was announced and however late. */
class RecentSessionsTest {

    private static final UserId GRACE = new UserId("grace");
    private static final int PAGE = 20;

    private final InMemoryStores stores = InMemoryStores.empty(new HandClock());
    private final StoredSessions sessions = new StoredSessions(stores);
    private final Shaky shaky = new Shaky();
    private final SessionCache cache = new LocalSessionCache(8L << 20);
    private final RecentSessions recent = over(cache, null);

    private RecentSessions over(SessionCache here, @Nullable SessionCache everywhere) {
        return new RecentSessions(
                shaky.over(SessionStore.class, stores.sessions()),
                shaky.over(ConversationStore.class, stores.conversations()),
                here,
                everywhere,
                new KnownSessions(KnownSessions.MOST_CHARACTERS));
    }

    private void learn(SessionKey key) {
        Stored stored = recent.find(key).orElseThrow();
        assertThat(recent.newest(key, stored, PAGE)).isPresent();
    }

    private void assertTrue(RecentSessions reader, SessionKey key) {
        assertThat(reader.find(key)).isEqualTo(stores.sessions().find(key));
        stores.sessions()
                .find(key)
                .ifPresent(stored -> assertThat(reader.newest(key, stored, PAGE))
                        .isEqualTo(stores.conversations().history(key, new Range.Newest(PAGE))));
    }

    @Test
    void what_has_not_changed_is_not_read_again() {
        SessionKey key = sessions.created(1);
        sessions.said(key, "hello");
        learn(key);

        shaky.breaks("find", Shaky.When.BEFORE);
        shaky.breaks("history", Shaky.When.BEFORE);

        assertTrue(recent, key);
    }

    @Test
    void what_this_node_changes_is_known_without_reading() {
        SessionKey key = sessions.created(1);
        learn(key);
        recent.appended(sessions.said(key, "hello"));
        recent.appended(sessions.said(key, "again"));

        shaky.breaks("find", Shaky.When.BEFORE);
        shaky.breaks("history", Shaky.When.BEFORE);
        shaky.breaks("window", Shaky.When.BEFORE);

        assertTrue(recent, key);
        Stored stored = stores.sessions().find(key).orElseThrow();
        assertThat(recent.since(key, stored.lastSeq())).contains(stored);
        assertThat(recent.window(key, stored, stored.lastSeq(), new Turn(2), null, 11))
                .isEqualTo(stores.conversations().window(key, new Turn(2), null, 11));
    }

    @Test
    void without_the_store_this_node_tells_what_it_knows_last() {
        SessionKey key = sessions.created(1);
        learn(key);
        recent.appended(sessions.said(key, "hello"));
        shaky.breaks("heads", Shaky.When.BEFORE);
        shaky.breaks("find", Shaky.When.BEFORE);

        SessionSnapshot known = cache.find(key).orElseThrow();

        assertThat(known.newest()).extracting(message -> message.text()).containsExactly("hello");
        assertThat(known.header().session().owner()).isEqualTo(ADA);
        assertThatThrownBy(() -> recent.find(key)).isInstanceOf(StoreException.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nothing_old_is_read_though_announcements_are_late_or_lost(long seed) {
        var random = new Random(seed);
        SessionCache shared = new LocalSessionCache(8L << 20);
        RecentSessions writer = over(new LocalSessionCache(8L << 20), shared);
        RecentSessions reader = over(cache, shared);
        SessionKey key = sessions.created(1);
        List<List<RecordedEvent>> onTheWay = new ArrayList<>();

        for (int step = 0; step < 200; step++) {
            List<RecordedEvent> events = happened(key, random, "step " + step);
            if (!events.isEmpty() && random.nextBoolean()) {
                writer.appended(events);
            }
            if (!events.isEmpty() && random.nextInt(3) > 0) {
                onTheWay.add(events);
            }
            if (!onTheWay.isEmpty() && random.nextBoolean()) {
                List<RecordedEvent> heard = onTheWay.remove(random.nextInt(onTheWay.size()));
                reader.heard(new Announcement.Appended(key, heard));
            }
            assertTrue(random.nextBoolean() ? reader : writer, key);
        }
    }

    private List<RecordedEvent> happened(SessionKey key, Random random, String text) {
        boolean living = stores.sessions().find(key).isPresent();
        return switch (living ? random.nextInt(8) : 7) {
            case 0 -> sessions.changed(key, new SessionStore.Wish(new SessionTitle(text, Origin.CHOSEN), null, null));
            case 1 -> sessions.changed(key, new SessionStore.Wish(null, Standing.ARCHIVED, null));
            case 2 -> sessions.deleted(key);
            case 3 -> sessions.handedOver(GRACE);
            case 7 -> sessions.restored(key, owner(key));
            default -> saidByOwner(key, text);
        };
    }

    private UserId owner(SessionKey key) {
        return stores.sessions().known(List.of(key)).getFirst().owner();
    }

    private List<RecordedEvent> saidByOwner(SessionKey key, String text) {
        return owner(key).equals(ADA) ? sessions.said(key, text) : List.of();
    }

    @Test
    void what_was_read_while_it_changed_is_not_taken_for_the_present() {
        SessionKey key = sessions.created(1);
        Stored before = recent.find(key).orElseThrow();
        List<RecordedEvent> events = sessions.said(key, "meanwhile");

        assertThat(recent.newest(key, before, PAGE).orElseThrow().messages()).hasSize(1);
        recent.appended(events);

        assertThat(cache.find(key)).isEmpty();
    }

    @Test
    void a_session_whose_end_nobody_heard_of_is_known_no_more_once_it_was_looked_for() {
        SessionKey key = sessions.created(1);
        learn(key);
        sessions.deleted(key);

        assertThat(recent.find(key)).isEmpty();

        assertThat(cache.find(key)).isEmpty();
    }

    @Test
    void what_all_nodes_remember_is_taken_over_only_if_it_is_true() {
        SessionKey key = sessions.created(1);
        sessions.said(key, "hello");
        SessionCache shared = new LocalSessionCache(8L << 20);
        RecentSessions other = over(new LocalSessionCache(8L << 20), shared);
        other.newest(key, other.find(key).orElseThrow(), PAGE);
        RecentSessions reader = over(cache, shared);

        shaky.breaks("find", Shaky.When.BEFORE);
        assertTrue(reader, key);
        assertThat(cache.find(key)).isPresent();
        shaky.heals("find");

        SessionKey changed = sessions.created(2);
        other.newest(changed, other.find(changed).orElseThrow(), PAGE);
        sessions.said(changed, "nobody was told");
        assertTrue(reader, changed);
    }

    private SessionKey talkative(int messages) {
        SessionKey key = sessions.created(1);
        IntStream.range(0, messages).forEach(number -> sessions.said(key, "word " + number));
        return key;
    }

    @Test
    void a_page_that_is_not_known_reads_no_more_than_it_shows() {
        SessionKey key = talkative(60);

        learn(key);

        assertThat(shaky.arguments("history")).containsExactly(key, new Range.Newest(PAGE));
        assertTrue(recent, key);
    }

    @Test
    void who_asks_for_more_reads_it_once() {
        SessionKey key = talkative(60);
        learn(key);
        Stored stored = recent.find(key).orElseThrow();
        var more = new Range.Newest(SessionSnapshot.MOST);
        var page = stores.conversations().history(key, more);

        assertThat(recent.newest(key, stored, more.limit())).isEqualTo(page);
        shaky.breaks("history", Shaky.When.BEFORE);

        assertThat(recent.newest(key, stored, more.limit())).isEqualTo(page);
        assertTrue(recent, key);
    }

    @Test
    void a_prompt_after_a_short_page_reads_its_window_once() {
        SessionKey key = talkative(60);
        Stored stored = recent.find(key).orElseThrow();
        recent.newest(key, stored, 5);
        int turns = 11;

        assertWindow(key, 60, turns);
        assertThat(shaky.arguments("history")).containsExactly(key, new Range.Newest(2 * turns));
        recent.appended(sessions.said(key, "one more"));
        shaky.breaks("history", Shaky.When.BEFORE);
        shaky.breaks("window", Shaky.When.BEFORE);

        assertWindow(key, 60, turns);
        assertWindow(key, 61, turns);
    }

    private void assertWindow(SessionKey key, int upTo, int turns) {
        Stored stored = stores.sessions().find(key).orElseThrow();
        assertThat(recent.window(key, stored, stored.lastSeq(), new Turn(upTo), null, turns))
                .isEqualTo(stores.conversations().window(key, new Turn(upTo), null, turns));
    }

    @Test
    void hits_are_what_saved_a_reading_and_misses_what_did_not() {
        SessionKey key = sessions.created(1);
        SessionCache shared = new LocalSessionCache(8L << 20);
        RecentSessions other = over(new LocalSessionCache(8L << 20), shared);
        RecentSessions reader = over(cache, shared);
        other.newest(key, other.find(key).orElseThrow(), PAGE);
        assertCounted(other.hitsHere(), 0, 2);
        assertCounted(other.hitsEverywhere(), 0, 2);

        Stored stored = reader.find(key).orElseThrow();
        assertCounted(reader.hitsHere(), 0, 1);
        assertCounted(reader.hitsEverywhere(), 1, 0);
        reader.newest(key, stored, PAGE);
        reader.since(key, stored.lastSeq());
        reader.window(key, stored, stored.lastSeq(), new Turn(1), null, 11);
        assertCounted(reader.hitsHere(), 3, 1);

        sessions.said(key, "nobody was told");
        reader.find(key);
        reader.read(key);
        assertCounted(reader.hitsHere(), 3, 2);
        assertCounted(reader.hitsEverywhere(), 1, 0);
    }

    private static void assertCounted(CacheHits counted, long hits, long misses) {
        assertThat(counted.hits()).as("hits").isEqualTo(hits);
        assertThat(counted.misses()).as("misses").isEqualTo(misses);
    }

    @Test
    void many_who_come_at_once_share_few_queries() throws Exception {
        int many = 500;
        List<SessionKey> keys =
                IntStream.range(0, many).mapToObj(sessions::created).toList();
        keys.forEach(this::learn);
        shaky.breaks("find", Shaky.When.BEFORE);
        shaky.hangs("heads");
        List<Thread> threads = new ArrayList<>();
        var found = new AtomicInteger();

        for (SessionKey key : keys) {
            threads.add(Thread.ofVirtual().start(() -> recent.find(key).ifPresent(stored -> found.incrementAndGet())));
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        int before = shaky.calls("heads");
        shaky.heals("heads");
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(found).hasValue(many);
        assertThat(shaky.calls("heads") - before).isLessThan(many / 10);
    }

    @Test
    void a_query_that_fails_is_told_to_all_who_share_it_and_to_nobody_else() throws Exception {
        SessionKey key = sessions.created(1);
        learn(key);
        shaky.breaks("heads", Shaky.When.BEFORE);

        List<Boolean> failed = Race.of(8, runner -> {
            try {
                return recent.find(key).isEmpty();
            } catch (StoreException.Unavailable e) {
                return true;
            }
        });
        shaky.heals("heads");

        assertThat(failed).containsOnly(true);
        assertTrue(recent, key);
    }
}
