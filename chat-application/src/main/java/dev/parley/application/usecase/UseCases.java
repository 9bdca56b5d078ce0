package dev.parley.application.usecase;

import dev.parley.application.port.in.AdoptSessions;
import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.FollowUser;
import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.MarkRead;
import dev.parley.application.port.in.ReadAssistants;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.ReadPresence;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.SearchMessages;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.content.Masker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * All use cases over one set of ports, and the worker behind them. Reading {@link #over} from top to bottom is reading
 * how they hang together.
 */
public final class UseCases implements AutoCloseable {

    private static final Duration FORGET_EVERY = Duration.ofSeconds(10);
    private static final Duration TYPING_EXPIRES_EVERY = Duration.ofMillis(500);

    private final CreateSession createSession;
    private final ReadSessions readSessions;
    private final ChangeSession changeSession;
    private final SendMessage sendMessage;
    private final CancelReply cancelReply;
    private final ReadHistory readHistory;
    private final MarkRead markRead;
    private final FollowSession followSession;
    private final ReadAssistants readAssistants;
    private final AdoptSessions adoptSessions;
    private final ManagePreferences managePreferences;
    private final FollowUser followUser;
    private final ReadPresence readPresence;
    private final SearchMessages searchMessages;
    private final RecentSessions recent;
    private final RecentPreferences recentPreferences;
    private final Outage outage;
    private final SessionHubs hubs;
    private final UserHubs userHubs;
    private final SessionNews sessionNews;
    private final Ports ports;
    private final ReplyWorkers workers;
    private final Housekeeping housekeeping;
    private final Cleanup cleanup;
    private final Policies policies;
    private final List<Repeating> repeating = new ArrayList<>();
    private final List<Listening> listening = new ArrayList<>();
    private volatile @Nullable WarmUp warmUp;

    private UseCases(Ports ports, Policies policies) {
        var witness = new Witness(ports.audit(), ports.clock());
        var known = new KnownSessions(KnownSessions.MOST_CHARACTERS);
        this.recent =
                new RecentSessions(ports.sessions(), ports.conversations(), ports.cache(), ports.sharedCache(), known);
        this.recentPreferences = new RecentPreferences(ports.preferences());
        var gate = new SessionGate(recent, witness, known);
        var announcer = new Announcer(ports.bus(), ports.queue(), recent::appended);
        this.hubs =
                new SessionHubs(ports.conversations(), ports.bus(), ports.log(), ports.presence(), ports.nanoClock());
        var moderator = new Moderator(ports.moderation(), policies.content().judgedWithin());
        this.ports = ports;
        this.policies = policies;
        var running = new RunningReplies(ports.jobs(), policies.stream(), ports.nanoClock());
        var masker = new Masker(policies.content().maskedForModel());
        var filters = new ReplyFilters(new Masker(policies.content().maskedInReplies()), moderator);
        var prompts =
                new PromptBuilder(ports, recent, recentPreferences, policies.estimator(), masker, policies.choices());
        // Fair: whoever takes from the queue would else hardly ever leave a place to others.
        var places = new Semaphore(policies.mostReplies(), true);
        var kept = new KeptReplies(policies.roles().contains(NodeRole.WORKER) ? ports.journal() : null);
        var unstored = new UnstoredReplies(kept);
        var outagePrompts = new OutagePrompts(prompts, known, hubs::head);
        var unstoredWriter =
                new UnstoredWriter(ports, policies, outagePrompts, filters, running, places, kept, unstored);
        var life = new NodeLife(ports.leases(), policies.node(), policies.leaseTimeToLive(), ports.nanoClock());
        var conclusion = new ReplyConclusion(ports, announcer, running);
        var aside = new Aside(ports, running, filters, policies.stream());
        var writer = new ReplyWriter(
                ports,
                policies,
                life,
                running,
                conclusion,
                prompts,
                filters,
                new Summariser(ports, announcer, aside, masker),
                new Titler(ports, announcer, aside, masker, policies.titles()),
                unstored);
        var claims = new ReplyClaims(ports, life, writer, conclusion, unstored);
        var unstoredConclusion = new UnstoredConclusion(ports.jobs(), life, running, claims, kept, unstored);
        this.workers = new ReplyWorkers(
                ports, policies, life, running, claims, conclusion, unstoredWriter, unstoredConclusion, places);
        this.outage = new Outage(ports, announcer, hubs, unstoredConclusion, policies.storeWithin());
        this.createSession = new CreateSessionUseCase(ports, gate, announcer, recent, recentPreferences);
        this.readSessions = new ReadSessionsUseCase(ports.sessions(), gate);
        this.changeSession = new ChangeSessionUseCase(ports, gate, announcer, witness, policies.undoWithin());
        this.sendMessage =
                new SendMessageUseCase(ports, gate, announcer, moderator, policies.messages(), outage, unstoredWriter);
        this.cancelReply = new CancelReplyUseCase(
                ports, gate, announcer, outage, new UnstoredCancellation(unstored, unstoredWriter));
        this.readHistory = new ReadHistoryUseCase(ports, gate, recent);
        this.markRead = new MarkReadUseCase(ports.conversations(), gate, announcer);
        this.followSession = new FollowSessionUseCase(
                gate,
                new SessionFeed.Context(
                        hubs,
                        new SessionViews(recent, ports::now),
                        policies.stream().largestPiece(),
                        ports.nanoClock()));
        this.userHubs = new UserHubs(() -> firstNumber(ports.ids().next()), ports.nanoClock());
        this.sessionNews = new SessionNews(ports.sessions(), userHubs);
        this.searchMessages = new SearchMessagesUseCase(ports.conversations(), gate);
        this.followUser = new FollowUserUseCase(gate, userHubs, ports.presence());
        this.readPresence = new ReadPresenceUseCase(ports.presence(), witness);
        this.adoptSessions = new AdoptSessionsUseCase(ports, announcer);
        this.managePreferences = new ManagePreferencesUseCase(ports, gate, recentPreferences, policies.choices());
        this.readAssistants = caller -> ports.assistants().all(caller.tenant());
        this.cleanup =
                new Cleanup(ports.sessions(), ports.clock(), policies.cleanup(), announcer, witness, hubs::followed);
        this.housekeeping = new Housekeeping(ports.sessions(), ports.conversations(), witness, ports.clock(), policies);
    }

    /** The random bits of an id, as many as leave room to count: every reader of JSON keeps whole numbers below 2^53. */
    private static long firstNumber(UUID id) {
        return id.getLeastSignificantBits() & ((1L << 52) - 1);
    }

    /** Puts the use cases together. Nothing runs yet. */
    public static UseCases over(Ports ports, Policies policies) {
        return new UseCases(ports, policies);
    }

    /**
     * Begins what this node is there for, after the store was given what an earlier process kept for it. Blocks until a
     * worker has its lease; throws {@code StoreException} if it gets none.
     */
    public void start() {
        listening.add(ports.bus().listenToAll(recent::heard));
        outage.replay();
        if (policies.roles().contains(NodeRole.WORKER)) {
            workers.start();
        }
        repeating.add(Repeating.start("journal", policies.sweepEvery(), outage::replay));
        if (policies.roles().contains(NodeRole.GATEWAY)) {
            lookAfterPeople();
        }
    }

    private void lookAfterPeople() {
        sessionNews.start(ports.bus());
        listening.add(ports.userBus().listen(userHubs::heard));
        listening.add(ports.userBus().listen(recentPreferences::heard));
        repeating.add(Repeating.start("user-hubs", FORGET_EVERY, userHubs::forget));
        repeating.add(Repeating.start("typing", TYPING_EXPIRES_EVERY, hubs::expireTyping));
        repeating.add(Repeating.start("comparison", policies.compareEvery(), hubs::compare));
        repeating.add(Repeating.start("housekeeping", Housekeeping.EVERY, housekeeping::run));
        if (!policies.cleanup().equals(CleanupPolicy.NONE)) {
            repeating.add(Repeating.start("cleanup", Cleanup.EVERY, cleanup::run));
        }
    }

    /**
     * Reads sessions that were used before this start, in the background: what nobody has to wait for then. Does not block.
     * To be called after {@link #start}, at most once.
     */
    public void warmUp(List<SessionKey> sessions) {
        warmUp = WarmUp.start(recent, sessions);
    }

    public CreateSession createSession() {
        return createSession;
    }

    public ReadSessions readSessions() {
        return readSessions;
    }

    public ChangeSession changeSession() {
        return changeSession;
    }

    public SendMessage sendMessage() {
        return sendMessage;
    }

    public CancelReply cancelReply() {
        return cancelReply;
    }

    public ReadHistory readHistory() {
        return readHistory;
    }

    public MarkRead markRead() {
        return markRead;
    }

    public FollowSession followSession() {
        return followSession;
    }

    public SearchMessages searchMessages() {
        return searchMessages;
    }

    public FollowUser followUser() {
        return followUser;
    }

    public ReadPresence readPresence() {
        return readPresence;
    }

    public ReadAssistants readAssistants() {
        return readAssistants;
    }

    public AdoptSessions adoptSessions() {
        return adoptSessions;
    }

    public ManagePreferences managePreferences() {
        return managePreferences;
    }

    /** How many replies this node is writing now. */
    public int runningReplies() {
        return workers.size();
    }

    /** How many replies this node may write at once. */
    public int mostReplies() {
        return policies.mostReplies();
    }

    /**
     * How many replies wait for a worker of any node, in its queue. Blocks for one question to the queue at most; empty if
     * it does not say.
     */
    public OptionalLong waitingReplies() {
        return ports.queue().waiting();
    }

    /** Whether the store was away when it was asked last. Always false without a journal. */
    public boolean storeIsAway() {
        return outage.isAway();
    }

    /** How many messages wait in the journal for the store. */
    public int waitingMessages() {
        return outage.waiting();
    }

    /** How many sessions are followed on this node now. */
    public int followedSessions() {
        return hubs.size();
    }

    /** How often what this node remembers of sessions was of use. */
    public CacheHits cacheHits() {
        return recent.hitsHere();
    }

    /** How often what all nodes remember of sessions together was of use; never, where there is no such cache. */
    public CacheHits sharedCacheHits() {
        return recent.hitsEverywhere();
    }

    /** How many users are followed on this node now, or may come back soon. */
    public int followedUsers() {
        return userHubs.size();
    }

    /**
     * Stops: no new replies, running ones end or are handed back. Blocks for a few seconds at most, also if the caller is
     * interrupted: the store must never be called by an interrupted thread.
     */
    @Override
    public void close() {
        Thread closing = Thread.ofVirtual().name("parley-close").start(this::stop);
        boolean interrupted = false;
        while (closing.isAlive()) {
            try {
                closing.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        WarmUp warming = warmUp;
        if (warming != null) {
            warming.close();
        }
        repeating.forEach(Repeating::close);
        workers.close();
        listening.forEach(Listening::close);
        sessionNews.close();
    }
}
