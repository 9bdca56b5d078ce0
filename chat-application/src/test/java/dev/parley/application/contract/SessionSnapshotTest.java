package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.application.port.out.ConversationStore.HistoryPage;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.Standing;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionSnapshotTest {

    private static final SessionKey KEY = key(1);
    private static final int FULL = SessionSnapshot.MOST;

    @Test
    void messages_are_added_and_the_oldest_left_out() {
        SessionSnapshot snapshot = Snapshots.of(KEY, FULL);

        assertThat(snapshot.after(Snapshots.said(KEY, FULL + 1))).contains(Snapshots.of(KEY, FULL + 1));
    }

    @Test
    void an_event_that_is_in_it_changes_nothing() {
        SessionSnapshot snapshot = Snapshots.of(KEY, 3);

        assertThat(snapshot.after(Snapshots.said(KEY, 3))).contains(snapshot);
        assertThat(snapshot.after(Snapshots.event(KEY, 2, new SessionEvent.SessionDeleted())))
                .contains(snapshot);
    }

    @Test
    void nothing_can_be_told_beyond_a_hole() {
        assertThat(Snapshots.of(KEY, 3).after(Snapshots.said(KEY, 5))).isEmpty();
        assertThat(Snapshots.of(KEY, 3).after(Snapshots.event(KEY, 6, new SessionEvent.SessionRenamed())))
                .isEmpty();
    }

    static List<SessionEvent> unforeseen() {
        return List.of(
                new SessionEvent.SessionCreated(),
                new SessionEvent.MessageUpdated(new MessageId(new UUID(7, 1)), 2),
                new SessionEvent.StandingChanged(Standing.CLOSED),
                new SessionEvent.SessionDeleted(),
                new SessionEvent.SessionRestored(),
                new SessionEvent.OwnerChanged());
    }

    @ParameterizedTest
    @MethodSource("unforeseen")
    void what_an_event_does_not_tell_is_not_guessed(SessionEvent event) {
        assertThat(Snapshots.of(KEY, 3).after(Snapshots.event(KEY, 5, event))).isEmpty();
    }

    @Test
    void a_title_leaves_the_header_behind_until_it_is_read() {
        SessionSnapshot renamed = Snapshots.renamed(KEY, 3);

        assertThat(renamed.isWhole()).isFalse();
        assertThat(renamed.head()).isEqualTo(new Seq(5));
        assertThat(renamed.newest()).isEqualTo(Snapshots.of(KEY, 3).newest());
        assertThat(renamed.with(Snapshots.header(KEY, 3))).isEmpty();
        assertThat(renamed.with(Snapshots.header(KEY, 4)).orElseThrow().isWhole())
                .isTrue();
    }

    @Test
    void two_things_read_at_different_times_are_no_snapshot() {
        SessionSnapshot later = Snapshots.of(KEY, 3);
        var page = new HistoryPage(later.newest(), false, 3, later.head());

        assertThat(SessionSnapshot.of(Snapshots.header(KEY, 3), page)).contains(later);
        assertThat(SessionSnapshot.of(Snapshots.header(KEY, 2), page)).isEmpty();
    }

    @Test
    void a_page_is_given_only_if_it_is_all_there() {
        assertThat(Snapshots.of(KEY, FULL + 1).page(FULL).orElseThrow().more()).isTrue();
        assertThat(Snapshots.of(KEY, FULL + 1).page(FULL + 1)).isEmpty();
        assertThat(Snapshots.of(KEY, FULL).page(FULL + 1).orElseThrow().more()).isFalse();
        assertThat(Snapshots.of(KEY, 0).page(20).orElseThrow().totalCount()).isZero();
        assertThat(Snapshots.of(KEY, 30, 20).page(20).orElseThrow().totalCount())
                .isEqualTo(30);
        assertThat(Snapshots.of(KEY, 30, 20).page(21)).isEmpty();
    }

    @Test
    void a_part_of_the_messages_grows_with_what_is_said() {
        SessionSnapshot part = Snapshots.of(KEY, 30, 20);

        assertThat(part.after(Snapshots.said(KEY, 31))).contains(Snapshots.of(KEY, 31, 21));
        assertThat(Snapshots.of(KEY, 99, FULL).after(Snapshots.said(KEY, 100))).contains(Snapshots.of(KEY, 100, FULL));
    }

    @Test
    void a_window_is_given_only_if_it_is_all_there() {
        SessionSnapshot old = Snapshots.of(KEY, FULL + 10);

        assertThat(old.window(new Turn(60), null, FULL).orElseThrow()).hasSize(FULL);
        assertThat(old.window(new Turn(60), null, FULL + 1)).isEmpty();
        assertThat(old.window(new Turn(60), new Turn(57), FULL + 1).orElseThrow())
                .hasSize(3);
        assertThat(old.window(new Turn(20), null, 11)).isEmpty();
        assertThat(Snapshots.of(KEY, 30, 20).window(new Turn(30), null, 20).orElseThrow())
                .hasSize(20);
        assertThat(Snapshots.of(KEY, 30, 20).window(new Turn(30), null, 21)).isEmpty();
    }

    @Test
    void more_or_other_than_there_may_be_is_refused() {
        SessionSnapshot full = Snapshots.of(KEY, FULL);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionSnapshot(full.header(), full.newest(), new Seq(1)));
    }

    @Test
    void longer_texts_are_heavier() {
        int light = Snapshots.saying(KEY, "x").weight();

        assertThat(Snapshots.saying(KEY, "x".repeat(1_000)).weight() - light).isBetween(999, 2_000);
        assertThat(Snapshots.of(KEY, 10).weight()).isGreaterThan(light);
    }
}
