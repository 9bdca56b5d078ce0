package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.GLOBEX;
import static dev.parley.application.contract.Sample.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link SessionCache} passes this suite. What one does may be seen a moment later. */
public abstract class SessionCacheContract {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int TOO_LONG = 3_000_000;

    private int settled;

    /**
     * Opens one that remembers nothing, over a backend of its own, and keeps a session of up to 100,000 characters, but
     * none of {@value #TOO_LONG}. Called once for each test.
     */
    protected abstract SessionCache open();

    /** Makes the backend unreachable for the rest of the test. Does nothing: where there is one, it is overridden. */
    protected void loseBackend() {
        // A memory has none to be lost.
    }

    static List<Named<String>> awkwardTexts() {
        return AwkwardTexts.all().stream()
                .filter(text -> text.getPayload().length() < 100_000)
                .toList();
    }

    private static void assertFound(SessionCache cache, SessionSnapshot snapshot) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(cache.find(snapshot.key())).contains(snapshot));
    }

    /** All that was done before has been done once a session that was kept after it is found. */
    private void assertNotFound(SessionCache cache, SessionKey key) {
        settle(cache);
        assertThat(cache.find(key)).isEmpty();
    }

    private void settle(SessionCache cache) {
        settled++;
        SessionSnapshot last = Snapshots.of(key(99), settled);
        await().atMost(LONG).untilAsserted(() -> {
            cache.keep(last);
            assertThat(cache.find(last.key())).contains(last);
        });
    }

    @Test
    void g1_an_unknown_session_is_not_found() {
        assertNotFound(open(), key(1));
    }

    @Test
    void g1_what_was_kept_is_found() {
        SessionCache cache = open();
        cache.keep(Snapshots.of(key(1), 7));
        cache.keep(Snapshots.of(key(2), 0));

        assertFound(cache, Snapshots.of(key(1), 7));
        assertFound(cache, Snapshots.of(key(2), 0));
    }

    @Test
    void g1_every_field_is_found_as_it_was() {
        SessionCache cache = open();
        SessionSnapshot full = Snapshots.full(key(1));

        cache.keep(full);

        assertFound(cache, full);
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void g1_texts_survive_unchanged(String text) {
        SessionCache cache = open();
        SessionSnapshot snapshot = Snapshots.saying(key(1), text);

        cache.keep(snapshot);

        assertFound(cache, snapshot);
    }

    @Test
    void g1_what_is_found_after_events_is_what_they_made_of_it() {
        SessionCache cache = open();
        cache.keep(Snapshots.of(key(1), 3));
        assertFound(cache, Snapshots.of(key(1), 3));

        cache.appended(List.of(Snapshots.said(key(1), 4), Snapshots.said(key(1), 5)));

        settle(cache);
        Optional<SessionSnapshot> found = cache.find(key(1));
        assertThat(found.orElse(Snapshots.of(key(1), 5))).isEqualTo(Snapshots.of(key(1), 5));
    }

    @Test
    void g2_the_later_one_stays_whichever_comes_last() {
        SessionCache cache = open();
        cache.keep(Snapshots.of(key(1), 5));
        cache.keep(Snapshots.of(key(1), 4));
        cache.keep(Snapshots.of(key(2), 4));
        cache.keep(Snapshots.of(key(2), 5));

        settle(cache);
        assertFound(cache, Snapshots.of(key(1), 5));
        assertFound(cache, Snapshots.of(key(2), 5));
    }

    @Test
    void g2_of_the_same_moment_the_one_with_more_messages_stays() {
        SessionCache cache = open();
        cache.keep(Snapshots.of(key(1), 30));
        cache.keep(Snapshots.of(key(1), 30, 20));
        cache.keep(Snapshots.of(key(2), 30, 20));
        assertFound(cache, Snapshots.of(key(2), 30, 20));
        cache.keep(Snapshots.of(key(2), 30));

        settle(cache);
        assertFound(cache, Snapshots.of(key(1), 30));
        assertFound(cache, Snapshots.of(key(2), 30));
    }

    @Test
    void g2_of_the_same_moment_the_one_with_the_later_header_stays() {
        SessionCache cache = open();
        SessionSnapshot renamed = Snapshots.renamed(key(1), 3);
        SessionSnapshot whole = renamed.with(Snapshots.header(key(1), 4)).orElseThrow();
        cache.keep(renamed);
        assertFound(cache, renamed);
        cache.keep(whole);
        cache.keep(renamed);

        settle(cache);
        assertFound(cache, whole);
    }

    @Test
    void g2_of_many_that_are_kept_at_once_the_latest_stays() throws Exception {
        SessionCache cache = open();

        Race.of(Race.MANY, runner -> {
            cache.keep(Snapshots.of(key(1), runner + 1));
            return runner;
        });

        settle(cache);
        assertFound(cache, Snapshots.of(key(1), Race.MANY));
    }

    @Test
    void g3_what_is_from_before_an_event_is_not_found() {
        SessionCache cache = open();
        cache.keep(Snapshots.of(key(1), 3));
        assertFound(cache, Snapshots.of(key(1), 3));

        cache.appended(List.of(withoutMessage(Snapshots.said(key(1), 4))));

        assertNotFound(cache, key(1));
    }

    @Test
    void g3_what_is_from_before_an_event_is_not_kept_either() {
        SessionCache cache = open();
        cache.expect(key(1), Seq.NONE);
        cache.appended(List.of(Snapshots.said(key(1), 4)));

        cache.keep(Snapshots.of(key(1), 3));

        assertNotFound(cache, key(1));
    }

    @Test
    void g3_what_is_from_after_an_event_is_kept() {
        SessionCache cache = open();
        cache.expect(key(1), Seq.NONE);
        cache.appended(List.of(Snapshots.said(key(1), 4)));

        cache.keep(Snapshots.of(key(1), 4));

        assertFound(cache, Snapshots.of(key(1), 4));
    }

    @Test
    void g3_events_with_a_hole_before_them_end_what_was_kept() {
        SessionCache cache = open();
        cache.keep(Snapshots.of(key(1), 3));
        assertFound(cache, Snapshots.of(key(1), 3));

        cache.appended(List.of(Snapshots.said(key(1), 5)));

        assertNotFound(cache, key(1));
    }

    @Test
    void g3_what_is_from_before_what_is_expected_is_not_found() {
        SessionCache cache = open();
        cache.keep(Snapshots.of(key(1), 3));
        cache.keep(Snapshots.of(key(2), 3));
        assertFound(cache, Snapshots.of(key(1), 3));

        cache.expect(key(1), new Seq(5));
        cache.expect(key(2), new Seq(4));
        cache.keep(Snapshots.of(key(1), 3));

        assertNotFound(cache, key(1));
        assertFound(cache, Snapshots.of(key(2), 3));
    }

    static List<SessionEvent> ends() {
        return List.of(
                new SessionEvent.SessionDeleted(),
                new SessionEvent.OwnerChanged(),
                new SessionEvent.SessionRestored(),
                new SessionEvent.MessageUpdated(new MessageId(key(1).session().value()), 2));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void g3_nothing_of_a_session_is_found_that_is_gone_or_anothers(SessionEvent end) {
        SessionCache cache = open();
        cache.keep(Snapshots.of(key(1), 3));
        assertFound(cache, Snapshots.of(key(1), 3));

        cache.appended(List.of(Snapshots.event(key(1), 5, end)));
        cache.keep(Snapshots.of(key(1), 3));

        assertNotFound(cache, key(1));
    }

    @Test
    void g4_sessions_and_tenants_do_not_see_each_other() {
        SessionCache cache = open();
        SessionKey abroad = new SessionKey(GLOBEX, key(1).session());
        cache.keep(Snapshots.of(key(1), 3));
        assertFound(cache, Snapshots.of(key(1), 3));

        assertThat(cache.find(abroad)).isEmpty();
        assertThat(cache.find(key(2))).isEmpty();

        cache.appended(List.of(Snapshots.said(key(2), 9), Snapshots.said(key(2), 10)));
        cache.appended(List.of(Snapshots.said(abroad, 9)));
        settle(cache);
        assertFound(cache, Snapshots.of(key(1), 3));
    }

    @Test
    void g5_what_is_too_heavy_is_not_kept_nor_what_was_before() {
        SessionCache cache = open();
        cache.keep(Snapshots.of(key(1), 0));
        assertFound(cache, Snapshots.of(key(1), 0));

        cache.keep(Snapshots.saying(key(1), "x".repeat(TOO_LONG)));

        assertNotFound(cache, key(1));
    }

    @Test
    void g5_many_sessions_do_no_harm() {
        SessionCache cache = open();

        IntStream.range(100, 2_100).forEach(number -> cache.keep(Snapshots.saying(key(number), "x".repeat(10_000))));

        settle(cache);
    }

    @Test
    void g6_a_lost_backend_is_told_to_nobody() {
        SessionCache cache = open();
        cache.keep(Snapshots.of(key(1), 3));
        assertFound(cache, Snapshots.of(key(1), 3));

        loseBackend();

        cache.expect(key(1), Seq.NONE);
        cache.keep(Snapshots.of(key(2), 3));
        cache.appended(List.of(Snapshots.said(key(2), 4)));
        Optional<SessionSnapshot> found = cache.find(key(1));
        assertThat(found.orElse(Snapshots.of(key(1), 3))).isEqualTo(Snapshots.of(key(1), 3));
    }

    private static RecordedEvent withoutMessage(RecordedEvent event) {
        return new RecordedEvent(event.session(), event.seq(), event.at(), event.event(), null);
    }
}
