package dev.parley.adapter.rest;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.KeepKeys;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.ManageApiKeys;
import dev.parley.application.port.in.ManagePreferences;
import dev.parley.application.port.in.ManageUsers;
import dev.parley.application.port.in.MarkRead;
import dev.parley.application.port.in.OwnAccount;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadAssistants;
import dev.parley.application.port.in.ReadAudit;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.ReadPresence;
import dev.parley.application.port.in.ReadSessions;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SearchMessages;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.Entrances;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.domain.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API as a handler for a Grizzly server. Requests run on virtual threads of its own, so that a slow one holds
 * nothing up.
 */
public final class RestAdapter implements AutoCloseable {

    private static final String HEALTH_PATH = "/health/*";

    private final OpenFeeds feeds;
    private final ThreadFactory threads = Thread.ofVirtual().name("rest-", 0).factory();
    private final RestHandler handler;
    private final List<String> routes;
    private final List<String> paths;

    /**
     * Builds the API; opens nothing.
     *
     * @param ports what it calls
     * @param people what it calls for people with accounts; null where there are none, and no paths for them
     * @param node what {@code /health/ready} tells of this node
     * @param requestIds names requests; called from any thread
     */
    public RestAdapter(Ports ports, @Nullable People people, Node node, RestConfig config, Supplier<UUID> requestIds) {
        this(ports, people, node, config, requestIds, Observer.NONE);
    }

    /** The same with somebody who hears of requests. */
    public RestAdapter(
            Ports ports,
            @Nullable People people,
            Node node,
            RestConfig config,
            Supplier<UUID> requestIds,
            Observer observer) {
        this(
                new OpenFeeds(),
                feeds -> RestApplication.of(ports, people, node, config, feeds, observer),
                List.of("/api/*", HEALTH_PATH, "/version/*", "/.well-known/jwks.json"),
                config,
                requestIds,
                observer);
    }

    private RestAdapter(
            OpenFeeds feeds,
            Function<OpenFeeds, ResourceConfig> make,
            List<String> paths,
            RestConfig config,
            Supplier<UUID> requestIds,
            Observer observer) {
        this.feeds = feeds;
        this.paths = paths;
        ResourceConfig application = make.apply(feeds);
        HungUp.isNoFailure();
        this.routes = Resources.routes(application.getResources());
        HttpHandler jersey = ContainerFactory.createContainer(GrizzlyHttpContainer.class, application);
        this.handler = new RestHandler(
                jersey,
                task -> threads.newThread(task).start(),
                new RequestIds(requestIds),
                config.trustedProxies(),
                observer);
    }

    /** One that tells of a node's health and nothing else: for nodes nobody comes to. Opens nothing. */
    public static RestAdapter ofHealth(Node node, RestConfig config, Supplier<UUID> requestIds) {
        return ofHealth(node, config, requestIds, Observer.NONE);
    }

    /** The same with somebody who hears of requests. */
    public static RestAdapter ofHealth(Node node, RestConfig config, Supplier<UUID> requestIds, Observer observer) {
        return new RestAdapter(
                new OpenFeeds(),
                feeds -> RestApplication.ofHealth(node, observer),
                List.of(HEALTH_PATH),
                config,
                requestIds,
                observer);
    }

    /**
     * Hears of requests, to count and time them: never who calls, nor what is said. Called on the requests' threads; must
     * neither block nor throw.
     */
    public interface Observer {

        /** Hears nothing. */
        Observer NONE = new Observer() {

            @Override
            public void answered(String method, @Nullable String route, int status, boolean held, long nanos) {}

            @Override
            public void complained(ErrorCode code) {}
        };

        /**
         * A request was answered, or could not be.
         *
         * @param method as the client wrote it: any word
         * @param route the template of its path, as {@link RestAdapter#routes} has it; null if nothing is there
         * @param status of the answer
         * @param held whether it lasted as long as a reply does, as it should
         * @param nanos from its arrival until the answer was written
         */
        void answered(String method, @Nullable String route, int status, boolean held, long nanos);

        /** A client was told of an error. */
        void complained(ErrorCode code);
    }

    /** What to mount, at {@link #paths()} of a server whose context path is empty. */
    public HttpHandler handler() {
        return handler;
    }

    /**
     * Every request the API answers, as {@code GET /api/chat/session/{id}/}, sorted: for those who must have thought of
     * each.
     */
    public List<String> routes() {
        return routes;
    }

    /** The URL patterns the API answers. */
    public List<String> paths() {
        return paths;
    }

    /**
     * Ends what is still being answered: event streams say {@code draining}, held requests are answered without the
     * reply. New requests are still served, until the server itself stops. Does not block; idempotent.
     */
    @Override
    public void close() {
        feeds.close();
    }

