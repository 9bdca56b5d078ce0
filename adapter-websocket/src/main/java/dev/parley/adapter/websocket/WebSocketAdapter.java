package dev.parley.adapter.websocket;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.CancelReply;
import dev.parley.application.port.in.CreateSession;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.FollowUser;
import dev.parley.application.port.in.MarkRead;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.Entrances;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.domain.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.jspecify.annotations.Nullable;

/**
 * Chat over WebSocket at {@code /ws/chat/{session_id}/}, and what concerns a user at {@code /ws/user/}, on a Grizzly listener that somebody else owns.
 *
 * <p>Order of calls: {@link #attach} before the listener starts, {@link #start}; in the end {@link #drain}, then {@link
 * #close}, then the listener stops. Thread-safe.
 */
public final class WebSocketAdapter implements AutoCloseable {

    private final Seats seats;
    private final OpenSockets sockets = new OpenSockets();
    private final WebSocketConfig config;
    private final ChatContainer container;
    private final Pulse pulse;
    private final SocketFilter filter;
    private final Gatekeeper gatekeeper;

    /**
     * The use cases behind the sockets.
     *
     * @param authentication who is calling
     * @param followSession what happens
     * @param sendMessage {@code user_message}
     * @param cancelReply {@code cancel}
     * @param markRead {@code delivered} and {@code read}
     * @param followUser what concerns the caller over all sessions
     * @param limiter how often somebody may connect
     * @param entrances into whose tenant a request comes
     */
    public record Ports(
            Authentication authentication,
            FollowSession followSession,
            SendMessage sendMessage,
            CancelReply cancelReply,
            MarkRead markRead,
            FollowUser followUser,
            RateLimiter limiter,
            Entrances entrances) {

        /** Ports for one tenant, without a limit on how often somebody connects, and without a socket for users. */
        public Ports(
                Authentication authentication,
                FollowSession followSession,
                SendMessage sendMessage,
                CancelReply cancelReply,
                MarkRead markRead) {
            this(
                    authentication,
                    followSession,
                    sendMessage,
                    cancelReply,
                    markRead,
                    (action, subject) -> Optional.empty());
        }

        /** Ports for one tenant, without a socket for users: there is none at that path then. */
        public Ports(
                Authentication authentication,
                FollowSession followSession,
                SendMessage sendMessage,
                CancelReply cancelReply,
                MarkRead markRead,
                RateLimiter limiter) {
            this(
                    authentication,
                    followSession,
                    sendMessage,
                    cancelReply,
                    markRead,
                    (caller, onChange) -> new FollowUser.Outcome.Refused(Refusal.sessionNotFound()),
                    limiter,
                    (host, widgetKey) -> Optional.of(Entrances.Entrance.ONLY));
        }

        /** Refuses nulls. */
        public Ports {
            requireNonNull(authentication, "authentication");
            requireNonNull(followSession, "followSession");
            requireNonNull(sendMessage, "sendMessage");
            requireNonNull(cancelReply, "cancelReply");
            requireNonNull(markRead, "markRead");
            requireNonNull(followUser, "followUser");
            requireNonNull(limiter, "limiter");
            requireNonNull(entrances, "entrances");
        }

        /** The same, where a connection to a session that is not there makes it: for clients that choose its id. */
        public Ports creatingOnConnect(CreateSession createSession) {
            return new Ports(
                    authentication,
                    new SessionsOnDemand(followSession, createSession),
                    sendMessage,
                    cancelReply,
                    markRead,
                    followUser,
                    limiter,
                    entrances);
        }

        /** The same, with a socket for users. */
        public Ports followingUsers(FollowUser users) {
            return new Ports(
                    authentication, followSession, sendMessage, cancelReply, markRead, users, limiter, entrances);
        }
    }

    /**
     * An adapter without connections. Opens nothing yet.
     *
     * @param ports the use cases
     * @param config what is kept to
     * @param nanoTime a clock that only goes forward, like {@link System#nanoTime}
     * @param random spreads reconnects and makes ids for messages without one; thread-safe, not to be guessed
     */
    public WebSocketAdapter(Ports ports, WebSocketConfig config, LongSupplier nanoTime, RandomGenerator random) {
        this(ports, config, nanoTime, random, Observer.NONE);
    }

