package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.application.port.in.ListedSession;
import dev.parley.application.port.in.UserChange;
import dev.parley.application.port.in.UserFeed;
import dev.parley.application.port.in.UserFeedItem;
import dev.parley.application.port.in.UserFeedItem.Resumed;
import dev.parley.application.port.in.UserFeedItem.Told;
import dev.parley.application.port.out.UserKey;
import dev.parley.application.port.out.UserNews;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.preference.Preferences;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Feeds over what concerns a user, without any session behind them. */
class UserFeedTest {

    private static final UserKey USER = new UserKey(ADA.tenant(), ADA.user());
    private static final UserKey OTHER = new UserKey(ADA.tenant(), new UserId("grace"));
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long FIRST = 1_000;

    private final AtomicLong first = new AtomicLong(FIRST);
    private final AtomicLong nanos = new AtomicLong(5);
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final UserHubs hubs = new UserHubs(() -> first.getAndAdd(1_000), nanos::get);

    private UserFeed open() {
        return hubs.open(USER, signals::incrementAndGet, left::incrementAndGet);
    }

    private static UserChange change(int session, long messages) {
        return new UserChange.SessionChanged(new ListedSession(
                id(session), null, AssistantName.STANDARD, Standing.ACTIVE, THEN, THEN, messages, null, 0));
    }

    private static SessionId id(int session) {
        return new SessionId(new UUID(1, session));
    }

    private static UserChange removed(int session) {
        return new UserChange.SessionRemoved(id(session));
    }

    @Test
    void a_feed_begins_when_it_is_opened_and_counts_by_one() {
        open();
        hubs.tell(USER, change(1, 0));
        UserFeed feed = open();
        hubs.tell(USER, change(2, 0));
        hubs.tell(USER, removed(1));

        assertThat(feed.openedAt()).isEqualTo(FIRST + 1);
        assertThat(feed.poll()).isEqualTo(new Told(FIRST + 2, change(2, 0)));
        assertThat(feed.poll()).isEqualTo(new Told(FIRST + 3, removed(1)));
        assertThat(feed.poll()).isNull();
        assertThat(feed.lastUserSeq()).isEqualTo(FIRST + 3);
    }

    @Test
    void whoever_listens_is_woken() {
        open();
        hubs.open(
                OTHER,
                () -> {
                    throw new AssertionError("of another");
                },
                () -> {});

        hubs.tell(USER, change(1, 0));

        assertThat(signals).hasValue(1);
    }

    @Test
    void who_comes_back_is_told_what_was_missed_as_it_is_now() {
        open().close();
        hubs.tell(USER, change(1, 1));
        hubs.tell(USER, change(2, 1));
        hubs.tell(USER, change(1, 2));
        UserFeed back = open();

        back.resume(FIRST);

        assertThat(back.poll()).isEqualTo(new Resumed(FIRST + 3, true));
        assertThat(back.poll()).isEqualTo(new Told(FIRST + 1, change(1, 2)));
        assertThat(back.poll()).isEqualTo(new Told(FIRST + 2, change(2, 1)));
        assertThat(back.poll()).isEqualTo(new Told(FIRST + 3, change(1, 2)));
        assertThat(back.poll()).isNull();
    }

    @Test
    void who_missed_nothing_is_told_so() {
        UserFeed feed = open();

        feed.resume(FIRST);

        assertThat(feed.poll()).isEqualTo(new Resumed(FIRST, true));
        assertThat(feed.poll()).isNull();
    }

    @Test
    void a_feed_resumes_once_and_first() {
        UserFeed feed = open();
        feed.poll();

        assertThatIllegalStateException().isThrownBy(() -> feed.resume(FIRST));
    }

    @Test
    void who_missed_more_than_is_kept_reads_anew() {
        open();
        UserFeed exact = open();
        UserFeed late = open();
        for (int i = 1; i <= UserHub.MOST_KEPT + 1; i++) {
            hubs.tell(USER, change(i, 0));
        }
        long last = FIRST + UserHub.MOST_KEPT + 1;

        exact.resume(FIRST + 1);
        late.resume(FIRST);

        assertThat(exact.poll()).isEqualTo(new Resumed(last, true));
        assertThat(exact.poll()).isEqualTo(new Told(FIRST + 2, change(2, 0)));
        assertThat(late.poll()).isEqualTo(new Resumed(last, false));
        assertThat(late.poll()).isNull();
        hubs.tell(USER, removed(1));
        assertThat(late.poll()).isEqualTo(new Told(last + 1, removed(1)));
    }

