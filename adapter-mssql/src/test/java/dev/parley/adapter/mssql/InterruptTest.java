package dev.parley.adapter.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore.Acceptance;
import dev.parley.application.port.out.StoreException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptTest {

    private final Queue<Integer> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /** With plain files of H2 the first interrupt would close the database for everybody. */
    @Test
    void an_interrupted_thread_does_not_harm_the_others(@TempDir Path folder) throws Exception {
        try (MssqlAdapter adapter = MssqlAdapter.open(MssqlConfig.embedded(folder), PlainVault::over)) {
            adapter.sessions().create(Talk.session());
            for (int round = 0; round < 20; round++) {
                interruptOne(adapter);
                accept(adapter);
            }

            assertThat(accepted)
                    .hasSizeGreaterThan(40)
                    .allMatch(number -> adapter.conversations()
                            .message(Talk.KEY, Talk.question(number).id())
                            .isPresent());
        }
    }

    private void interruptOne(MssqlAdapter adapter) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(2);
        Thread thread = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                tryToAccept(adapter);
                busy.countDown();
            }
        });
        busy.await();
        thread.interrupt();
        thread.join();
    }

    /** The one that is interrupted may fail; what it was told is true nevertheless. */
    private void tryToAccept(MssqlAdapter adapter) {
        try {
            accept(adapter);
        } catch (StoreException.Unavailable interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(MssqlAdapter adapter) {
        int number = numbers.incrementAndGet();
        if (adapter.conversations().accept(Talk.question(number)) instanceof Acceptance.Accepted) {
            accepted.add(number);
        }
    }
}
