package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.adapter.mssql.MssqlAdapter.Observer;
import dev.parley.domain.text.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ConnectionQueueTest {

    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** Each of them is quick; together they take longer than one may wait for a connection. */
    @Test
    void a_crowd_on_a_quick_database_is_served(@TempDir Path folder) throws Exception {
        MssqlConfig config = config(folder, 2, Duration.ofSeconds(4));
        try (HikariDataSource pool = Connections.pool(config)) {
            var queue =
                    new ConnectionQueue(pool::getConnection, config.poolSize(), config.connectTimeout(), Observer.NONE);
            var transactions = new Transactions(Connections.jdbi(queue, Dialect.H2, config.schema()));

            var calls = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 24; i++) {
                calls.add(() -> transactions.run("asking for a while", ConnectionQueueTest::askForAWhile));
            }

            for (Future<Integer> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isPositive();
            }
            assertThat(queue.waiting()).isZero();
        }
    }

    private static int askForAWhile(Handle handle) {
        long end = System.nanoTime() + Duration.ofMillis(400).toNanos();
        int asked = 0;
        while (System.nanoTime() - end < 0) {
            asked += handle.createQuery("SELECT 1").mapTo(Integer.class).one();
        }
        return asked;
    }

    @Test
    void who_came_first_is_served_first() throws Exception {
        ConnectionQueue queue = queue(1, FOR_EVER);
        Connection held = queue.openConnection();
        Queue<Integer> order = new ConcurrentLinkedQueue<>();
        var waiters = new ArrayList<Future<?>>();
        for (int number = 1; number <= 20; number++) {
            int mine = number;
            waiters.add(threads.submit(() -> {
                Connection connection = queue.openConnection();
                order.add(mine);
                queue.closeConnection(connection);
                return mine;
            }));
            awaitWaiting(queue, number);
        }

        queue.closeConnection(held);

        for (Future<?> waiter : waiters) {
            waiter.get();
        }
        assertThat(List.copyOf(order)).isSorted().hasSize(20);
    }

    @Test
    void a_full_line_takes_nobody_in() throws Exception {
        var queue = new ConnectionQueue(ConnectionQueueTest::connect, 1, FOR_EVER, 1, Observer.NONE);
        Connection held = queue.openConnection();
        Future<Connection> waiter = threads.submit(queue::openConnection);
        awaitWaiting(queue, 1);

        assertThatExceptionOfType(SQLTransientConnectionException.class)
                .isThrownBy(queue::openConnection)
                .withMessageContaining("1 calls wait");

        queue.closeConnection(held);
        queue.closeConnection(waiter.get());
        queue.closeConnection(queue.openConnection());
    }

    @Test
    void a_line_that_does_not_move_is_left() throws Exception {
        ConnectionQueue queue = queue(1, Duration.ofMillis(100));
        Connection held = queue.openConnection();

        assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(queue::openConnection);

        assertThat(queue.waiting()).isZero();
        queue.closeConnection(held);
        queue.closeConnection(queue.openConnection());
    }

    /** Else the last would learn it after as many time limits as there are people before him. */
    @Test
    void all_learn_at_once_that_the_database_gives_nothing() throws Exception {
        var away = new CountDownLatch(1);
        var asked = new AtomicInteger();
        ConnectionQueue queue = new ConnectionQueue(
                () -> {
                    asked.incrementAndGet();
                    awaitQuietly(away);
                    throw new SQLTransientConnectionException("timed out");
                },
                1,
                FOR_EVER,
                Observer.NONE);
        var waiters = new ArrayList<Future<Connection>>();
        waiters.add(threads.submit(queue::openConnection));
        await().atMost(LIMIT).until(() -> asked.get() == 1);
        for (int number = 1; number <= 20; number++) {
            waiters.add(threads.submit(queue::openConnection));
        }
        awaitWaiting(queue, 20);

        away.countDown();

        for (Future<Connection> waiter : waiters) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(waiter::get)
                    .withCauseInstanceOf(SQLTransientConnectionException.class);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void an_interrupted_one_leaves_his_place_to_others() throws Exception {
        ConnectionQueue queue = queue(1, FOR_EVER);
        Connection held = queue.openConnection();
        Future<Connection> interrupted = threads.submit(queue::openConnection);
        awaitWaiting(queue, 1);
        Future<Connection> next = threads.submit(queue::openConnection);
        awaitWaiting(queue, 2);

        interrupted.cancel(true);
        awaitWaiting(queue, 1);
        queue.closeConnection(held);

        queue.closeConnection(next.get());
    }

    @Test
    void waits_are_told() throws Exception {
        var served = new AtomicInteger();
        var refused = new AtomicInteger();
        var queue = new ConnectionQueue(
                ConnectionQueueTest::connect,
                1,
                Duration.ofMillis(100),
                (isServed, nanos) -> (isServed ? served : refused).incrementAndGet());
        Connection held = queue.openConnection();

        assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(queue::openConnection);
        queue.closeConnection(held);

        assertThat(served).hasValue(1);
        assertThat(refused).hasValue(1);
    }

    private static void awaitWaiting(ConnectionQueue queue, int number) {
        await().atMost(LIMIT).until(() -> queue.waiting() == number);
    }

    private static void awaitQuietly(CountDownLatch latch) throws SQLException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException(e);
        }
    }

    private static ConnectionQueue queue(int size, Duration patience) {
        return new ConnectionQueue(ConnectionQueueTest::connect, size, patience, Observer.NONE);
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:mem:");
    }

    private static MssqlConfig config(Path folder, int poolSize, Duration connectTimeout) {
        return new MssqlConfig(
                MssqlConfig.embedded(folder).url(),
                "parley",
                Secret.NONE,
                MssqlConfig.DEFAULT_SCHEMA,
                poolSize,
                connectTimeout,
                MssqlConfig.DEFAULT_LOCK_TIMEOUT,
                MssqlConfig.DEFAULT_QUERY_TIMEOUT);
    }
}
