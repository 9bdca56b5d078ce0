package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.TcpProxy;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;

/** Several nodes, one queue, and a Redis that goes, hangs, is emptied or full, and comes back. */
class WorkNodesTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int FAR_TOO_MANY = 3 * TestNode.MOST_WORK;

    private final List<Worker> workers = new ArrayList<>();
    private TestRedis redis;

    @BeforeEach
    void startRedis() {
        redis = TestRedis.started();
    }

    @AfterEach
    void stopRedis() throws IOException {
        workers.forEach(Worker::stop);
        redis.close();
    }

    /** Somebody who takes on a node, one after the other, until told to stop. */
    private static final class Worker {

        private final BlockingQueue<Ticket> taken = new LinkedBlockingQueue<>();
        private final Thread thread;

        Worker(TestNode node) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        node.work().take(LONG).ifPresent(taken::add);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // told to stop
                }
            });
        }

        Worker waiting() {
            await().atMost(LONG).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            return this;
        }

        Ticket next() throws InterruptedException {
            Ticket ticket = taken.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(ticket).as("a ticket comes").isNotNull();
            return ticket;
        }

        void stop() {
            thread.interrupt();
        }
    }

    private Worker workerOn(TestNode node) {
        var worker = new Worker(node);
        workers.add(worker);
        return worker;
    }

    private static Ticket aTicket() {
        return new Ticket(Samples.aKey(), Samples.anId());
    }

    private static List<Ticket> tickets(int count) {
        return Stream.generate(WorkNodesTest::aTicket).limit(count).toList();
    }

    private <T> T ask(Function<UnifiedJedis, T> question) throws InterruptedException {
        try (var stranger = new RedisConnections(redis.patient())) {
            return stranger.call(question);
        }
    }

    private long waitingInRedis() throws InterruptedException {
        return ask(client -> client.zcard(WorkSender.QUEUE));
    }

    /** Until a ticket that is offered here, again and again, is taken there. */
    private static void untilWorkGoesFrom(TestNode here, Worker there) {
        Ticket ticket = aTicket();
        await().atMost(LONG).until(() -> {
            here.work().offer(ticket);
            return there.taken.contains(ticket);
        });
        there.taken.clear();
    }

    @Test
    void who_waits_where_work_is_accepted_does_it_without_redis() throws Exception {
        try (TestNode one = TestNode.of(redis.patient());
                TestNode other = TestNode.of(redis.patient())) {
            Worker there = workerOn(other).waiting();
            Worker here = workerOn(one);
            for (Ticket ticket : tickets(100)) {
                here.waiting();
                one.work().offer(ticket);
                assertThat(here.next()).isEqualTo(ticket);
            }
            assertThat(there.taken).isEmpty();
            assertThat(waitingInRedis()).isZero();
        }
    }

    @Test
    void a_node_without_places_keeps_nothing_to_itself() throws Exception {
        List<Ticket> tickets = tickets(200);
        try (TestNode busy = TestNode.of(redis.patient());
                TestNode other = TestNode.of(redis.patient())) {
            assertThat(busy.work().take(Duration.ofMillis(1))).isEmpty();
            tickets.forEach(busy.work()::offer);

            Worker there = workerOn(other);

            Set<Ticket> taken = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < tickets.size(); i++) {
                taken.add(there.next());
            }
            assertThat(taken).containsExactlyInAnyOrderElementsOf(tickets);
            assertThat(busy.work().waitingHere()).isZero();
        }
    }

    @Test
    void three_nodes_share_the_work_and_do_none_of_it_twice() throws Exception {
        List<Ticket> tickets = tickets(300);
        try (TestNode gateway = TestNode.of(redis.patient());
                TestNode one = TestNode.of(redis.patient());
                TestNode other = TestNode.of(redis.patient())) {
            List<Worker> all = Stream.of(one, one, other, other)
                    .map(this::workerOn)
                    .map(Worker::waiting)
                    .toList();

            tickets.forEach(gateway.work()::offer);

            await().atMost(LONG)
                    .until(() ->
                            all.stream().mapToInt(worker -> worker.taken.size()).sum() >= tickets.size());
            assertThat(all.stream().flatMap(worker -> worker.taken.stream()))
                    .containsExactlyInAnyOrderElementsOf(tickets);
        }
    }

    @Test
    void a_ticket_that_waits_already_is_not_taken_in_again() throws Exception {
        List<Ticket> tickets = tickets(5);
        try (TestNode one = TestNode.of(redis.patient());
                TestNode other = TestNode.of(redis.patient())) {
            for (int i = 0; i < 10; i++) {
                tickets.forEach(one.work()::offer);
                tickets.forEach(other.work()::offer);
            }
            await().atMost(LONG)
                    .until(() -> one.work().waitingHere() + other.work().waitingHere() == 0);

            await().atMost(LONG).until(() -> waitingInRedis() == tickets.size());
        }
    }

    @Test
    void what_is_put_back_has_its_place_again() throws Exception {
        List<QueuedTicket> tickets =
                tickets(3).stream().map(QueuedTicket::unplaced).toList();
        ask(client -> WorkSender.offer(client, tickets, 10));

        QueuedTicket first = QueuedTicket.from(ask(client -> client.zpopmin(WorkSender.QUEUE)));
        QueuedTicket second = QueuedTicket.from(ask(client -> client.zpopmin(WorkSender.QUEUE)));
        ask(client -> WorkSender.offer(client, List.of(second, QueuedTicket.unplaced(aTicket()), first), 10));

        List<String> waiting = ask(client -> client.zrange(WorkSender.QUEUE, 0, 2));
        assertThat(waiting)
                .containsExactlyElementsOf(
                        tickets.stream().map(QueuedTicket::text).toList());
    }

    @Test
    void the_queue_takes_no_more_than_it_may_and_runs_out() throws Exception {
        List<QueuedTicket> tickets =
                tickets(10).stream().map(QueuedTicket::unplaced).toList();

        long dropped = ask(client -> WorkSender.offer(client, tickets, 4));

        assertThat(dropped).isEqualTo(6);
        assertThat(waitingInRedis()).isEqualTo(4);
        long kept = ask(client -> client.pttl(WorkSender.QUEUE));
        assertThat(kept).isPositive().isLessThanOrEqualTo(WorkSender.KEPT.toMillis());
    }

    @Test
    void what_is_no_ticket_is_passed_over() throws Exception {
        Ticket ticket = aTicket();
        ask(client -> client.zadd(WorkSender.QUEUE, -1, "not a ticket"));
        try (TestNode one = TestNode.of(redis.patient());
                TestNode other = TestNode.of(redis.patient())) {
            one.work().offer(ticket);

            assertThat(workerOn(other).next()).isEqualTo(ticket);
        }
    }

    @Test
    void after_a_restart_work_goes_between_nodes_again() throws Exception {
        try (TestNode one = TestNode.of(redis.patient());
                TestNode other = TestNode.of(redis.patient())) {
            Worker there = workerOn(other);
            untilWorkGoesFrom(one, there);

            redis.stop();
            Ticket accepted = aTicket();
            one.work().offer(accepted);
            assertThat(workerOn(one).next()).as("by its own").isEqualTo(accepted);
            workers.getLast().stop();

            redis.startAgain();
            untilWorkGoesFrom(one, there);
        }
    }

    @Test
    void after_being_emptied_the_queue_goes_on() throws Exception {
        try (TestNode one = TestNode.of(redis.patient());
                TestNode other = TestNode.of(redis.patient())) {
            tickets(10).forEach(one.work()::offer);
            await().atMost(LONG).until(() -> waitingInRedis() == 10);

            ask(UnifiedJedis::flushAll);
            ask(UnifiedJedis::scriptFlush);

            Ticket ticket = aTicket();
            one.work().offer(ticket);
            assertThat(workerOn(other).next()).isEqualTo(ticket);
        }
    }

    @Test
    void a_full_redis_takes_nothing_and_the_node_does_its_own() throws Exception {
        try (TestNode one = TestNode.of(redis.patient());
                TestNode other = TestNode.of(redis.patient())) {
            Worker there = workerOn(other);
            untilWorkGoesFrom(one, there);

            ask(client -> client.configSet("maxmemory", "1"));
            Ticket accepted = aTicket();
            one.work().offer(accepted);
            assertThat(workerOn(one).next()).isEqualTo(accepted);
            workers.getLast().stop();
            assertThat(there.taken).doesNotContain(accepted);

            ask(client -> client.configSet("maxmemory", "0"));
            untilWorkGoesFrom(one, there);
        }
    }

    @Test
    void offering_and_taking_go_on_while_redis_hangs() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(redis.port());
                TestNode one = TestNode.of(TestRedis.config(proxy.port()));
                TestNode other = TestNode.of(redis.patient())) {
            Worker there = workerOn(other);
            untilWorkGoesFrom(one, there);

            proxy.freeze();
            tickets(FAR_TOO_MANY).forEach(one.work()::offer);
            assertThat(one.work().waitingHere()).isLessThanOrEqualTo(TestNode.MOST_WORK);
            Worker here = workerOn(one);
            for (int i = 0; i < TestNode.MOST_WORK; i++) {
                here.next();
            }
            assertThat(one.work().take(Duration.ZERO)).isEqualTo(Optional.empty());
            here.stop();

            proxy.thaw();
            untilWorkGoesFrom(one, there);
        }
    }

    /** Its connection died without a word while it waited; the next one brings it work again. */
    @Test
    void who_waits_on_a_dead_connection_gets_another() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(redis.port());
                TestNode one = TestNode.of(redis.patient());
                TestNode other = TestNode.of(TestRedis.config(proxy.port()))) {
            Worker there = workerOn(other);
            untilWorkGoesFrom(one, there);
            long connections = proxy.connections();

            proxy.freeze();

            await().atMost(LONG).until(() -> proxy.connections() > connections);
            proxy.thaw();
            untilWorkGoesFrom(one, there);
        }
    }

    @Test
    void a_node_that_stops_leaves_its_work_to_others() throws Exception {
        List<Ticket> tickets = tickets(100);
        try (TestNode other = TestNode.of(redis.patient())) {
            Worker there = workerOn(other);
            try (TestNode one = TestNode.of(redis.patient())) {
                tickets.forEach(one.work()::offer);
            }

            Set<Ticket> taken = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < tickets.size(); i++) {
                taken.add(there.next());
            }
            assertThat(taken).containsExactlyInAnyOrderElementsOf(tickets);
        }
    }

    @Test
    void who_never_takes_has_no_connection_for_it_and_who_stopped_has_none() throws Exception {
        try (TestNode gateway = TestNode.of(redis.patient())) {
            gateway.work().offer(aTicket());
            await().atMost(LONG).until(() -> waitingInRedis() == 1);
            assertThat(waitingForWork()).isZero();

            try (TestNode worker = TestNode.of(redis.patient())) {
                Worker there = workerOn(worker);
                there.next();
                await().atMost(LONG).until(() -> waitingForWork() == 1);
                there.stop();
            }

            await().atMost(LONG).until(() -> waitingForWork() == 0);
        }
    }

    private long waitingForWork() throws InterruptedException {
        String all = ask(client -> client.executeCommand(
                new CommandObject<>(new CommandArguments(Protocol.Command.CLIENT).add("LIST"), BuilderFactory.STRING)));
        return all.lines().filter(line -> line.contains("cmd=bzpopmin")).count();
    }
}
