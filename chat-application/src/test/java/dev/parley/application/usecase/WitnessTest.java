package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.answeredBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is written down about who reads, deletes and brings back what. */
class WitnessTest {

    private static final Principal ADA = Principal.user("ada");
    private static final Principal READER = new Principal(
            TenantId.DEFAULT, new UserId("rita"), null, "en", Set.of(Permission.CHAT, Permission.READ_ALL_SESSIONS));

    private final HandClock clock = new HandClock();
    private final InMemoryStores stores = InMemoryStores.empty(clock);
    private final AuditLog audit = stores.audit(new AuditChain(TextDigest::sha256));
    private final Shaky shaky = new Shaky();
    private final ChatEngine engine = answeredBy(new HandModel())
            .store(stores.sessions(), stores.conversations(), stores.replies(), stores.leases())
            .audit(shaky.over(AuditLog.class, audit))
            .clock(clock)
            .start();
    private final SessionId session = engine.createSession(ADA);

    @AfterEach
    void close() {
        engine.close();
    }

    private List<AuditEntry> written() {
        return audit.read(TenantId.DEFAULT, null, 100).reversed().stream()
                .map(AuditLog.Recorded::entry)
                .toList();
    }

    private ReadHistory.Outcome readHistory(Principal caller) {
        return engine.useCases().readHistory().read(new ReadHistory.Query(caller, session, null, null, 10));
    }

    @Test
    void it_says_who_read_whose_session() {
        readHistory(READER);

        assertThat(written())
                .containsExactly(new AuditEntry(
                        TenantId.DEFAULT,
                        clock.instant(),
                        READER.user(),
                        AuditAction.SESSION_READ,
                        session.toString(),
                        "of ada",
                        null));
    }

    @Test
    void one_who_goes_on_reading_is_written_down_once_in_ten_minutes() {
        readHistory(READER);
        readHistory(READER);
        engine.useCases().readSessions().read(READER, session);
        engine.follow(READER, session).close();
        assertThat(written()).hasSize(1);

        clock.pass(Witness.AGAIN_AFTER.minusSeconds(1));
        readHistory(READER);
        assertThat(written()).hasSize(1);

        clock.pass(Duration.ofSeconds(1));
        readHistory(READER);
        assertThat(written()).hasSize(2);
    }

    @Test
    void each_session_and_each_reader_is_written_down() {
        SessionId other = engine.createSession(ADA);
        var second = new Principal(TenantId.DEFAULT, new UserId("rob"), null, "en", READER.permissions());
        readHistory(READER);
        readHistory(second);
        engine.useCases().readSessions().read(READER, other);

        assertThat(written())
                .extracting(AuditEntry::actor)
                .containsExactly(READER.user(), second.user(), READER.user());
        assertThat(written())
                .extracting(AuditEntry::subject)
                .containsExactly(session.toString(), session.toString(), other.toString());
    }

    @Test
    void what_can_not_be_written_down_is_not_shown() {
        shaky.breaks("append", Shaky.When.BEFORE);

        assertThatThrownBy(() -> readHistory(READER)).isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(() -> engine.useCases().readSessions().read(READER, session))
                .isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(() -> engine.useCases().followSession().follow(READER, session, () -> {}))
                .isInstanceOf(StoreException.Unavailable.class);
        assertThat(engine.useCases().followedSessions()).isZero();
        assertThat(readHistory(ADA)).isInstanceOf(ReadHistory.Outcome.Page.class);

        shaky.heals("append");
        assertThat(readHistory(READER)).isInstanceOf(ReadHistory.Outcome.Page.class);
        assertThat(written()).hasSize(1);
    }

    @Test
    void nothing_is_deleted_that_can_not_be_written_down() {
        ChangeSession change = engine.useCases().changeSession();
        shaky.breaks("append", Shaky.When.BEFORE);

        assertThatThrownBy(() -> change.delete(ADA, session)).isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(() -> change.deleteAll(ADA)).isInstanceOf(StoreException.Unavailable.class);

        assertThat(engine.useCases().readSessions().read(ADA, session)).isInstanceOf(ReadSessions.Outcome.Found.class);
    }

    @Test
    void all_are_deleted_at_once_and_written_down_once() {
        for (int i = 0; i < 150; i++) {
            engine.createSession(ADA);
        }
        SessionId foreign = engine.createSession(READER);
        assertThat(engine.useCases().changeSession().deleteAll(ADA))
                .isEqualTo(new ChangeSession.AllOutcome.Deleted(151));

        assertThat(written()).extracting(AuditEntry::action).containsExactly(AuditAction.SESSIONS_DELETED);
        assertThat(engine.useCases().followSession().follow(ADA, session, () -> {}))
                .isInstanceOf(FollowSession.Outcome.Refused.class);
        assertThat(engine.useCases().readSessions().read(READER, foreign))
                .isInstanceOf(ReadSessions.Outcome.Found.class);
        assertThat(engine.useCases().changeSession().deleteAll(ADA)).isEqualTo(new ChangeSession.AllOutcome.Deleted(0));
        assertThat(written()).hasSize(1);
    }

    @Test
    void a_purge_is_written_down_as_the_servers_own_doing() {
        engine.useCases().changeSession().delete(ADA, session);
        clock.pass(Duration.ofMinutes(1));
        new Housekeeping(
                        stores.sessions(),
                        stores.conversations(),
                        new Witness(audit, clock),
                        clock,
                        Policies.standard("test"))
                .run();

        assertThat(written().getLast().action()).isEqualTo(AuditAction.SESSION_PURGED);
        assertThat(written().getLast().actor()).isNull();
        assertThat(written().getLast().subject()).isEqualTo(session.toString());
    }

    @Test
    void what_the_server_did_is_written_down_when_that_is_possible_again() {
        var witness = new Witness(shaky.over(AuditLog.class, audit), clock);
        shaky.breaks("append", Shaky.When.BEFORE);
        assertThatThrownBy(() -> witness.server(TenantId.DEFAULT, AuditAction.SESSION_PURGED, "gone", null))
                .isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(witness::settle).isInstanceOf(StoreException.Unavailable.class);

        shaky.heals("append");
        witness.settle();
        witness.settle();

        assertThat(written()).extracting(AuditEntry::subject).containsExactly("gone");
    }
}
