package dev.parley.adapter.mssql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore.Acceptance;
import dev.parley.application.port.out.ConversationStore.EventPage;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.message.Seq;
import dev.parley.domain.text.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database server that is killed and comes back: H2's own, over TCP. */
class OutageTest {

    @TempDir
    Path folder;

    private H2Server server;
    private MssqlAdapter adapter;

    @BeforeEach
    void start() throws IOException {
        server = H2Server.start(folder);
        adapter = MssqlAdapter.open(config(), PlainVault::over);
        adapter.sessions().create(Talk.session());
    }

    @AfterEach
    void stop() throws InterruptedException {
        adapter.close();
        server.kill();
    }

    @Test
    void a_server_that_is_gone_is_unavailable_and_then_back() throws Exception {
        adapter.conversations().accept(Talk.question(1));

        server.kill();

        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> adapter.conversations().accept(Talk.question(2)));
        assertThat(adapter.ready()).isFalse();

        server.start();

        await().atMost(Duration.ofMinutes(1)).until(adapter::ready);
        assertThat(adapter.conversations().accept(Talk.question(1))).isInstanceOf(Acceptance.Duplicate.class);
        assertThat(adapter.conversations().accept(Talk.question(2))).isInstanceOf(Acceptance.Accepted.class);
    }

    @Test
    void a_server_that_is_not_there_refuses_the_start() throws InterruptedException {
        server.kill();

        assertThatExceptionOfType(StoreException.Unavailable.class)
                .isThrownBy(() -> MssqlAdapter.open(config(), PlainVault::over));
    }

    @Test
    void what_was_acknowledged_when_the_server_went_is_there_once() throws Exception {
        int messages = 2_000;
        AtomicInteger next = new AtomicInteger();
        Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
        CountDownLatch busy = new CountDownLatch(50);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 8; thread++) {
                threads.execute(() -> acceptUntilItFails(next, messages, acknowledged, busy));
            }
            busy.await();
            server.kill();
        }
        assertThat(next.get()).isLessThan(messages);

        server.start();
        await().atMost(Duration.ofMinutes(1)).until(adapter::ready);

        assertThat(acknowledged)
                .allMatch(number ->
                        adapter.conversations().accept(Talk.question(number)) instanceof Acceptance.Duplicate);
        int sent = next.get();
        IntStream.rangeClosed(1, sent).forEach(number -> adapter.conversations().accept(Talk.question(number)));
        EventPage page =
                adapter.conversations().events(Talk.KEY, Seq.NONE, 10_000).orElseThrow();
        assertThat(page.events()).hasSize(sent + 1);
        assertThat(page.lastSeq()).isEqualTo(new Seq(sent + 1));
    }

    private void acceptUntilItFails(
            AtomicInteger next, int messages, Queue<Integer> acknowledged, CountDownLatch busy) {
        try {
            for (int number = next.incrementAndGet(); number < messages; number = next.incrementAndGet()) {
                assertThat(adapter.conversations().accept(Talk.question(number)))
                        .isInstanceOf(Acceptance.Accepted.class);
                acknowledged.add(number);
                busy.countDown();
            }
        } catch (StoreException.Unavailable gone) {
            requireNonNull(gone.getMessage());
        }
    }

    private MssqlConfig config() {
        return new MssqlConfig(
                server.url(),
                "sa",
                Secret.NONE,
                "dbo",
                4,
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }
}
