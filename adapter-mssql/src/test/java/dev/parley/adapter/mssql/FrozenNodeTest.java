package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.application.fake.TcpProxy;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs.Job;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.text.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes over one database, one of which freezes while the database does what it asked for last. */
class FrozenNodeTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofHours(1);
    private static final String LOCK_HEADS = "UPDATE dbo.chat_session_heads SET last_seq = last_seq";

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Server server;
    private TcpProxy way;
    private MssqlAdapter frozen;
    private MssqlAdapter other;
    private Ticket ticket;

    @BeforeEach
    void start() throws SQLException {
        server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
                .start();
        way = TcpProxy.to(server.getPort());
        other = MssqlAdapter.open(config(server.getPort()), PlainVault::over);
        frozen = MssqlAdapter.open(config(way.port()), PlainVault::over);
        other.sessions().create(Talk.session());
        other.conversations().accept(Talk.question(1));
        ticket = new Ticket(Talk.KEY, Talk.question(1).reply());
    }

    @AfterEach
    void stop() {
        way.close();
        frozen.close();
        other.close();
        threads.shutdownNow();
        server.stop();
    }

    @Test
    void a_node_that_freezes_while_it_keeps_a_text_holds_no_reply() throws Exception {
        NodeLease lost = frozen.leases().take("frozen", LEASE);
        Job begun = frozen.replies().claim(ticket, lost, Talk.NOON).orElseThrow();

        freezeIn(
                "UPDATE dbo.chat_replies SET turn = turn",
                () -> frozen.replies().checkpoint(begun.claim(), "so far"));
        other.leases().release(lost);

        assertThat(other.replies().claim(ticket, other.leases().take("other", LEASE), Talk.NOON))
                .hasValueSatisfying(job -> assertThat(job.checkpoint()).isEqualTo("so far"));
    }

    @Test
    void a_node_that_freezes_while_it_renews_its_lease_can_be_replaced() throws Exception {
        NodeLease lease = frozen.leases().take("frozen", LEASE);

        freezeIn(
                "UPDATE dbo.chat_node_leases SET epoch = epoch",
                () -> frozen.leases().renew(lease, LEASE));

        assertThat(other.leases().take("frozen", LEASE).epoch()).isEqualTo(lease.epoch() + 1);
    }

    /** A row that somebody does not give back costs each who wants it one wait, for they hold connections meanwhile. */
    @Test
    void who_waited_for_a_row_in_vain_does_not_wait_again() throws SQLException {
        var tries = new AtomicInteger();
        try (Connection holder = holding(LOCK_HEADS);
                HikariDataSource pool = Connections.pool(waiting(1, Duration.ofMillis(50)))) {
            var transactions = new Transactions(Connections.jdbi(pool::getConnection, Dialect.H2, "dbo"));

            assertThatExceptionOfType(StoreException.Unavailable.class)
                    .isThrownBy(() -> transactions.run("waiting for a row", handle -> {
                        tries.incrementAndGet();
                        return handle.execute(LOCK_HEADS);
                    }));

            assertThat(holder.isClosed()).isFalse();
        }
        assertThat(tries).hasValue(1);
    }

    /** Or it would stop writing replies, at the very moment when many want to read them. */
    @Test
    void a_node_all_of_whose_connections_are_taken_renews_its_lease() throws Exception {
        try (MssqlAdapter busy = MssqlAdapter.open(waiting(2, LONG), PlainVault::over);
                Connection holder = holding(LOCK_HEADS)) {
            NodeLease lease = busy.leases().take("busy", LEASE);
            List<Future<?>> claims = List.of(
                    threads.submit(() -> busy.replies().claim(ticket, lease, Talk.NOON)),
                    threads.submit(() -> busy.replies().claim(ticket, lease, Talk.NOON)));
            await().atMost(LONG).until(() -> waitingFor(holder) == claims.size());

            assertThat(busy.leases().renew(lease, LEASE)).isTrue();
            holder.rollback();
            for (Future<?> claim : claims) {
                claim.get();
            }
        }
    }

    private MssqlConfig waiting(int connections, Duration forRows) {
        return new MssqlConfig(
                "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/./parley",
                "sa",
                Secret.NONE,
                "dbo",
                connections,
                MssqlConfig.DEFAULT_CONNECT_TIMEOUT,
                forRows,
                MssqlConfig.DEFAULT_QUERY_TIMEOUT);
    }

    /** Lets a node ask for something that must wait for a row, and then be still for ever. */
    private void freezeIn(String holding, Runnable call) throws SQLException {
        try (Connection holder = holding(holding)) {
            CompletableFuture<Void> asked = CompletableFuture.runAsync(call, threads);
            await().atMost(LONG).until(() -> waitingFor(holder) > 0);
            way.freeze();
            assertThat(asked).isNotDone();
        }
    }

    /** What it holds is given back when it is closed. */
    private Connection holding(String change) throws SQLException {
        Connection holder = DriverManager.getConnection(config(server.getPort()).url(), "sa", "");
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.executeUpdate(change);
        }
        return holder;
    }

    private static int waitingFor(Connection holder) throws SQLException {
        try (Statement statement = holder.createStatement();
                ResultSet blocked = statement.executeQuery(
                        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID = SESSION_ID()")) {
            blocked.next();
            return blocked.getInt(1);
        }
    }

    private static MssqlConfig config(int port) {
        return MssqlConfig.of("jdbc:h2:tcp://127.0.0.1:" + port + "/./parley", "sa", Secret.NONE);
    }
}
