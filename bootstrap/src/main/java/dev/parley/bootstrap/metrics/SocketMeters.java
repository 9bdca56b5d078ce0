package dev.parley.bootstrap.metrics;

import dev.parley.adapter.websocket.WebSocketAdapter;
import dev.parley.domain.error.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts connections, and times pieces on their way. */
final class SocketMeters implements WebSocketAdapter.Observer {

    /** Ours, and those that clients and browsers say. */
    private static final List<Integer> CODES =
            List.of(1000, 1001, 1002, 1005, 1006, 1007, 1008, 1009, 1011, 1012, 4401, 4403, 4404, 4408);

    private static final List<Integer> STATUSES = List.of(400, 401, 403, 404, 405, 421, 426, 429, 503);

    private final Counter opened;
    private final Map<Integer, Counter> closed;
    private final Counter closedOtherwise;
    private final Map<Integer, Counter> refused;
    private final Counter refusedOtherwise;
    private final Counter resumed;
    private final Counter resumedInVain;
    private final Timer relayed;
    private final ErrorMeters errors;

    SocketMeters(Meters meters) {
        opened = meters.counter("sockets.opened", "Sockets that were opened.");
        closed = by(CODES, code -> closed(meters, code.toString()));
        closedOtherwise = closed(meters, Labels.OTHER);
        refused = by(STATUSES, status -> refused(meters, status.toString()));
        refusedOtherwise = refused(meters, Labels.OTHER);
        resumed = resumed(meters, "true");
        resumedInVain = resumed(meters, "false");
        relayed = meters.timer(
                "relay.delay", "From a piece's being known on this node until its frame was written.", Scale.FINE);
        errors = new ErrorMeters(meters, "socket");
    }

    private static Map<Integer, Counter> by(List<Integer> numbers, Function<Integer, Counter> counter) {
        return numbers.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), counter));
    }

    private static Counter closed(Meters meters, String code) {
        return meters.counter("sockets.closed", "Sockets that are gone, by close code; 1006: lost.", "code", code);
    }

    private static Counter refused(Meters meters, String status) {
        return meters.counter("sockets.refused", "Requests for sockets that were refused.", "status", status);
    }

    private static Counter resumed(Meters meters, String complete) {
        return meters.counter(
                "sockets.resumed", "Clients that came back and went on where they stood.", "complete", complete);
    }

    @Override
    public void opened() {
        opened.increment();
    }

    @Override
    public void closed(int code) {
        closed.getOrDefault(code, closedOtherwise).increment();
    }

    @Override
    public void refused(int status) {
        refused.getOrDefault(status, refusedOtherwise).increment();
    }

    @Override
    public void resumed(boolean complete) {
        (complete ? resumed : resumedInVain).increment();
    }

    @Override
    public void relayed(long nanos) {
        relayed.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void complained(ErrorCode code) {
        errors.count(code);
    }
}
