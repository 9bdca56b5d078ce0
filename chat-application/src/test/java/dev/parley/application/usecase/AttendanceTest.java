package dev.parley.application.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.FeedItem.PresenceChanged;
import dev.parley.application.port.in.FeedItem.TypingChanged;
import dev.parley.application.port.out.Presence.Member;
import dev.parley.application.port.out.Presence.Sighting;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttendanceTest {

    private static final UserId ADA = new UserId("ada");
    private static final UserId GRACE = new UserId("grace");
    private static final UserId READER = new UserId("rita");

    private final HandClock clock = new HandClock();
    private final Attendance attendance = new Attendance(clock);

    private boolean present(Member... members) {
        return attendance.seen(new Sighting.Present(Set.of(members)));
    }

    private boolean typing(UserId user, boolean isTyping) {
        return attendance.seen(new Sighting.Typing(user, isTyping));
    }

    private List<FeedItem> since(Company before) {
        return attendance.now().since(before, READER);
    }

    @Test
    void what_changes_nothing_is_no_change() {
        assertThat(present(new Member(ADA, Role.USER))).isTrue();
        assertThat(present(new Member(ADA, Role.USER))).isFalse();
        assertThat(typing(ADA, true)).isTrue();
        assertThat(typing(ADA, true)).isFalse();
        assertThat(typing(GRACE, false)).isFalse();
        assertThat(attendance.expire()).isFalse();
    }

    @Test
    void typing_ends_some_time_after_it_was_said_last() {
        typing(ADA, true);
        clock.pass(Duration.ofSeconds(4));
        typing(ADA, true);
        clock.pass(Duration.ofSeconds(4));
        assertThat(attendance.expire()).isFalse();

        clock.pass(Duration.ofSeconds(2));

        assertThat(attendance.expire()).isTrue();
        assertThat(attendance.now().typing()).isEmpty();
    }

    @Test
    void who_goes_on_typing_is_told_of_again() {
        typing(ADA, true);
        Company before = attendance.now();
        clock.pass(TypingThrottle.AGAIN_AFTER);

        assertThat(typing(ADA, true)).isTrue();

        assertThat(since(before)).containsExactly(new TypingChanged(ADA, true));
    }

    @Test
    void who_leaves_does_not_type() {
        present(new Member(ADA, Role.USER));
        typing(ADA, true);

        present();

        assertThat(attendance.now()).isEqualTo(Company.NOBODY);
    }

    /** What is said on another node may come before it is read who is there. */
    @Test
    void who_types_may_be_seen_later() {
        typing(ADA, true);

        present(new Member(GRACE, Role.AGENT));

        assertThat(attendance.now().typing()).containsOnlyKeys(ADA);
    }

    @Test
    void a_reader_who_lags_is_told_how_it_is_and_not_how_it_was() {
        Company before = attendance.now();
        present(new Member(ADA, Role.USER));
        typing(ADA, true);
        present(new Member(ADA, Role.USER), new Member(GRACE, Role.AGENT));
        typing(ADA, false);
        present(new Member(GRACE, Role.AGENT));

        assertThat(since(before)).containsExactly(new PresenceChanged(GRACE, true, Role.AGENT));
        assertThat(since(attendance.now())).isEmpty();
    }

    @Test
    void who_comes_is_told_before_that_they_type_and_who_goes_after_it() {
        Company nobody = attendance.now();
        present(new Member(ADA, Role.USER));
        typing(ADA, true);
        Company both = attendance.now();

        assertThat(since(nobody))
                .containsExactly(new PresenceChanged(ADA, true, Role.USER), new TypingChanged(ADA, true));
        present();
        assertThat(since(both))
                .containsExactly(new TypingChanged(ADA, false), new PresenceChanged(ADA, false, Role.USER));
    }

    @Test
    void another_role_is_news() {
        present(new Member(ADA, Role.USER));
        Company before = attendance.now();

        present(new Member(ADA, Role.ADMIN));

        assertThat(since(before)).containsExactly(new PresenceChanged(ADA, true, Role.ADMIN));
    }

    @Test
    void a_reader_is_not_told_of_the_reader() {
        Company before = attendance.now();
        present(new Member(READER, Role.USER));
        typing(READER, true);

        assertThat(since(before)).isEmpty();
        assertThat(Company.NOBODY.since(attendance.now(), READER)).isEmpty();
    }
}