    /** How many requests follow a reply just now. */
    public int openFeeds() {
        return feeds.size();
    }

    /** Tells, before a socket is opened, what opening it would. Called on a request's thread; does not block. */
    @FunctionalInterface
    public interface SocketRoom {

        /**
         * Why one more socket of somebody would be refused now, though everything else is right. Takes nothing.
         *
         * @param address null if it is not known
         * @return empty if it would be let in
         */
        Optional<Refusal> refusal(Principal caller, @Nullable String address);
    }

    /** The driving ports the API calls. */
    public record Ports(
            Authentication authentication,
            CreateSession createSession,
            ChangeSession changeSession,
            ReadSessions readSessions,
            ReadHistory readHistory,
            MarkRead markRead,
            SendMessage sendMessage,
            CancelReply cancelReply,
            FollowSession followSession,
            ReadAssistants readAssistants,
            ManagePreferences managePreferences,
            SearchMessages searchMessages,
            ReadPresence readPresence,
            RateLimiter limiter,
            Entrances entrances,
            SocketRoom sockets) {

        /** Ports for one tenant, without a limit on how often somebody becomes a guest, and with room for every socket. */
        public Ports(
                Authentication authentication,
                CreateSession createSession,
                ChangeSession changeSession,
                ReadSessions readSessions,
                ReadHistory readHistory,
                MarkRead markRead,
                SendMessage sendMessage,
                CancelReply cancelReply,
                FollowSession followSession,
                ReadAssistants readAssistants,
                ManagePreferences managePreferences,
                SearchMessages searchMessages,
                ReadPresence readPresence) {
            this(
                    authentication,
                    createSession,
                    changeSession,
                    readSessions,
                    readHistory,
                    markRead,
                    sendMessage,
                    cancelReply,
                    followSession,
                    readAssistants,
                    managePreferences,
                    searchMessages,
                    readPresence,
                    (action, subject) -> Optional.empty(),
                    (host, widgetKey) -> Optional.of(Entrances.Entrance.ONLY),
                    (caller, address) -> Optional.empty());
        }

        /** Refuses nulls. */
        public Ports {
            requireNonNull(authentication, "authentication");
            requireNonNull(createSession, "createSession");
            requireNonNull(changeSession, "changeSession");
            requireNonNull(readSessions, "readSessions");
            requireNonNull(readHistory, "readHistory");
            requireNonNull(markRead, "markRead");
            requireNonNull(sendMessage, "sendMessage");
            requireNonNull(cancelReply, "cancelReply");
            requireNonNull(followSession, "followSession");
            requireNonNull(readAssistants, "readAssistants");
            requireNonNull(managePreferences, "managePreferences");
            requireNonNull(searchMessages, "searchMessages");
            requireNonNull(readPresence, "readPresence");
            requireNonNull(limiter, "limiter");
            requireNonNull(entrances, "entrances");
            requireNonNull(sockets, "sockets");
        }
    }

    /**
     * The driving ports for people with accounts.
     *
     * @param publicKeys what access tokens are verified with: a JSON Web Key Set
     */
    public record People(
            Logins logins,
            OwnAccount ownAccount,
            ManageUsers manageUsers,
            ManageApiKeys manageApiKeys,
            ReadAudit readAudit,
            KeepKeys keepKeys,
            Supplier<String> publicKeys) {

        /** Refuses nulls. */
        public People {
            requireNonNull(logins, "logins");
            requireNonNull(ownAccount, "ownAccount");
            requireNonNull(manageUsers, "manageUsers");
            requireNonNull(manageApiKeys, "manageApiKeys");
            requireNonNull(readAudit, "readAudit");
            requireNonNull(keepKeys, "keepKeys");
            requireNonNull(publicKeys, "publicKeys");
        }
    }

    /**
     * This node, as {@code /health/ready} tells of it.
     *
     * @param roles what it is there for
     * @param dependencies what it depends on, in order
     */
    public record Node(List<String> roles, List<Dependency> dependencies) {

        /** Refuses nulls. */
        public Node {
            roles = List.copyOf(roles);
            dependencies = List.copyOf(dependencies);
        }
    }

    /**
     * Something this node depends on.
     *
     * @param name as {@code /health/ready} tells it
     * @param needed whether the node is not ready without it
     * @param check tells how it is; called for each question, so it should answer soon. An exception means down.
     */
    public record Dependency(String name, boolean needed, Supplier<Condition> check) {

        /** Refuses nulls. */
        public Dependency {
            requireNonNull(name, "name");
            requireNonNull(check, "check");
        }
    }

    /** How a dependency is. */
    public enum Condition {
        /** As it should be. */
        UP,
        /** It works, less well. */
        DEGRADED,
        /** It does not work. */
        DOWN
    }
}
