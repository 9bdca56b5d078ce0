package dev.parley.application.usecase;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalSessionCache;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionStore;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One of several nodes over one store, each with bus, log and queue of its own; its way to the store can break. */
final class Node implements AutoCloseable {

    /** By the hand clock a node is dead after this; by the real one it gives a sign of life three times as often. */
    static final Duration LEASE = Duration.ofMillis(600);

    private static final long MEMORY = 8L << 20;

    private final HandModel model = new HandModel();
    private final Shaky store = new Shaky();
    private final ChatEngine engine;

    Node(String name, InMemoryStores stores, HandClock clock) {
        this(name, stores, clock, UnaryOperator.identity());
    }

    Node(String name, InMemoryStores stores, HandClock clock, UnaryOperator<Policies> change) {
        this(name, stores, clock, change, null, new LocalSessionCache(MEMORY));
    }

    /** One that remembers no session, and reads all from the store. */
    static Node forgetful(String name, InMemoryStores stores, HandClock clock) {
        return new Node(name, stores, clock, UnaryOperator.identity(), null, new LocalSessionCache(0));
    }

    /** One that keeps what is said while its way to the store is broken. */
    static Node withJournal(String name, InMemoryStores stores, HandClock clock, MessageJournal journal) {
        return new Node(name, stores, clock, UnaryOperator.identity(), journal, new LocalSessionCache(MEMORY));
    }

    private Node(
            String name,
            InMemoryStores stores,
            HandClock clock,
            UnaryOperator<Policies> change,
            @Nullable MessageJournal journal,
            SessionCache cache) {
        Policies policies = Policies.standard(name)
                .leasing(LEASE)
                .lookingEvery(Duration.ofMillis(20), Duration.ofMillis(20))
                .awaitingStoreFor(Duration.ofSeconds(2))
                .closingWithin(Duration.ZERO);
        ChatEngine.Builder building = ChatEngine.builder()
                .store(
                        store.over(SessionStore.class, stores.sessions()),
                        store.over(ConversationStore.class, stores.conversations()),
                        store.over(ReplyJobs.class, stores.replies()),
                        store.over(NodeLeases.class, stores.leases()))
                .cache(cache)
                .model(name, model)
                .clock(clock)
                .nanoClock(clock)
                .policies(change.apply(policies));
        if (journal != null) {
            building.journal(journal);
        }
        engine = building.start();
    }

    ChatEngine engine() {
        return engine;
    }

    HandModel model() {
        return model;
    }

    Shaky store() {
        return store;
    }

    /** Gives no sign of life any more, nor takes part in the work; what it writes still arrives. */
    void loseTouch() {
        store.breaks("renew", Shaky.When.BEFORE);
        store.breaks("take", Shaky.When.BEFORE);
        store.breaks("startable", Shaky.When.BEFORE);
    }

    void findBack() {
        store.heals("renew");
        store.heals("take");
        store.heals("startable");
    }

    @Override
    public void close() {
        engine.close();
    }
}