    /** The same with somebody who hears of connections. */
    public WebSocketAdapter(
            Ports ports, WebSocketConfig config, LongSupplier nanoTime, RandomGenerator random, Observer observer) {
        this.config = config;
        this.seats = new Seats(config.limits());
        this.container = ChatContainer.started(config);
        this.pulse = new Pulse(sockets, nanoTime);
        Shared shared = new Shared(
                ports,
                config,
                new FrameCodec(config.subprotocol(), config.sizes().message()),
                nanoTime,
                random,
                observer);
        this.gatekeeper = new Gatekeeper(ports, config, seats, sockets::isDraining, nanoTime, observer);
        this.filter = new SocketFilter(
                gatekeeper,
                new Upgrader(container.getWebSocketEngine(), shared, sockets),
                new RequestIds(random),
                observer);
    }

    /**
     * Hears of connections, to count and time them: never whose they are, nor what is said. Called by many threads, for
     * {@link #relayed} once for each frame with a piece of a reply: must neither block, throw nor allocate.
     */
    public interface Observer {

        /** Hears nothing, and costs nothing. */
        Observer NONE = new Observer() {

            @Override
            public void opened() {}

            @Override
            public void closed(int code) {}

            @Override
            public void refused(int status) {}

            @Override
            public void resumed(boolean complete) {}

            @Override
            public void relayed(long nanos) {}

            @Override
            public void complained(ErrorCode code) {}
        };

        /** A connection was opened; one call of {@link #closed} follows. */
        void opened();

        /**
         * A connection is gone.
         *
         * @param code the close code of whoever closed it; 1006 if nobody said one. The client's may be any number.
         */
        void closed(int code);

        /** A request was refused with this HTTP status. */
        void refused(int status);

        /**
         * A client came back and goes on where it stood; or told of a hole, later on.
         *
         * @param complete whether all it missed follows
         */
        void resumed(boolean complete);

        /**
         * A frame with a piece of a reply is with the operating system.
         *
         * @param nanos since its first character could be read on this node
         */
        void relayed(long nanos);

        /** A client was told of an error. */
        void complained(ErrorCode code);
    }

    /** Puts the adapter in front of a listener's HTTP handlers. Before the listener starts; any number of listeners. */
    public void attach(NetworkListener listener) {
        listener.registerAddOn((same, chain) -> chain.add(chain.indexOfType(HttpServerFilter.class), filter));
    }

    /** Begins to look after connections: heartbeats, time limits. */
    public void start() {
        pulse.start();
    }

    /** The types of frames a client may send: for those who must have thought of each. */
    public static List<String> frameTypes() {
        return FrameReader.TYPES;
    }

    /**
     * Why one more socket of somebody would be refused now, for those who are asked before it is opened. Takes nothing;
     * does not block.
     *
     * @param address from where on the network; null if it is not known
     * @return empty if it would be let in
     */
    public Optional<Refusal> refusal(Principal caller, @Nullable String address) {
        return gatekeeper.refusal(caller, address);
    }

    /** How many connections there are, those being examined included. Does not block. */
    public int connections() {
        return seats.taken();
    }

    /** How many bytes wait in memory, to be taken by clients or to be handled, in all. Does not block. */
    public long waitingBytes() {
        return sockets.sum(OpenSocket::bytesWaiting);
    }

    /**
     * Lets nobody in any more, and asks everybody to come back after a random while ({@code draining}, close code 1012).
     * Blocks until all are gone.
     *
     * @param atMost how long to wait
     * @return whether all are gone
     */
    public boolean drain(Duration atMost) throws InterruptedException {
        sockets.drain();
        return sockets.awaitNone(atMost);
    }

    /** Closes what is open with 1001, cuts off who does not answer, and stops. Blocks for little. Idempotent. */
    @Override
    public void close() {
        sockets.refuseNew();
        sockets.forEach(socket -> socket.chat().close(CloseCode.GOING_AWAY));
        try {
            sockets.awaitNone(config.timing().closeWithin());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.forEach(socket -> socket.cut("the server stops"));
            pulse.close();
            container.stop();
        }
    }
}
