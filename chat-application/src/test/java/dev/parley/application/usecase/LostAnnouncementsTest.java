package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalWorkQueue;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.WorkQueue;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store is the truth: whatever gets lost on the way, readers get everything, once, in order. */
class LostAnnouncementsTest {

    private static final Policies POLICIES = Policies.standard("test")
            .closingWithin(Duration.ZERO)
            .lookingEvery(Duration.ofMillis(10), Duration.ofMillis(10));

    @Test
    void a_bus_that_loses_and_mixes_harms_no_reader() throws InterruptedException {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            try (ChatEngine engine = ChatEngine.builder()
                    .model("echo", prompt -> HandModel.saying("answer"))
                    .bus(new LossyBus(seed))
                    .policies(POLICIES)
                    .start()) {
                SessionId session = engine.createSession(ADA);
                List<Reader> readers = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    if (readers.size() < 3) {
                        var reader = new Reader(engine, session);
                        reader.openLive();
                        readers.add(reader);
                    }
                    engine.send(ADA, session, "message " + i);
                    readers.get(random.nextInt(readers.size())).read(3);
                }
                var last = allAnswered(engine, session).lastSeq();
                for (Reader reader : readers) {
                    reader.readUpTo(last);
                    reader.goAway();
                }
            }
        }
    }

    @Test
    void a_lost_wake_up_is_found_by_the_sweep() throws InterruptedException {
        try (ChatEngine engine = ChatEngine.builder()
                .model("echo", prompt -> HandModel.saying("answer"))
                .queue(new DeafQueue())
                .policies(POLICIES)
                .start()) {
            SessionId session = engine.createSession(ADA);
            engine.send(ADA, session, "one");
            engine.send(ADA, session, "two");

            assertThat(allAnswered(engine, session).messages()).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_queue_that_breaks_is_tried_again(boolean gravely) throws InterruptedException {
        var broken = new AtomicBoolean(true);
        try (ChatEngine engine = ChatEngine.builder()
                .model("echo", prompt -> HandModel.saying("answer"))
                .queue(new DeafQueue() {
                    @Override
                    public Optional<ReplyJobs.Ticket> take(Duration atMost) throws InterruptedException {
                        boolean breaks = broken.compareAndSet(true, false);
                        if (breaks && gravely) {
                            throw new AssertionError("the test wants it");
                        }
                        if (breaks) {
                            throw new IllegalStateException("the test wants it");
                        }
                        return super.take(atMost);
                    }
                })
                .policies(POLICIES)
                .start()) {
            SessionId session = engine.createSession(ADA);
            engine.send(ADA, session, "one");

            assertThat(allAnswered(engine, session).messages()).hasSize(2);
        }
    }

    @Test
    void a_listener_that_throws_harms_no_other() throws InterruptedException {
        var told = new CountDownLatch(1);
        try (ChatEngine engine = ChatEngine.builder()
                .model("echo", prompt -> HandModel.saying("answer"))
                .policies(POLICIES)
                .start()) {
            SessionId session = engine.createSession(ADA);
            for (int i = 0; i < 8; i++) {
                engine.useCases().followSession().follow(ADA, session, () -> {
                    throw new IllegalStateException("the test wants it");
                });
            }
            engine.useCases().followSession().follow(ADA, session, told::countDown);

            engine.send(ADA, session, "one");

            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_reader_who_missed_what_was_forgotten_is_told_so() throws InterruptedException {
        var stores = InMemoryStores.empty(InstantSource.system());
        try (ChatEngine engine = ChatEngine.builder()
                .store(stores.sessions(), stores.conversations(), stores.replies(), stores.leases())
                .model("echo", prompt -> HandModel.saying("answer"))
                .policies(POLICIES)
                .start()) {
            SessionId session = engine.createSession(ADA);
            try (Feed slow = engine.follow(ADA, session);
                    Feed quick = engine.follow(ADA, session)) {
                for (int i = 0; i < 100; i++) {
                    engine.send(ADA, session, "message " + i);
                    Engines.untilEnded(quick);
                }
                var last = allAnswered(engine, session).lastSeq();
                stores.conversations().forgetEvents(Instant.MAX, 150);

                FeedItem item = Engines.next(slow);

                assertThat(item).isEqualTo(new FeedItem.Resumed(last, false));
                engine.send(ADA, session, "one more");
                assertThat(Engines.next(slow, FeedItem.MessageChanged.class).seq())
                        .isEqualTo(last.next());
            }
        }
    }

    @Test
    void a_hole_in_mid_feed_is_told_once_and_nothing_of_what_is_in_it() throws InterruptedException {
        var model = new HandModel();
        var stores = InMemoryStores.empty(InstantSource.system());
        try (ChatEngine engine = ChatEngine.builder()
                .store(stores.sessions(), stores.conversations(), stores.replies(), stores.leases())
                .model("hand", model)
                .policies(POLICIES)
                .start()) {
            SessionId session = engine.createSession(ADA);
            try (Feed slow = engine.follow(ADA, session);
                    Feed quick = engine.follow(ADA, session)) {
                engine.send(ADA, session, "message");
                HandModel.Talk talk = model.asked().say("begun");
                Engines.until(slow, FeedItem.ReplyPiece.class::isInstance);
                talk.end();
                Engines.untilEnded(quick);
                for (int i = 0; i < 50; i++) {
                    engine.send(ADA, session, "message " + i);
                    model.asked().say("in the hole").end();
                    Engines.untilEnded(quick);
                }
                Seq last = allAnswered(engine, session).lastSeq();
                stores.conversations().forgetEvents(Instant.MAX, 80);

                assertThat(Engines.next(slow)).isEqualTo(new FeedItem.Resumed(last, false));

                assertThat(slow.poll()).isNull();
                SendMessage.Receipt receipt = engine.send(ADA, session, "one more");
                model.asked().say("after the hole").end();
                List<FeedItem> items = Engines.untilEnded(slow);
                assertThat(receipt.place().seq()).isEqualTo(last.next());
                assertThat(Engines.joined(items, receipt.replyId())).isEqualTo("after the hole");
                assertThat(items.getFirst()).isInstanceOf(FeedItem.MessageChanged.class);
                assertThat(items)
                        .filteredOn(FeedItem.ReplyEnded.class::isInstance)
                        .hasSize(1);
                assertThat(items).noneMatch(FeedItem.Resumed.class::isInstance);
            }
        }
    }

    private static ReadHistory.Outcome.Page allAnswered(ChatEngine engine, SessionId session) {
        var query = new ReadHistory.Query(ADA, session, null, null, 100);
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> (ReadHistory.Outcome.Page)
                                engine.useCases().readHistory().read(query),
                        page -> page.openReplies().isEmpty());
    }

    /** Forgets what it is offered the first time. */
    private static class DeafQueue implements WorkQueue {

        private final WorkQueue queue = new LocalWorkQueue(100);
        private final Set<ReplyJobs.Ticket> heard = ConcurrentHashMap.newKeySet();

        @Override
        public void offer(ReplyJobs.Ticket ticket) {
            if (!heard.add(ticket)) {
                queue.offer(ticket);
            }
        }

        @Override
        public Optional<ReplyJobs.Ticket> take(Duration atMost) throws InterruptedException {
            return queue.take(atMost);
        }

        @Override
        public OptionalLong waiting() {
            return queue.waiting();
        }
    }
}
