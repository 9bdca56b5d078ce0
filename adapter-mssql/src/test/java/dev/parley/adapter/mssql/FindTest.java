package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.identity.UserId;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found while somebody else changes it. */
class FindTest {

    private static final UserId GRACE = new UserId("grace");

    @TempDir
    Path folder;

    @Test
    void a_session_is_never_older_than_the_event_it_is_told_to_have() {
        MssqlConfig config = MssqlConfig.embedded(folder);
        try (MssqlAdapter adapter = MssqlAdapter.open(config, PlainVault::over);
                HikariDataSource pool = Connections.pool(config.withPoolSize(1))) {
            adapter.sessions().create(Talk.session());
            var between = new Between(() -> adapter.sessions()
                    .handOver(Talk.KEY.tenant(), Talk.ADA, GRACE, null, Talk.NOON.plusSeconds(1), 10));
            SessionStore watched = new MssqlSessionStore(new Transactions(jdbi(pool, between)));

            SessionStore.Stored found = watched.find(Talk.KEY).orElseThrow();

            assertThat(between.statements).hasValueGreaterThan(1);
            assertThat(found.session().owner()).isEqualTo(GRACE);
            assertThat(found.lastSeq().value())
                    .as("the change is still to be told")
                    .isEqualTo(1);
            assertThat(watched.find(Talk.KEY).orElseThrow().lastSeq().value()).isEqualTo(2);
        }
    }

    private static Jdbi jdbi(HikariDataSource pool, SqlLogger logger) {
        Jdbi jdbi = Connections.jdbi(pool::getConnection, Dialect.H2, "dbo", PlainVault.INSTANCE);
        jdbi.getConfig(SqlStatements.class).setSqlLogger(logger);
        return jdbi;
    }

    /** Something that happens before the second statement. */
    private static final class Between implements SqlLogger {

        private final AtomicInteger statements = new AtomicInteger();
        private final Runnable event;

        Between(Runnable event) {
            this.event = event;
        }

        @Override
        public void logBeforeExecution(StatementContext context) {
            if (statements.incrementAndGet() == 2) {
                event.run();
            }
        }
    }
}
