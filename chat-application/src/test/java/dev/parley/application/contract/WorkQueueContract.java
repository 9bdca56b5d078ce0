package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.fake.RecordingListener;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every {@link WorkQueue} passes this suite. */
public abstract class WorkQueueContract {

    private static final Duration NOT_LONG = Duration.ofMillis(1);
    private static final Duration VERY_LONG = Duration.ofHours(1);

    /** An empty queue with room for at least so many tickets, and for no more than a thousand times as many. */
    protected abstract WorkQueue queue(int capacity);

    @Test
    void g1_a_ticket_is_given_to_one_of_many_takers() throws Exception {
        WorkQueue queue = queue(100);
        tickets(100).forEach(queue::offer);

        List<List<Ticket>> taken = Race.of(16, runner -> takeAll(queue));

        assertThat(taken.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(tickets(100));
    }

    @Test
    void g1_a_ticket_offered_while_many_wait_is_given_once() throws Exception {
        WorkQueue queue = queue(10);

        List<Integer> taken = Race.of(8, runner -> {
            if (runner == 0) {
                tickets(7).forEach(queue::offer);
                return 0;
            }
            return take(queue, VERY_LONG).isPresent() ? 1 : 0;
        });

        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(7);
        assertThat(queue.take(NOT_LONG)).isEmpty();
    }

    @Test
    void g2_tickets_are_given_in_the_order_they_were_offered() {
        WorkQueue queue = queue(50);

        tickets(50).forEach(queue::offer);

        assertThat(takeAll(queue)).isEqualTo(tickets(50));
    }

    @Test
    void g3_what_does_not_fit_is_dropped() {
        WorkQueue queue = queue(5);

        tickets(20_000).forEach(queue::offer);

        List<Ticket> taken = takeAll(queue);
        assertThat(taken).hasSizeBetween(5, 5_000).isEqualTo(tickets(taken.size()));
    }

    @Test
    void g3_after_dropping_it_takes_tickets_again() {
        WorkQueue queue = queue(5);
        tickets(20_000).forEach(queue::offer);
        takeAll(queue);

        queue.offer(ticket(77));

        assertThat(takeAll(queue)).containsExactly(ticket(77));
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
        CompletableFuture<Optional<Ticket>> taken = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> taken.complete(take(queue, VERY_LONG)));

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

    private static List<Ticket> takeAll(WorkQueue queue) {
        List<Ticket> taken = new ArrayList<>();
        Optional<Ticket> next = take(queue, NOT_LONG);
        while (next.isPresent()) {
            taken.add(next.get());
            next = take(queue, NOT_LONG);
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

    private static List<Ticket> tickets(int count) {
        return IntStream.range(0, count).mapToObj(WorkQueueContract::ticket).toList();
    }

    private static Ticket ticket(int number) {
        return new Ticket(
                Sample.key(number % 3),
                Sample.message(Sample.key(number % 3), number).reply());
    }
}
