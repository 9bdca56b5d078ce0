package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.RecordingListener;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every {@link WorkQueue} passes this suite. */
public abstract class WorkQueueContract {

    private static final Duration NOT_LONG = Duration.ofMillis(1);
    private static final Duration A_WHILE = Duration.ofMillis(200);
    private static final Duration VERY_LONG = Duration.ofHours(1);

    /**
     * An empty queue with room for at least so many tickets, and for no more than a thousand times as many. Called once for
     * each test.
     */
    protected abstract WorkQueue queue(int capacity);

    /**
     * Another node's queue over the same backend. Called after {@link #queue}. An implementation that knows one node only
     * gives the same queue again.
     */
    protected abstract WorkQueue queueOfAnotherNode();

    /** Makes the backend unreachable for the rest of the test; does nothing where there is none. */
    protected abstract void loseBackend();

    @Test
    void g1_a_ticket_is_given_to_one_of_many_takers_of_all_nodes() throws Exception {
        WorkQueue queue = queue(100);
        WorkQueue other = queueOfAnotherNode();
        tickets(100).forEach(queue::offer);
        var left = new AtomicInteger(100);

        List<List<Ticket>> taken = Race.of(16, runner -> takeWhileThereAre(runner % 2 == 0 ? queue : other, left));

        assertThat(taken.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(tickets(100));
    }

    @Test
    void g1_a_ticket_offered_while_many_wait_is_given_once() throws Exception {
        WorkQueue queue = queue(10);
        WorkQueue other = queueOfAnotherNode();

        List<Integer> taken = Race.of(8, runner -> {
            if (runner == 0) {
                tickets(7).forEach(queue::offer);
                return 0;
            }
            return take(runner % 2 == 0 ? queue : other, VERY_LONG).isPresent() ? 1 : 0;
        });

        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(7);
        assertThat(queue.take(NOT_LONG)).isEmpty();
        assertThat(other.take(NOT_LONG)).isEmpty();
    }

    @Test
    void g2_tickets_are_given_in_the_order_they_were_offered() {
        WorkQueue queue = queue(50);

        tickets(50).forEach(queue::offer);

        assertThat(taken(queue, 50)).isEqualTo(tickets(50));
    }

    @Test
    void g3_what_does_not_fit_is_dropped() {
        WorkQueue queue = queue(5);
        List<Ticket> offered = tickets(20_000);

        offered.forEach(queue::offer);

        List<Ticket> taken = taken(queue, 5);
        assertThat(taken).isEqualTo(tickets(5));
        taken.addAll(takeAll(queue));
        assertThat(taken).hasSizeBetween(5, 5_000).isSubsetOf(offered).doesNotHaveDuplicates();
    }

    @Test
    void g3_after_dropping_it_takes_tickets_again() {
        WorkQueue queue = queue(5);
        tickets(20_000).forEach(queue::offer);

        await().atMost(RecordingListener.GUARD).until(() -> {
            queue.offer(ticket(20_077));
            return takeAll(queue).contains(ticket(20_077));
        });
    }

    @Test
    void g4_taking_from_an_empty_queue_ends_when_the_time_is_over() throws Exception {
        WorkQueue queue = queue(5);

        assertThat(queue.take(NOT_LONG)).isEmpty();
        assertThat(queue.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void g4_taking_ends_when_a_ticket_comes() throws Exception {
        WorkQueue queue = queue(5);
        CompletableFuture<Optional<Ticket>> taken = taking(queue);

        queue.offer(ticket(1));

        assertThat(taken.get(RecordingListener.GUARD.toSeconds(), TimeUnit.SECONDS))
                .contains(ticket(1));
    }

    @Test
    void g4_taking_ends_at_once_when_interrupted() {
        WorkQueue queue = queue(5);
        CompletableFuture<Optional<Ticket>> taken = new CompletableFuture<>();
        Thread taker = Thread.ofVirtual().start(() -> {
            try {
                taken.complete(queue.take(VERY_LONG));
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });

        taker.interrupt();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> taken.get(RecordingListener.GUARD.toSeconds(), TimeUnit.SECONDS))
                .withCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void g5_what_nobody_takes_here_waits_for_takers_elsewhere() {
        WorkQueue queue = queue(50);
        WorkQueue other = queueOfAnotherNode();

        tickets(50).forEach(queue::offer);

        assertThat(taken(other, 50)).isEqualTo(tickets(50));
    }

    @Test
    void g5_what_nobody_takes_here_goes_to_who_waits_elsewhere() throws Exception {
        WorkQueue queue = queue(5);
        CompletableFuture<Optional<Ticket>> taken = taking(queueOfAnotherNode());

        queue.offer(ticket(1));

        assertThat(taken.get(RecordingListener.GUARD.toSeconds(), TimeUnit.SECONDS))
                .contains(ticket(1));
    }

    @Test
    void g6_without_its_backend_a_node_serves_its_own() throws Exception {
        WorkQueue queue = queue(50);
        loseBackend();

        tickets(50).forEach(queue::offer);

        assertThat(taken(queue, 50)).isEqualTo(tickets(50));
        CompletableFuture<Optional<Ticket>> taken = taking(queue);
        queue.offer(ticket(50));
        assertThat(taken.get(RecordingListener.GUARD.toSeconds(), TimeUnit.SECONDS))
                .contains(ticket(50));
    }

    @Test
    void g6_without_its_backend_a_node_drops_what_does_not_fit() {
        WorkQueue queue = queue(5);
        loseBackend();

        tickets(20_000).forEach(queue::offer);

        assertThat(taken(queue, 5)).isEqualTo(tickets(5));
        assertThat(takeAll(queue)).hasSizeLessThan(5_000);
    }

    /** Somebody who waits, very long. */
    private static CompletableFuture<Optional<Ticket>> taking(WorkQueue queue) {
        CompletableFuture<Optional<Ticket>> taken = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> taken.complete(take(queue, VERY_LONG)));
        return taken;
    }

    /** What is taken until so many were by all together; not for ever, if some were lost. */
    private static List<Ticket> takeWhileThereAre(WorkQueue queue, AtomicInteger left) {
        List<Ticket> taken = new ArrayList<>();
        long end = System.nanoTime() + RecordingListener.GUARD.toNanos();
        while (left.get() > 0 && System.nanoTime() - end < 0) {
            take(queue, A_WHILE).ifPresent(ticket -> {
                taken.add(ticket);
                left.decrementAndGet();
            });
        }
        return taken;
    }

    /** So many as there must be. */
    private static List<Ticket> taken(WorkQueue queue, int count) {
        List<Ticket> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(take(queue, RecordingListener.GUARD)
                    .orElseThrow(() -> new AssertionError("no more than " + taken.size() + " came")));
        }
        return taken;
    }

    /** What comes until nothing has come for a while. */
    private static List<Ticket> takeAll(WorkQueue queue) {
        List<Ticket> taken = new ArrayList<>();
        Optional<Ticket> next = take(queue, A_WHILE);
        while (next.isPresent()) {
            taken.add(next.get());
            next = take(queue, A_WHILE);
        }
        return taken;
    }

    private static Optional<Ticket> take(WorkQueue queue, Duration atMost) {
        try {
            return queue.take(atMost);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this taker", e);
        }
    }

    @Test
    void g7_what_nobody_has_taken_is_counted() {
        WorkQueue queue = queue(10);
        WorkQueue other = queueOfAnotherNode();

        tickets(3).forEach(queue::offer);
        await().atMost(RecordingListener.GUARD).until(() -> other.waiting().equals(OptionalLong.of(3)));
        taken(queue, 2);

        await().atMost(RecordingListener.GUARD).until(() -> queue.waiting().equals(OptionalLong.of(1)));
    }

    @Test
    void g7_without_its_backend_a_node_tells_nothing_wrong() {
        WorkQueue queue = queue(10);
        queue.offer(tickets(1).getFirst());
        await().atMost(RecordingListener.GUARD).until(() -> queue.waiting().equals(OptionalLong.of(1)));

        loseBackend();

        assertThat(queue.waiting()).isIn(OptionalLong.empty(), OptionalLong.of(1));
    }

    private static List<Ticket> tickets(int count) {
        return IntStream.range(0, count).mapToObj(WorkQueueContract::ticket).toList();
    }

    private static Ticket ticket(int number) {
        return new Ticket(
                Sample.key(number % 3),
                Sample.message(Sample.key(number % 3), number).reply());
    }
}
