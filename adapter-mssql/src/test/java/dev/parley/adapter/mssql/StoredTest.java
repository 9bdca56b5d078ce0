package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore.Acceptance;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionStore.Creation;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.SessionEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contracts can't see: kinds of rows no port writes yet, damaged rows, time zones, what failures tell. */
class StoredTest {

    @TempDir
    Path folder;

    private MssqlConfig config;
    private MssqlAdapter adapter;
    private HikariDataSource pool;

    @BeforeEach
    void open() {
        config = MssqlConfig.embedded(folder).withPoolSize(3);
        adapter = MssqlAdapter.open(config, PlainVault::over);
        pool = Connections.pool(config);
        adapter.sessions().create(Talk.session());
    }

    @AfterEach
    void close() {
        pool.close();
        adapter.close();
    }

    @Test
    void messages_of_every_kind_are_read_as_they_were_written() {
        Message system = message(1, new Content.FromSystem("a notice"));
        Message agent = message(2, new Content.FromAgent("hello", new UserId("grace")));

        transactions().run("writing", handle -> {
            MessageRow.insert(handle, Talk.KEY, system, 1);
            MessageRow.insert(handle, Talk.KEY, agent, 2);
            return true;
        });

        assertThat(adapter.conversations().message(Talk.KEY, system.id())).contains(system);
        assertThat(adapter.conversations().message(Talk.KEY, agent.id())).contains(agent);
    }

    @Test
    void events_of_every_kind_are_read_as_they_were_written() {
        Message message = message(1, new Content.FromSystem("a notice"));
        SessionEvent updated = new SessionEvent.MessageUpdated(message.id(), 2);

        RecordedEvent recorded = transactions().run("writing", handle -> {
            MessageRow.insert(handle, Talk.KEY, message, 1);
            Heads.execute(handle, "UPDATE ${schema}.chat_session_heads SET last_seq = 2 WHERE " + Heads.KEY, Talk.KEY);
            return Heads.record(handle, Talk.KEY, new Seq(2), updated, Talk.NOON, message);
        });

        assertThat(adapter.conversations()
                        .events(Talk.KEY, new Seq(1), 9)
                        .orElseThrow()
                        .events())
                .containsExactly(recorded);
    }

    @Test
    void a_name_that_is_unknown_is_no_guess() throws SQLException {
        adapter.conversations().accept(Talk.question(1));
        execute("UPDATE dbo.chat_events SET kind = 'invented' WHERE seq = 2");

        assertThatExceptionOfType(StoreException.Broken.class)
                .isThrownBy(() -> adapter.conversations().events(Talk.KEY, Seq.NONE, 9))
                .withMessageContaining("'invented'");
    }

    @Test
    void ids_that_differ_by_little_are_different() {
        List<String> ids = List.of("a", "A", "a ", " a", "\u00E4", "a\u0308");

        assertThat(ids)
                .allMatch(id -> adapter.conversations().accept(Talk.question(id, "text of " + id, Talk.NOON))
                        instanceof Acceptance.Accepted);
        assertThat(ids)
                .allMatch(id -> adapter.conversations().accept(Talk.question(id, "text of " + id, Talk.NOON))
                        instanceof Acceptance.Duplicate);
    }

