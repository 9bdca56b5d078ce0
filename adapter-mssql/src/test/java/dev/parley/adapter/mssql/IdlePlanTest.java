package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.adapter.mssql.Plans.Plan;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.session.Standing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Idle sessions are found at the same cost among 20,000 as among a few. */
class IdlePlanTest {

    private static final Instant LONG_AGO = Instant.parse("2024-01-01T00:00:00Z");
    private static final int MANY = 20_000;

    @Test
    void a_few_are_found_among_many_by_an_index(@TempDir Path folder) {
        MssqlConfig config = MssqlConfig.embedded(folder).withPoolSize(2);
        MssqlAdapter.open(config, PlainVault::over).close();
        Plans plans = new Plans();
        try (HikariDataSource pool = Connections.pool(config)) {
            new Transactions(Connections.jdbi(pool::getConnection, Dialect.H2, "dbo", PlainVault.INSTANCE))
                    .run("filling", IdlePlanTest::fill);
            var sessions = new MssqlSessionStore(Plans.transactions(pool, plans));

            List<SessionKey> idle = sessions.idle(Standing.ACTIVE, LONG_AGO, 10);
            List<Plan> asked = plans.taken();

            assertThat(idle).hasSize(10);
            assertThat(asked).noneMatch(Plan::readsWholeTable);
            assertThat(asked.stream().mapToInt(Plan::scanned).sum())
                    .as("%s", asked)
                    .isLessThan(100);
            assertThat(sessions.idle(Standing.CLOSED, LONG_AGO, 10)).isEmpty();
            assertThat(plans.taken().stream().mapToInt(Plan::scanned).sum()).isLessThan(20);
        }
    }

    /** By a statement of H2's own. Some of the active ones are old; all of the archived ones are. */
    private static int fill(Handle handle) {
        handle.execute(
                "INSERT INTO dbo.chat_sessions (tenant, session_id, id_text, user_id, locale, title_key, assistant,"
                        + " metadata, is_active, is_closed, created_at, updated_at, message_count, answer_count) SELECT"
                        + " 'default', RANDOM_UUID(), CAST(X AS VARCHAR), 'user-' || MOD(X, 1000), 'en', '1', 'default',"
                        + " '{}', CASE WHEN MOD(X, 2) = 0 THEN TRUE ELSE FALSE END, FALSE, TIMESTAMP '2023-01-01"
                        + " 00:00:00', CASE WHEN MOD(X, 2) = 1 OR MOD(X, 200) = 0 THEN TIMESTAMP '2023-01-01 00:00:00'"
                        + " ELSE TIMESTAMP '2026-01-01 00:00:00' END, 0, 0 FROM SYSTEM_RANGE(1, " + MANY + ")");
        handle.execute("INSERT INTO dbo.chat_session_heads (tenant, session_id, last_seq, last_position, last_turn,"
                + " message_count, answer_count, forgotten_seq, mode_epoch) SELECT tenant, session_id, 1, 0, 0, 0, 0, 0, 0"
                + " FROM dbo.chat_sessions");
        return handle.execute("ANALYZE");
    }
}
