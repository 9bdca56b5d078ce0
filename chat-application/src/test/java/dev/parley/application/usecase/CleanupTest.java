package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalEventBus;
import dev.parley.application.local.LocalWorkQueue;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of sessions nobody touches. */
class CleanupTest {

    private static final CleanupPolicy POLICY = new CleanupPolicy(Duration.ofDays(30), Duration.ofDays(90));

    private final HandClock clock = new HandClock();
    private final HandModel model = new HandModel();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final AuditLog audit = stores.audit(new AuditChain(TextDigest::sha256));
    private final Shaky shaky = new Shaky();
    private final LocalEventBus bus = new LocalEventBus();
    private final ChatEngine engine = ChatEngine.builder()
            .store(stores.sessions(), stores.conversations(), stores.replies(), stores.leases())
            .bus(bus)
            .model("hand", model)
            .clock(clock)
            .nanoClock(clock)
            .policies(Policies.standard("test").leasing(Duration.ofDays(1_000)).closingWithin(Duration.ZERO))
            .start();

    @AfterEach
    void close() {
        engine.close();
    }

    private Cleanup cleanup(SessionId... followed) {
        Set<SessionKey> open =
                Set.copyOf(Arrays.stream(followed).map(CleanupTest::key).toList());
        return new Cleanup(
                stores.sessions(),
                clock,
                POLICY,
                new Announcer(bus, new LocalWorkQueue(10), events -> {}),
                new Witness(shaky.over(AuditLog.class, audit), clock),
                () -> open);
    }

    private static SessionKey key(SessionId session) {
        return new SessionKey(TenantId.DEFAULT, session);
    }

    private Standing standing(SessionId session) {
        return switch (engine.useCases().readSessions().read(ADA, session)) {
            case ReadSessions.Outcome.Found(var view) -> view.session().standing();
            case ReadSessions.Outcome.Refused(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private List<AuditAction> written() {
        return audit.read(TenantId.DEFAULT, null, 100).reversed().stream()
                .map(recorded -> recorded.entry().action())
                .toList();
    }

    @Test
    void what_nobody_touched_is_archived_and_open_windows_see_it() throws InterruptedException {
        SessionId session = engine.createSession(ADA);
        clock.pass(Duration.ofDays(30));
        cleanup().run();
        assertThat(standing(session)).isEqualTo(Standing.ACTIVE);

        clock.pass(Duration.ofMillis(1));
        try (Feed feed = engine.follow(ADA, session)) {
            cleanup().run();
            cleanup().run();

            assertThat(Engines.next(feed, FeedItem.SessionChanged.class).event())
                    .isEqualTo(new SessionEvent.StandingChanged(Standing.ARCHIVED));
        }
        assertThat(standing(session)).isEqualTo(Standing.ARCHIVED);
        assertThat(written()).containsExactly(AuditAction.SESSION_ARCHIVED);
        assertThat(audit.read(TenantId.DEFAULT, null, 1).getFirst().entry().actor())
                .isNull();
    }

    @Test
    void what_nobody_touched_for_longer_is_deleted_however_it_stands() {
        SessionId archived = engine.createSession(ADA);
        SessionId closed = engine.createSession(ADA);
        engine.useCases().changeSession().change(new ChangeSession.Command(ADA, closed, null, Standing.CLOSED, null));
        clock.pass(Duration.ofDays(31));
        cleanup().run();
        assertThat(standing(archived)).isEqualTo(Standing.ARCHIVED);
        assertThat(standing(closed)).isEqualTo(Standing.CLOSED);

        clock.pass(Duration.ofDays(60));
        cleanup().run();

        assertThat(engine.useCases().readSessions().read(ADA, archived))
                .isInstanceOf(ReadSessions.Outcome.Refused.class);
        assertThat(engine.useCases().readSessions().read(ADA, closed)).isInstanceOf(ReadSessions.Outcome.Refused.class);
        assertThat(written())
                .containsExactly(
                        AuditAction.SESSION_ARCHIVED, AuditAction.SESSION_DELETED, AuditAction.SESSION_DELETED);
    }

    @Test
    void what_somebody_follows_or_a_reply_runs_in_is_left_alone() {
        SessionId open = engine.createSession(ADA);
        SessionId waiting = engine.createSession(ADA);
        engine.send(ADA, waiting, "Hello");
        clock.pass(Duration.ofDays(100));

        cleanup(open).run();

        assertThat(standing(open)).isEqualTo(Standing.ACTIVE);
        assertThat(standing(waiting)).isEqualTo(Standing.ACTIVE);
        assertThat(written()).isEmpty();
    }

    @Test
    void more_than_one_round_is_done_at_once() {
        for (int i = 0; i < 250; i++) {
            engine.createSession(ADA);
        }
        clock.pass(Duration.ofDays(31));

        cleanup().run();

        assertThat(stores.sessions().idle(Standing.ACTIVE, clock.instant(), 1)).isEmpty();
        assertThat(stores.sessions().idle(Standing.ARCHIVED, clock.instant(), 300))
                .hasSize(250);
    }

    @Test
    void nothing_more_is_done_while_it_can_not_be_written_down() {
        engine.createSession(ADA);
        engine.createSession(ADA);
        clock.pass(Duration.ofDays(31));
        Cleanup cleanup = cleanup();
        shaky.breaks("append", Shaky.When.BEFORE);
        assertThatThrownBy(cleanup::run).isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(cleanup::run).isInstanceOf(StoreException.Unavailable.class);
        assertThat(stores.sessions().idle(Standing.ARCHIVED, clock.instant(), 10))
                .hasSize(1);

        shaky.heals("append");
        cleanup.run();

        assertThat(written()).containsExactly(AuditAction.SESSION_ARCHIVED, AuditAction.SESSION_ARCHIVED);
    }

    @Test
    void a_policy_that_deletes_before_it_archives_is_refused() {
        assertThatThrownBy(() -> new CleanupPolicy(Duration.ofDays(2), Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("purgeAfter");
        assertThatThrownBy(() -> new CleanupPolicy(Duration.ZERO, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("archiveAfter");
    }
}
