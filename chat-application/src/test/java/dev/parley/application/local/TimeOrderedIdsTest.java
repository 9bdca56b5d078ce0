package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.contract.IdGeneratorContract;
import dev.parley.application.port.out.IdGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest extends IdGeneratorContract {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(0x0123_4567_89ABL));

    @Override
    protected IdGenerator ids() {
        return new TimeOrderedIds(CLOCK, new SplittableRandom(1));
    }

    @Test
    void an_id_begins_with_the_time_and_goes_on_with_chance() {
        RandomGenerator allOnes = () -> -1;
        RandomGenerator allZeros = () -> 0;

        assertThat(new TimeOrderedIds(CLOCK, allOnes).next()).hasToString("01234567-89ab-7fff-bfff-ffffffffffff");
        assertThat(new TimeOrderedIds(CLOCK, allZeros).next()).hasToString("01234567-89ab-7000-8000-000000000000");
    }

    @Test
    void the_random_source_is_used_by_one_thread_at_a_time() throws Exception {
        AtomicInteger using = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch goOn = new CountDownLatch(1);
        IdGenerator ids = new TimeOrderedIds(CLOCK, () -> {
            most.accumulateAndGet(using.incrementAndGet(), Math::max);
            awaitUninterrupted(goOn);
            return using.decrementAndGet();
        });

        List<Thread> threads = List.of(
                Thread.ofPlatform().start(ids::next), Thread.ofPlatform().start(ids::next));
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        goOn.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most).hasValue(1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        }
    }
}