    /** Half past two of that night is no time in New York, and happens in UTC all the same. */
    @Test
    void times_do_not_depend_on_any_time_zone() {
        Instant noLocalTime = Instant.parse("2026-03-08T02:30:00.987Z");
        TimeZone before = TimeZone.getDefault();
        try {
            MssqlConfig other = MssqlConfig.embedded(folder.resolve("zones"));
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            try (MssqlAdapter west = MssqlAdapter.open(other, PlainVault::over)) {
                west.sessions().create(Talk.session(noLocalTime));
                assertThat(west.sessions().find(Talk.KEY).orElseThrow().session())
                        .isEqualTo(Talk.session(noLocalTime));
                assertThat(west.leases().renew(west.leases().take("a", Duration.ofHours(1)), Duration.ofHours(1)))
                        .isTrue();
            }
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            try (MssqlAdapter east = MssqlAdapter.open(other, PlainVault::over)) {
                assertThat(east.sessions().find(Talk.KEY).orElseThrow().session())
                        .isEqualTo(Talk.session(noLocalTime));
                assertThat(east.sessions().create(Talk.session(noLocalTime))).isInstanceOf(Creation.Existing.class);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void times_are_cut_to_the_millisecond() {
        Instant fine = Instant.parse("2026-02-03T12:00:00.999999999Z");

        Acceptance.Accepted accepted =
                (Acceptance.Accepted) adapter.conversations().accept(Talk.question("m", "text", fine));

        assertThat(accepted.message().createdAt()).isEqualTo(Instant.parse("2026-02-03T12:00:00.999Z"));
        assertThat(adapter.conversations().message(Talk.KEY, accepted.message().id()))
                .contains(accepted.message());
    }

    @Test
    void failures_do_not_quote_what_people_wrote() throws SQLException {
        execute("ALTER TABLE dbo.chat_messages DROP COLUMN metadata");

        StoreException failure = catchThrowableOfType(
                StoreException.class, () -> adapter.conversations().accept(Talk.question("m", "my secret", Talk.NOON)));

        StringWriter told = new StringWriter();
        failure.printStackTrace(new PrintWriter(told, true));
        assertThat(failure).isInstanceOf(StoreException.Broken.class);
        assertThat(told.toString()).doesNotContain("my secret");
    }

    @Test
    void a_purge_that_was_cut_short_is_finished_and_not_undone() throws SQLException {
        adapter.conversations().accept(Talk.question(1));
        adapter.sessions().delete(Talk.KEY, Talk.NOON);
        execute("INSERT INTO dbo.chat_session_tombstones (session_id, tenant, deleted_at)"
                + " SELECT session_id, tenant, deleted_at FROM dbo.chat_sessions");
        execute("DELETE FROM dbo.chat_messages");

        assertThat(adapter.sessions().restore(Talk.KEY, Talk.ADA, Talk.NOON, Talk.NOON))
                .isInstanceOf(dev.parley.application.port.out.SessionStore.Change.Missing.class);
        assertThat(adapter.sessions().purge(Talk.NOON.plusSeconds(1), 9)).containsExactly(Talk.KEY);
        assertThat(adapter.conversations().heads(List.of(Talk.KEY))).isEmpty();
        assertThat(adapter.sessions().create(Talk.session())).isEqualTo(new Creation.Taken());
    }

    @Test
    void a_row_that_is_held_too_long_is_unavailable() throws SQLException {
        MssqlConfig hasty = new MssqlConfig(
                config.url().replace("LOCK_TIMEOUT=5000", "LOCK_TIMEOUT=1"),
                config.user(),
                config.password(),
                config.schema(),
                2,
                config.connectTimeout(),
                config.lockTimeout(),
                config.queryTimeout());
        try (Connection holder = pool.getConnection();
                Statement statement = holder.createStatement();
                MssqlAdapter waiting = MssqlAdapter.open(hasty, PlainVault::over)) {
            statement.execute("UPDATE dbo.chat_session_heads SET mode_epoch = 0");

            assertThatExceptionOfType(StoreException.Unavailable.class)
                    .isThrownBy(() -> waiting.conversations().accept(Talk.question(1)));
            holder.rollback();
            assertThat(waiting.conversations().accept(Talk.question(1))).isInstanceOf(Acceptance.Accepted.class);
        }
    }

    private Transactions transactions() {
        return new Transactions(
                Connections.jdbi(pool::getConnection, Dialect.H2, config.schema(), PlainVault.INSTANCE));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        }
    }

    private static Message message(int position, Content content) {
        MessageId id = Talk.question(position).id();
        Place place = new Place(new Position(position), new Seq(position + 1L), new Turn(1), null, true);
        return new Message(id, Talk.KEY.session(), content, "{}", Talk.NOON, place, 1);
    }
}
