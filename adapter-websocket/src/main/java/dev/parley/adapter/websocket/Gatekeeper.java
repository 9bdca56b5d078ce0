package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
    private final RateLimiter limiter;
    private final WebSocketConfig config;
    private final Seats seats;
    private final BooleanSupplier draining;

    Gatekeeper(WebSocketAdapter.Ports ports, WebSocketConfig config, Seats seats, BooleanSupplier draining) {
        this.authentication = ports.authentication();
        this.followSession = ports.followSession();
        this.limiter = ports.limiter();
        this.config = config;
        this.seats = seats;
        this.draining = draining;
    }

    /** What was decided. */
    sealed interface Verdict {

        /** Come in. Whoever takes this must release the admission in the end. */
        record Admitted(Admission admission) implements Verdict {}

        /** Stay out. Nothing was opened, nothing stays counted. */
        record Refused(Turnaway turnaway) implements Verdict {}
    }

    Verdict examine(Knock knock) {
        SessionId session = ChatPath.session(knock.path());
        if (session == null) {
            return new Verdict.Refused(Turnaway.notFound());
        }
        Turnaway wrong = wrongHandshake(knock);
        if (wrong != null) {
            return new Verdict.Refused(wrong);
        }
        if (draining.getAsBoolean()) {
            return new Verdict.Refused(Turnaway.unavailable("this server is going away"));
        }
        String address = Visitor.address(knock, config.trustedProxies());
        return switch (seats.take(address)) {
            case Seats.Claim.Full(var turnaway) -> new Verdict.Refused(turnaway);
            case Seats.Claim.Taken(var seat) -> identified(knock, session, address, seat);
        };
    }

    private @Nullable Turnaway wrongHandshake(Knock knock) {
        if (!"GET".equals(knock.method())) {
            return Turnaway.wrongMethod();
        }
        Optional<String> host = knock.one("Host");
        if (!knock.http11() || host.isEmpty() || !knock.wantsWebSocket()) {
            return Turnaway.badRequest(
                    "must be an HTTP/1.1 request with Host, Upgrade: websocket, Connection: Upgrade");
        }
        if (!mayCome(knock, Visitor.host(knock, host.get(), config.trustedProxies()))) {
            return Turnaway.wrongOrigin();
        }
        if (knock.one("Sec-WebSocket-Version").filter(VERSION::equals).isEmpty()) {
            return Turnaway.wrongVersion();
        }
        if (knock.one("Sec-WebSocket-Key").filter(Gatekeeper::isKey).isEmpty()) {
            return Turnaway.badRequest("Sec-WebSocket-Key must be 16 bytes in Base64");
        }
        return isSeqOrAbsent(knock.parameter("after_seq"))
                ? null
                : Turnaway.badRequest("after_seq must be a whole number of at least 0");
    }

    /** A client that names no origin is no page in a browser. */
    private boolean mayCome(Knock knock, String host) {
        if (knock.all("Origin").isEmpty()) {
            return true;
        }
        return knock.one("Origin")
                .flatMap(WebOrigin::parse)
                .filter(origin -> origin.isServedBy(host) || isAllowed(origin))
                .isPresent();
    }

    private boolean isAllowed(WebOrigin origin) {
        return config.allowedOrigins().stream()
                .flatMap(allowed -> WebOrigin.parse(allowed).stream())
                .anyMatch(origin::equals);
    }

    private Verdict identified(Knock knock, SessionId session, String address, Seats.Seat seat) {
        try {
            Credential credential =
                    Visitor.credential(knock, config.guestCookie()).orElse(null);
            Authentication.Proof proof = credential == null
                    ? null
                    : credential.proof(authentication, session).orElse(null);
            if (credential == null || proof == null) {
                seat.leave();
                return new Verdict.Refused(Turnaway.unauthorized());
            }
            Optional<Duration> wait = limiter.take(RateLimiter.Action.CONNECTION, subject(proof.principal(), address));
            if (wait.isPresent()) {
                seat.leave();
                return new Verdict.Refused(Turnaway.tooSoon(wait.get()));
            }
            return seated(knock, session, credential, new Caller(authentication, proof), address, seat);
        } catch (RuntimeException e) {
            seat.leave();
            throw e;
        }
    }

    private static RateLimiter.Subject subject(Principal principal, String address) {
        return new RateLimiter.Subject(principal.tenant(), principal.user(), address);
    }

    private Verdict seated(
            Knock knock, SessionId session, Credential credential, Caller caller, String address, Seats.Seat before) {
        return switch (seats.takeFor(new Member(caller.principal()), before)) {
            case Seats.Claim.Full(var turnaway) -> new Verdict.Refused(turnaway);
            case Seats.Claim.Taken(var seat) -> spent(knock, session, credential, caller, address, seat);
        };
    }

    /** Only now, when there is a place and nothing wrong with the request, a ticket is spent. */
    private Verdict spent(
            Knock knock, SessionId session, Credential credential, Caller caller, String address, Seats.Seat seat) {
        boolean taken = false;
        try {
            taken = credential.spend(authentication, session);
        } finally {
            if (!taken) {
                seat.leave();
            }
        }
        return taken ? following(knock, session, caller, address, seat) : new Verdict.Refused(Turnaway.unauthorized());
    }

    private Verdict following(Knock knock, SessionId session, Caller caller, String address, Seats.Seat seat) {
        Signal changes = new Signal();
        try {
            return switch (followSession.follow(caller.principal(), session, changes::raise)) {
                case FollowSession.Outcome.Refused(var refusal) -> {
                    seat.leave();
                    yield new Verdict.Refused(Turnaway.of(refusal));
                }
                case FollowSession.Outcome.Following(var feed) ->
                    new Verdict.Admitted(new Admission(
                            caller,
                            session,
                            new Source(address, knock.one("User-Agent").orElse(null)),
                            feed,
                            changes,
                            seat,
                            seq(knock.parameter("after_seq")),
                            knock.lists("Sec-WebSocket-Protocol", config.subprotocol())));
            };
        } catch (RuntimeException e) {
            seat.leave();
            throw e;
        }
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

    private static @Nullable Seq seq(@Nullable String text) {
        return text == null ? null : new Seq(Long.parseLong(text));
    }

    /** Two users of one name in two tenants are two. */
    private record Member(Object tenant, Object user) {

        Member(Principal principal) {
            this(principal.tenant(), principal.user());
        }
    }
}
