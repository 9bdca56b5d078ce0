package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.FollowUser;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.Entrances;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may become a WebSocket, before anything of a WebSocket exists. Blocks on the session's
 * store; never called on a selector's thread.
 */
final class Gatekeeper {

    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    private final Authentication authentication;
    private final FollowSession followSession;
    private final FollowUser followUser;
    private final RateLimiter limiter;
    private final Entrances entrances;
    private final WebSocketConfig config;
    private final Seats seats;
    private final BooleanSupplier draining;
    private final LongSupplier nanoTime;
    private final boolean isObserved;

    Gatekeeper(
            WebSocketAdapter.Ports ports,
            WebSocketConfig config,
            Seats seats,
            BooleanSupplier draining,
            LongSupplier nanoTime,
            WebSocketAdapter.Observer observer) {
        this.authentication = ports.authentication();
        this.followSession = ports.followSession();
        this.followUser = ports.followUser();
        this.limiter = ports.limiter();
        this.entrances = ports.entrances();
        this.config = config;
        this.seats = seats;
        this.draining = draining;
        this.nanoTime = nanoTime;
        this.isObserved = !observer.equals(WebSocketAdapter.Observer.NONE);
    }

    /** What was decided. */
    sealed interface Verdict {

        /** Come in. Whoever takes this must release the admission in the end. */
        record Admitted(Admission admission) implements Verdict {}

        /** Stay out. Nothing was opened, nothing stays counted. */
        record Refused(Turnaway turnaway) implements Verdict {}
    }

    Verdict examine(Knock knock) {
        Target target = Target.of(knock.path());
        if (target == null) {
            return new Verdict.Refused(Turnaway.notFound());
        }
        Optional<String> host = knock.one("Host");
        if (!"GET".equals(knock.method())) {
            return new Verdict.Refused(Turnaway.wrongMethod());
        }
        if (!knock.http11() || host.isEmpty() || !knock.wantsWebSocket()) {
            return new Verdict.Refused(Turnaway.badRequest(
                    "must be an HTTP/1.1 request with Host, Upgrade: websocket, Connection: Upgrade"));
        }
        return entrances
                .find(Visitor.door(knock, host.get(), config.trustedProxies()), Visitor.widgetKey(knock))
                .map(entrance -> examine(knock, host.get(), target, entrance))
                .orElseGet(() -> new Verdict.Refused(Turnaway.misdirected()));
    }

    /**
     * Why one more socket would be refused now. Takes nothing and asks no store.
     *
     * @param address null if it is not known
     */
    Optional<Refusal> refusal(Principal caller, @Nullable String address) {
        Place place = address == null ? null : new Place(caller.tenant(), address);
        Turnaway full = seats.lacking(place, new Member(caller));
        return full != null
                ? Optional.of(new Refusal(ErrorCode.RATE_LIMITED, null, full.detail(), Turnaway.RETRY))
                : limiter.peek(RateLimiter.Action.CONNECTION, subject(caller, address))
                        .map(Turnaway::soon);
    }

    private Verdict examine(Knock knock, String host, Target target, Entrances.Entrance entrance) {
        Turnaway wrong = wrongHandshake(knock, host, target, entrance);
        if (wrong != null) {
            return new Verdict.Refused(wrong);
        }
        if (draining.getAsBoolean()) {
            return new Verdict.Refused(Turnaway.unavailable("this server is going away"));
        }
        String address = Visitor.address(knock, config.trustedProxies());
        return switch (seats.take(new Place(entrance.tenant(), address))) {
            case Seats.Claim.Full(var turnaway) -> new Verdict.Refused(turnaway);
            case Seats.Claim.Taken(var seat) -> identified(knock, target, entrance.tenant(), address, seat);
        };
    }

    private @Nullable Turnaway wrongHandshake(Knock knock, String host, Target target, Entrances.Entrance entrance) {
        if (!mayCome(knock, Visitor.host(knock, host, config.trustedProxies()), entrance)) {
            return Turnaway.wrongOrigin();
        }
        if (knock.one("Sec-WebSocket-Version").filter(VERSION::equals).isEmpty()) {
            return Turnaway.wrongVersion();
        }
        if (knock.one("Sec-WebSocket-Key").filter(Gatekeeper::isKey).isEmpty()) {
            return Turnaway.badRequest("Sec-WebSocket-Key must be 16 bytes in Base64");
        }
        String standpoint = target.standpointParameter();
        return isSeqOrAbsent(knock.parameter(standpoint))
                ? null
                : Turnaway.badRequest(standpoint + " must be a whole number of at least 0");
    }

    /** A client that names no origin is no page in a browser. */
    private boolean mayCome(Knock knock, String host, Entrances.Entrance entrance) {
        if (knock.all("Origin").isEmpty()) {
            return true;
        }
        return knock.one("Origin")
                .flatMap(WebOrigin::parse)
                .filter(origin -> origin.isServedBy(host)
                        || isOneOf(config.allowedOrigins(), origin)
                        || isOneOf(entrance.allowedOrigins(), origin))
                .isPresent();
    }

