package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.out.ReplyJobs.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a node does with its tickets, as Redis fares. */
class WaitingWorkTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final WaitingWork work = new WaitingWork(3);

    private static Ticket aTicket() {
        return new Ticket(Samples.aKey(), Samples.anId());
    }

    private static List<Ticket> ticketsOf(List<QueuedTicket> queued) {
        return queued.stream().map(QueuedTicket::ticket).toList();
    }

    /** Somebody who waits already. */
    private CompletableFuture<Optional<Ticket>> somebodyWaiting() {
        var taken = new CompletableFuture<Optional<Ticket>>();
        Thread taker = Thread.ofVirtual().start(() -> {
            try {
                taken.complete(work.take(LONG));
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        await().atMost(LONG).until(() -> taker.getState() == Thread.State.TIMED_WAITING);
        return taken;
    }

    @Test
    void whoever_waits_gets_what_is_offered_here() {
        Ticket ticket = aTicket();
        CompletableFuture<Optional<Ticket>> taken = somebodyWaiting();

        work.offer(ticket);

        assertThat(taken.join()).contains(ticket);
        assertThat(work.size()).isZero();
    }

    @Test
    void what_nobody_waits_for_is_sent_the_oldest_first() throws InterruptedException {
        Ticket first = aTicket();
        Ticket second = aTicket();
        work.offer(first);
        work.offer(second);

        assertThat(work.take(Duration.ZERO)).as("Redis may hold older ones").isEmpty();
        assertThat(ticketsOf(work.awaitUnsent(1))).containsExactly(first);
        assertThat(ticketsOf(work.awaitUnsent(10))).containsExactly(second);
    }

    @Test
    void what_redis_does_not_take_is_given_here_the_oldest_first() throws InterruptedException {
        Ticket first = aTicket();
        Ticket second = aTicket();
        work.offer(first);
        List<QueuedTicket> sent = work.awaitUnsent(10);
        work.offer(second);

        work.notSent(sent);

        assertThat(work.take(Duration.ZERO)).contains(first);
        assertThat(work.take(Duration.ZERO)).contains(second);
        assertThat(work.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void what_redis_does_not_take_goes_to_who_waits_here() throws InterruptedException {
        Ticket ticket = aTicket();
        work.offer(ticket);
        List<QueuedTicket> sent = work.awaitUnsent(10);
        CompletableFuture<Optional<Ticket>> taken = somebodyWaiting();

        work.notSent(sent);

        assertThat(taken.join()).contains(ticket);
        assertThat(work.size()).isZero();
    }

    @Test
    void what_comes_back_and_has_no_room_is_the_youngest() throws InterruptedException {
        List<Ticket> old = List.of(aTicket(), aTicket());
        old.forEach(work::offer);
        List<QueuedTicket> sent = work.awaitUnsent(10);
        List<Ticket> young = List.of(aTicket(), aTicket());
        young.forEach(work::offer);

        work.notSent(sent);

        assertThat(ticketsOf(work.awaitUnsent(10))).containsExactly(old.get(0), old.get(1), young.get(0));
    }

    @Test
    void when_redis_takes_work_again_nothing_is_kept_back_from_it() throws InterruptedException {
        work.offer(aTicket());
        work.notSent(work.awaitUnsent(10));
        assertThat(work.awaitUnsent(10)).hasSize(1);
        work.sent();
        Ticket ticket = aTicket();

        work.offer(ticket);

        assertThat(work.take(Duration.ZERO)).isEmpty();
        assertThat(ticketsOf(work.awaitUnsent(10))).containsExactly(ticket);
    }

    @Test
    void what_came_for_somebody_who_left_goes_back_with_its_place() throws InterruptedException {
        var ticket = new QueuedTicket(aTicket(), 5.0);
        work.offer(aTicket());

        work.came(ticket);

        assertThat(work.awaitUnsent(1)).containsExactly(ticket);
    }

    @Test
    void who_is_interrupted_after_being_served_leaves_with_the_ticket() {
        Ticket ticket = aTicket();
        var taken = new CompletableFuture<Optional<Ticket>>();
        Thread taker = Thread.ofVirtual().start(() -> {
            try {
                taken.complete(work.take(LONG));
            } catch (InterruptedException e) {
                taken.complete(Optional.empty());
            }
        });
        await().atMost(LONG).until(() -> taker.getState() == Thread.State.TIMED_WAITING);

        work.offer(ticket);
        taker.interrupt();

        assertThat(taken.join()).contains(ticket);
    }

    @Test
    void nobody_waits_for_what_will_not_come() throws InterruptedException {
        Ticket ticket = aTicket();
        work.offer(ticket);

        work.close();

        assertThat(work.awaitTaker()).isFalse();
        assertThat(ticketsOf(work.awaitUnsent(10))).containsExactly(ticket);
        assertThat(work.awaitUnsent(10)).isEmpty();
    }
}
