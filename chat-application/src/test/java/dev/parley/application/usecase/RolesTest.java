package dev.parley.application.usecase;

import static dev.parley.application.usecase.Engines.ADA;
import static dev.parley.application.usecase.Engines.joined;
import static dev.parley.application.usecase.Engines.until;
import static dev.parley.application.usecase.Engines.untilEnded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalEventBus;
import dev.parley.application.local.LocalReplyLog;
import dev.parley.application.local.LocalWorkQueue;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.WorkQueue;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Nodes where people come, and nodes that write. None of them finds anything by looking for it: they tell each other. */
class RolesTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private final InMemoryStores stores = InMemoryStores.empty(InstantSource.system());
    private final EventBus bus = new LocalEventBus();
    private final ReplyLog log = new LocalReplyLog();
    private final WorkQueue queue = new LocalWorkQueue(100);
    private final Shaky shaky = new Shaky();

    private ChatEngine node(String name, HandModel model, UnaryOperator<Policies> roles) {
        return ChatEngine.builder()
                .store(
                        stores.sessions(),
                        stores.conversations(),
                        stores.replies(),
                        shaky.over(NodeLeases.class, stores.leases()))
                .bus(bus)
                .replyLog(log)
                .queue(queue)
                .model(name, model)
                .policies(roles.apply(Policies.standard(name)
                        .lookingEvery(NEVER, NEVER)
                        .leasing(NEVER)
                        .closingWithin(Duration.ZERO)))
                .start();
    }

    private ChatEngine gateway(HandModel model) {
        return node("gateway", model, standard -> standard.being(Set.of(NodeRole.GATEWAY)));
    }

    private ChatEngine worker(String name, HandModel model) {
        return node(name, model, standard -> standard.being(Set.of(NodeRole.WORKER)));
    }

    @Test
    void what_a_gateway_takes_a_worker_writes() throws InterruptedException {
        var nobody = new HandModel();
        var model = new HandModel();
        try (ChatEngine gateway = gateway(nobody);
                ChatEngine worker = worker("worker", model)) {
            SessionId session = gateway.createSession(ADA);
            try (Feed feed = gateway.follow(ADA, session)) {
                SendMessage.Receipt receipt = gateway.send(ADA, session, "Hello?");
                HandModel.Talk talk = model.asked().say("Hello, ");
                List<FeedItem> items = until(feed, FeedItem.ReplyPiece.class::isInstance);
                assertThat(items)
                        .contains(new FeedItem.ReplyStarted(receipt.replyId(), 1, 0, "worker", receipt.messageId()));
                assertThat(worker.useCases().runningReplies()).isEqualTo(1);

                talk.say("world").end();
                items.addAll(untilEnded(feed));

                assertThat(joined(items, receipt.replyId())).isEqualTo("Hello, world");
                assertThat(nobody.nobodyAsks()).isTrue();
                assertThat(worker.useCases().followedSessions()).isZero();
            }
        }
    }

    @Test
    void a_gateway_needs_no_lease_and_its_messages_wait_for_a_worker() throws InterruptedException {
        var model = new HandModel();
        shaky.breaks("take", Shaky.When.BEFORE);
        try (ChatEngine gateway = gateway(new HandModel())) {
            SessionId session = gateway.createSession(ADA);
            try (Feed feed = gateway.follow(ADA, session)) {
                SendMessage.Receipt receipt = gateway.send(ADA, session, "Hello?");
                shaky.heals("take");

                try (ChatEngine worker = worker("worker", model)) {
                    model.asked().say("at last").end();

                    assertThat(joined(untilEnded(feed), receipt.replyId())).isEqualTo("at last");
                    assertThat(worker.useCases().followedUsers()).isZero();
                }
            }
        }
    }

    @Test
    void a_stop_at_a_gateway_reaches_the_worker() throws InterruptedException {
        var model = new HandModel();
        try (ChatEngine gateway = gateway(new HandModel());
                ChatEngine worker = worker("worker", model)) {
            SessionId session = gateway.createSession(ADA);
            try (Feed feed = gateway.follow(ADA, session)) {
                SendMessage.Receipt receipt = gateway.send(ADA, session, "Hello?");
                HandModel.Talk talk = model.asked().say("so far");
                until(feed, FeedItem.ReplyPiece.class::isInstance);

                gateway.useCases().cancelReply().cancel(ADA, session, receipt.replyId());

                Content.FromAi content = ((FeedItem.ReplyEnded) untilEnded(feed).getLast()).content();
                assertThat(content.ending()).isEqualTo(new ReplyEnding.Cancelled());
                assertThat(content.text()).isEqualTo("so far");
                talk.awaitClosed();
                await().until(() -> worker.useCases().runningReplies() == 0);
            }
        }
    }

    @Test
    @SuppressWarnings("try") // It is closed before its time.
    void a_worker_that_stops_hands_its_reply_to_another() throws InterruptedException {
        var model = new HandModel();
        var another = new HandModel();
        try (ChatEngine gateway = gateway(new HandModel());
                ChatEngine worker = worker("first", model)) {
            SessionId session = gateway.createSession(ADA);
            try (Feed feed = gateway.follow(ADA, session)) {
                SendMessage.Receipt receipt = gateway.send(ADA, session, "Hello?");
                model.asked().say("begun");
                List<FeedItem> items = until(feed, FeedItem.ReplyPiece.class::isInstance);

                worker.close();
                try (ChatEngine second = worker("second", another)) {
                    another.asked().say("written anew").end();
                    items.addAll(untilEnded(feed));

                    assertThat(items)
                            .contains(
                                    new FeedItem.ReplyStarted(receipt.replyId(), 2, 0, "second", receipt.messageId()));
                    assertThat(joined(items, receipt.replyId())).isEqualTo("written anew");
                    assertThat(second.useCases().waitingMessages()).isZero();
                }
            }
        }
    }

    @Test
    void what_a_node_took_when_it_stopped_is_offered_to_others() {
        var ticket =
                new Ticket(new SessionKey(ADA.tenant(), new SessionId(new UUID(0, 1))), new MessageId(new UUID(0, 2)));
        var late = new LateQueue(ticket);
        ChatEngine engine = ChatEngine.builder()
                .queue(late)
                .policies(Policies.standard("stopping").closingWithin(Duration.ZERO))
                .start();
        late.awaitTaker();

        engine.close();

        await().untilAsserted(() -> assertThat(late.offered).containsExactly(ticket));
    }

    @Test
    void a_node_without_a_role_is_refused() {
        Policies standard = Policies.standard("node");

        assertThat(standard.roles()).containsExactlyInAnyOrder(NodeRole.GATEWAY, NodeRole.WORKER);
        assertThat(standard.being(Set.of(NodeRole.WORKER)).roles()).containsExactly(NodeRole.WORKER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> standard.being(Set.of()))
                .withMessageContaining("role");
    }

    /** Gives its ticket just when its taker is told to stop. */
    private static final class LateQueue implements WorkQueue {

        private final CountDownLatch taking = new CountDownLatch(1);
        private final Set<Ticket> offered = ConcurrentHashMap.newKeySet();
        private final Ticket ticket;

        LateQueue(Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public void offer(Ticket back) {
            offered.add(back);
        }

        @Override
        public Optional<Ticket> take(Duration atMost) {
            taking.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.of(ticket);
        }

        @Override
        public OptionalLong waiting() {
            return OptionalLong.empty();
        }

        void awaitTaker() {
            await().until(() -> taking.getCount() == 0);
        }
    }
}
