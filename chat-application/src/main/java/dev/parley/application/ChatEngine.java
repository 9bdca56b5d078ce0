package dev.parley.application;

import static java.util.Objects.requireNonNull;

import dev.parley.application.local.DemoLanguageModel;
import dev.parley.application.local.FixedAssistants;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalEventBus;
import dev.parley.application.local.LocalPresence;
import dev.parley.application.local.LocalReplyLog;
import dev.parley.application.local.LocalSessionCache;
import dev.parley.application.local.LocalUserBus;
import dev.parley.application.local.LocalWorkQueue;
import dev.parley.application.local.TimeOrderedIds;
import dev.parley.application.local.Unobserved;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.AssistantCatalogue;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.ChatObserver;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.MessageJournal;
import dev.parley.application.port.out.Moderation;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.UserBus;
import dev.parley.application.port.out.WorkQueue;
import dev.parley.application.usecase.Policies;
import dev.parley.application.usecase.Ports;
import dev.parley.application.usecase.UseCases;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.session.SessionId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A running Parley inside another program. Everything has an in-memory default; replace what you like with the builder.
 *
 * <p>Thread-safe. The three short methods are for programs; transports use {@link #useCases()}. Close it to stop: running
 * replies end or are handed back to the store.
 */
public final class ChatEngine implements AutoCloseable {

    private static final int TICKETS = 10_000;
    private static final long CACHED_BYTES = 32L << 20;
    private static final int DEMO_TOKENS_PER_SECOND = 60;

    private final UseCases useCases;
    private final EventBus bus;

    private ChatEngine(UseCases useCases, EventBus bus) {
        this.useCases = useCases;
        this.bus = bus;
    }

    /** Begins to put an engine together. */
    public static Builder builder() {
        return new Builder();
    }

    /** All that can be done. */
    public UseCases useCases() {
        return useCases;
    }

    /**
     * Makes a session. Blocks until it is durable.
     *
     * @throws RefusedException if the caller may not
     */
    public SessionId createSession(Principal caller) {
        return switch (useCases.createSession().create(CreateSession.Command.plain(caller))) {
            case CreateSession.Outcome.Created(var view, var duplicate) ->
                view.session().id();
            case CreateSession.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
        };
    }

    /**
     * Says something in a session. Blocks until it is durable; the reply comes through a feed.
     *
     * @throws RefusedException if the message was not taken
     */
    public SendMessage.Receipt send(Principal caller, SessionId session, String text) {
        var command = new SendMessage.Command(caller, session, text, null, null);
        return switch (useCases.sendMessage().send(command)) {
            case SendMessage.Outcome.Accepted(var receipt) -> receipt;
            case SendMessage.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
        };
    }

    /**
     * Follows a session from now on. To be closed by the caller.
     *
     * @throws RefusedException if there is no such session of the caller
     */
    public Feed follow(Principal caller, SessionId session) {
        return switch (useCases.followSession().follow(caller, session, () -> {})) {
            case FollowSession.Outcome.Following(var feed) -> feed;
            case FollowSession.Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
        };
    }

    /** Hears every durable change of every session, after it was committed. The listener must not block. */
    public Listening listen(Consumer<Announcement> listener) {
        return bus.listenToAll(listener);
    }

    /** Stops. Blocks for a few seconds at most. Ports given to the builder are left open. */
    @Override
    public void close() {
        useCases.close();
    }

    /** An expected "no", for programs that prefer exceptions. */
    public static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        RefusedException(Refusal refusal) {
            super(refusal.code() + ": " + refusal.rule());
            this.refusal = refusal;
        }

        /** What was refused, and by which rule. */
        public Refusal refusal() {
            return refusal;
        }
    }

    /** Puts an engine together. Not thread-safe; used once. */
    public static final class Builder {

        private InstantSource clock = InstantSource.system();
        private LongSupplier nanoClock = System::nanoTime;
        private @Nullable LanguageModel model;
        private String modelName = "demo";
        private @Nullable SessionStore sessions;
        private @Nullable ConversationStore conversations;
        private @Nullable ReplyJobs jobs;
        private @Nullable NodeLeases leases;
        private @Nullable MessageJournal journal;
        private @Nullable PreferenceStore preferences;
        private SessionCache cache = new LocalSessionCache(CACHED_BYTES);
        private @Nullable SessionCache sharedCache;
        private EventBus bus = new LocalEventBus();
        private UserBus userBus = new LocalUserBus();
        private Presence presence = new LocalPresence();
        private ReplyLog log = new LocalReplyLog();
        private WorkQueue queue = new LocalWorkQueue(TICKETS);
        private AssistantCatalogue assistants = new FixedAssistants(List.of());
        private @Nullable Moderation moderation;
        private RateLimiter limiter = (action, subject) -> Optional.empty();
        private @Nullable AuditLog audit;
        private ChatObserver observer = new Unobserved();
        private @Nullable IdGenerator ids;
        private Policies policies = Policies.standard("embedded");

        private Builder() {}

        /**
         * Who answers. Without it a demo answers that says it is one.
         *
         * @param name what people are told
         */
        public Builder model(String name, LanguageModel answering) {
            modelName = requireNonNull(name, "name");
            model = requireNonNull(answering, "answering");
            return this;
        }

        /** Where everything is kept. Without it: in memory. The four must be over one and the same store. */
        public Builder store(
                SessionStore sessionStore, ConversationStore conversationStore, ReplyJobs replyJobs, NodeLeases nodes) {
            sessions = requireNonNull(sessionStore, "sessionStore");
            conversations = requireNonNull(conversationStore, "conversationStore");
            jobs = requireNonNull(replyJobs, "replyJobs");
            leases = requireNonNull(nodes, "nodes");
            return this;
        }

        /**
         * Where messages are kept while the store is away. Without it they are refused then. To be closed by the caller, after
         * the engine.
         */
        public Builder journal(MessageJournal messages) {
            journal = requireNonNull(messages, "messages");
            return this;
        }

        /** Where this node remembers sessions. Without it: in 32 MB of memory. Asking it must not block. */
        public Builder cache(SessionCache remembering) {
            cache = requireNonNull(remembering, "remembering");
            return this;
        }

        /** Where all nodes remember sessions together. Without it: nowhere. To be closed by the caller, after the engine. */
        public Builder sharedCache(SessionCache remembering) {
            sharedCache = requireNonNull(remembering, "remembering");
            return this;
        }

        /** Where it is kept what people prefer. Without it: in memory. */
        public Builder preferences(PreferenceStore store) {
            preferences = requireNonNull(store, "store");
            return this;
        }

        /** How nodes tell each other. Without it: within this process. */
        public Builder bus(EventBus events) {
            bus = requireNonNull(events, "events");
            return this;
        }

        /** How nodes tell each other what concerns users and no session. Without it: within this process. */
        public Builder userBus(UserBus news) {
            userBus = requireNonNull(news, "news");
            return this;
        }

        /** How nodes know who is where, and who types. Without it: within this process. To be closed by the caller. */
        public Builder presence(Presence people) {
            presence = requireNonNull(people, "people");
            return this;
        }

        /** Where running replies are read. Without it: within this process. */
        public Builder replyLog(ReplyLog replies) {
            log = requireNonNull(replies, "replies");
            return this;
        }

        /** How workers are woken. Without it: within this process. */
        public Builder queue(WorkQueue work) {
            queue = requireNonNull(work, "work");
            return this;
        }

        /** Which assistants there are. The standard one is added if it is not among them. */
        public Builder assistants(List<Assistant> all) {
            assistants = new FixedAssistants(all);
            return this;
        }

        /**
         * Who judges people's messages and models' replies. Without it nobody does. While there is one, a reply is shown
         * sentence by sentence.
         */
        public Builder moderation(Moderation judging) {
            moderation = requireNonNull(judging, "judging");
            return this;
        }

        /** How often people may do what. Without it: as often as they like. */
        public Builder limiter(RateLimiter rates) {
            limiter = requireNonNull(rates, "rates");
            return this;
        }

        /**
         * Where it is written down who reads, deletes and brings back what. Without it: in memory. A read of somebody
         * else's session is refused while it can't be written down.
         */
        public Builder audit(AuditLog log) {
            audit = requireNonNull(log, "log");
            return this;
        }

        /** Who hears what becomes of messages and replies, to count and measure it. Without it nobody does. */
        public Builder observer(ChatObserver counting) {
            observer = requireNonNull(counting, "counting");
            return this;
        }

        /** Where ids come from. Without it: version 7 UUIDs of the clock. */
        public Builder ids(IdGenerator generator) {
            ids = requireNonNull(generator, "generator");
            return this;
        }

        /** The time of day. Without it: the system's. */
        public Builder clock(InstantSource time) {
            clock = requireNonNull(time, "time");
            return this;
        }

        /** A clock in nanoseconds that only goes forward, for limits and leases. Without it: the system's. */
        public Builder nanoClock(LongSupplier nanos) {
            nanoClock = requireNonNull(nanos, "nanos");
            return this;
        }

        /** The numbers to keep to. */
        public Builder policies(Policies numbers) {
            policies = requireNonNull(numbers, "numbers");
            return this;
        }

        /** Starts the engine. Blocks until it may write replies. */
        public ChatEngine start() {
            var memory = InMemoryStores.empty(clock);
            var useCases = UseCases.over(
                    new Ports(
                            sessions == null ? memory.sessions() : sessions,
                            conversations == null ? memory.conversations() : conversations,
                            jobs == null ? memory.replies() : jobs,
                            leases == null ? memory.leases() : leases,
                            cache,
                            sharedCache,
                            journal,
                            bus,
                            userBus,
                            presence,
                            log,
                            queue,
                            model == null ? new DemoLanguageModel(clock, DEMO_TOKENS_PER_SECOND) : model,
                            modelName,
                            assistants,
                            preferences == null ? memory.preferences() : preferences,
                            moderation,
                            limiter,
                            audit == null ? memory.audit(new AuditChain(TextDigest::sha256)) : audit,
                            observer,
                            ids == null ? new TimeOrderedIds(clock, new SecureRandom()) : ids,
                            clock,
                            nanoClock),
                    policies);
            useCases.start();
            return new ChatEngine(useCases, bus);
        }
    }
}
