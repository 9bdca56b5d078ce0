package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.fake.RecordingListener;
import dev.parley.application.port.out.Presence.Member;
import dev.parley.application.port.out.Presence.Sighting;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.UserId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PresenceRoomTest {

    private static final Member ADA = new Member(new UserId("ada"), Role.USER);
    private static final Member GRACE = new Member(new UserId("grace"), Role.AGENT);
    private static final long BELIEVED = 1_000;

    private final PresenceRoom room = new PresenceRoom(Samples.aKey());

    private Sighting seenByANewcomer() throws InterruptedException {
        var watcher = new RecordingListener<Sighting>();
        room.watch(watcher);
        return watcher.next();
    }

    private static Sighting present(Member... members) {
        return new Sighting.Present(Set.of(members));
    }

    @Test
    void own_people_and_those_of_others_are_told_as_one() throws Exception {
        room.near(present(ADA));
        room.elsewhere(Set.of(GRACE, new Member(ADA.user(), Role.ADMIN)), 0);

        assertThat(seenByANewcomer()).isEqualTo(present(GRACE, new Member(ADA.user(), Role.ADMIN)));
    }

    @Test
    void people_of_others_stay_where_redis_is_away_for_a_moment_only() throws Exception {
        room.near(present(ADA));
        room.elsewhere(Set.of(GRACE), 5);

        room.doubtElsewhere(5 + BELIEVED, BELIEVED);
        assertThat(seenByANewcomer()).isEqualTo(present(ADA, GRACE));

        room.doubtElsewhere(5 + BELIEVED + 1, BELIEVED);
        assertThat(seenByANewcomer()).isEqualTo(present(ADA));
    }

    @Test
    void what_is_not_different_is_not_told_again() throws Exception {
        var watcher = new RecordingListener<Sighting>();
        room.watch(watcher);
        room.near(present(ADA));
        room.elsewhere(Set.of(), 1);
        room.elsewhere(Set.of(ADA), 2);
        room.typing(new Sighting.Typing(GRACE.user(), true));

        assertThat(watcher.next(3)).containsExactly(present(), present(ADA), new Sighting.Typing(GRACE.user(), true));
    }

    @Test
    void only_own_people_are_to_be_told_to_other_nodes() {
        assertThat(room.near(present(ADA))).isTrue();
        assertThat(room.own()).containsExactly(ADA);
        assertThat(room.near(new Sighting.Typing(ADA.user(), true))).isFalse();
        room.elsewhere(Set.of(GRACE), 0);
        assertThat(room.own()).containsExactly(ADA);
    }
}