    @Test
    void a_reader_that_lags_too_far_behind_is_told_of_the_hole() {
        UserFeed feed = open();
        hubs.tell(USER, change(1, 0));
        feed.poll();
        for (int i = 0; i < UserHub.MOST_KEPT + 5; i++) {
            hubs.tell(USER, change(i, 0));
        }

        assertThat(feed.poll()).isEqualTo(new Resumed(FIRST + UserHub.MOST_KEPT + 6, false));
        assertThat(feed.poll()).isNull();
    }

    @Test
    void numbers_of_the_future_and_of_others_are_not_believed() {
        for (long number : new long[] {0, FIRST - 1, FIRST + 1, Long.MAX_VALUE}) {
            UserFeed feed = open();
            feed.resume(number);

            assertThat(feed.poll()).as("%s", number).isEqualTo(new Resumed(FIRST, false));
        }
    }

    @Test
    void a_hub_is_kept_for_a_while_and_then_begins_elsewhere() {
        open().close();
        nanos.addAndGet(UserHubs.KEPT_FOR.toNanos());
        hubs.forget();
        hubs.tell(USER, change(1, 0));
        UserFeed soon = open();
        soon.resume(FIRST);
        assertThat(soon.poll()).isEqualTo(new Resumed(FIRST + 1, true));

        soon.close();
        nanos.addAndGet(UserHubs.KEPT_FOR.plus(Duration.ofNanos(1)).toNanos());
        hubs.forget();

        assertThat(hubs.isEmpty()).isTrue();
        UserFeed later = open();
        later.resume(FIRST + 1);
        assertThat(later.poll()).isEqualTo(new Resumed(FIRST + 1_000, false));
    }

    @Test
    void who_is_there_is_not_forgotten_however_long() {
        UserFeed feed = open();
        nanos.addAndGet(Duration.ofDays(300).toNanos());
        hubs.forget();
        hubs.tell(USER, change(1, 0));

        assertThat(feed.poll()).isEqualTo(new Told(FIRST + 1, change(1, 0)));
    }

    @Test
    void of_too_many_who_left_those_who_left_first_are_forgotten() {
        for (int i = 0; i < UserHubs.MOST_WAITING + 10; i++) {
            nanos.incrementAndGet();
            hubs.open(new UserKey(ADA.tenant(), new UserId("u" + i)), () -> {}, () -> {})
                    .close();
        }

        hubs.forget();

        assertThat(hubs.size()).isEqualTo(UserHubs.MOST_WAITING);
        assertThat(hubs.has(new UserKey(ADA.tenant(), new UserId("u9")))).isFalse();
        assertThat(hubs.has(new UserKey(ADA.tenant(), new UserId("u10")))).isTrue();
    }

    @Test
    void more_than_can_be_told_is_a_hole_for_everybody() {
        UserFeed feed = open();
        hubs.heard(new UserNews.MuchChanged(USER));
        hubs.heard(new UserNews.MuchChanged(OTHER));
        UserFeed back = open();
        back.resume(FIRST);

        assertThat(feed.poll()).isEqualTo(new Resumed(FIRST + 1, false));
        assertThat(back.poll()).isEqualTo(new Resumed(FIRST + 1, false));
    }

    @Test
    void preferences_are_told_to_their_user() {
        UserFeed feed = open();

        hubs.heard(new UserNews.PreferencesChanged(OTHER, Preferences.STANDARD, THEN));
        hubs.heard(new UserNews.PreferencesChanged(USER, Preferences.STANDARD, THEN));

        assertThat(feed.poll())
                .isEqualTo(new Told(FIRST + 1, new UserChange.PreferencesChanged(Preferences.STANDARD, THEN)));
        assertThat(feed.poll()).isNull();
    }

    @Test
    void a_closed_feed_tells_nothing() {
        UserFeed feed = open();
        feed.close();
        feed.close();

        assertThatIllegalStateException().isThrownBy(feed::poll);
    }

    @Test
    void many_at_once_see_all_numbers_in_order() throws Exception {
        UserFeed feed = open();
        var telling = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 5_000; i++) {
                hubs.tell(USER, change(i % 3, i));
            }
        });
        long last = FIRST;
        while (last < FIRST + 5_000) {
            UserFeedItem item = feed.poll();
            if (item instanceof Told(long seq, UserChange ignored)) {
                assertThat(seq).isEqualTo(last + 1);
                last = seq;
            } else if (item instanceof Resumed(long seq, boolean complete)) {
                assertThat(complete).isFalse();
                last = seq;
            }
        }
        telling.join();

        assertThat(feed.poll()).isNull();
    }
}