    private static boolean isOneOf(Set<String> origins, WebOrigin origin) {
        return origins.stream()
                .flatMap(allowed -> WebOrigin.parse(allowed).stream())
                .anyMatch(origin::equals);
    }

    private Verdict identified(Knock knock, Target target, TenantId tenant, String address, Seats.Seat seat) {
        try {
            Credential credential =
                    Visitor.credential(knock, config.guestCookie()).orElse(null);
            Authentication.Proof proof = credential == null
                    ? null
                    : credential.proof(authentication, tenant, target.session()).orElse(null);
            if (credential == null || proof == null) {
                seat.leave();
                return new Verdict.Refused(Turnaway.unauthorized());
            }
            Optional<Duration> wait = limiter.take(RateLimiter.Action.CONNECTION, subject(proof.principal(), address));
            if (wait.isPresent()) {
                seat.leave();
                return new Verdict.Refused(Turnaway.tooSoon(wait.get()));
            }
            return seated(knock, target, credential, new Caller(authentication, proof), address, seat);
        } catch (RuntimeException e) {
            seat.leave();
            throw e;
        }
    }

    private static RateLimiter.Subject subject(Principal principal, @Nullable String address) {
        return new RateLimiter.Subject(principal.tenant(), principal.user(), address);
    }

    private Verdict seated(
            Knock knock, Target target, Credential credential, Caller caller, String address, Seats.Seat before) {
        return switch (seats.takeFor(new Member(caller.principal()), before)) {
            case Seats.Claim.Full(var turnaway) -> new Verdict.Refused(turnaway);
            case Seats.Claim.Taken(var seat) -> spent(knock, target, credential, caller, address, seat);
        };
    }

    /** Only now, when there is a place and nothing wrong with the request, a ticket is spent. */
    private Verdict spent(
            Knock knock, Target target, Credential credential, Caller caller, String address, Seats.Seat seat) {
        boolean taken = false;
        try {
            taken = credential.spend(authentication, caller.principal().tenant(), target.session());
        } finally {
            if (!taken) {
                seat.leave();
            }
        }
        return taken ? following(knock, target, caller, address, seat) : new Verdict.Refused(Turnaway.unauthorized());
    }

    private Verdict following(Knock knock, Target target, Caller caller, String address, Seats.Seat seat) {
        Signal changes = new Signal();
        Arrivals arrivals = isObserved ? new Arrivals(nanoTime) : null;
        try {
            return switch (follow(caller.principal(), target, raising(changes, arrivals))) {
                case Following.Refused(var refusal) -> {
                    seat.leave();
                    yield new Verdict.Refused(Turnaway.of(refusal));
                }
                case Following.Open(var followed) ->
                    new Verdict.Admitted(new Admission(
                            caller,
                            new Source(address, knock.one("User-Agent").orElse(null)),
                            followed,
                            changes,
                            arrivals,
                            seat,
                            standpoint(knock.parameter(target.standpointParameter()), target),
                            knock.lists("Sec-WebSocket-Protocol", config.subprotocol())));
            };
        } catch (RuntimeException e) {
            seat.leave();
            throw e;
        }
    }

    private static Runnable raising(Signal changes, @Nullable Arrivals arrivals) {
        return arrivals == null
                ? changes::raise
                : () -> {
                    arrivals.note();
                    changes.raise();
                };
    }

    private sealed interface Following {

        record Open(Followed followed) implements Following {}

        record Refused(Refusal refusal) implements Following {}
    }

    private Following follow(Principal caller, Target target, Runnable onChange) {
        return switch (target) {
            case Target.OfSession(var session) ->
                switch (followSession.follow(caller, session, onChange)) {
                    case FollowSession.Outcome.Refused(var refusal) -> new Following.Refused(refusal);
                    case FollowSession.Outcome.Following(var feed) ->
                        new Following.Open(new Followed.InSession(session, feed));
                };
            case Target.OfUser() ->
                switch (followUser.follow(caller, onChange)) {
                    case FollowUser.Outcome.Refused(var refusal) -> new Following.Refused(refusal);
                    case FollowUser.Outcome.Following(var feed) ->
                        new Following.Open(new Followed.OfUser(caller.user(), feed));
                };
        };
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isSeqOrAbsent(@Nullable String text) {
        return text == null || (text.matches("[0-9]{1,16}") && Long.parseLong(text) <= FrameFields.LARGEST);
    }

    private static @Nullable Standpoint standpoint(@Nullable String text, Target target) {
        return text == null ? null : target.standpoint(Long.parseLong(text));
    }

    /** What counts as one address. */
    private record Place(TenantId tenant, String address) {}

    /** Two users of one name in two tenants are two. */
    private record Member(TenantId tenant, UserId user) {

        Member(Principal principal) {
            this(principal.tenant(), principal.user());
        }
    }
}
