package dev.parley.bootstrap.terminal;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The line to a session: connects, notices when it is dead, and says when to try again. Used by one thread; what the
 * network does comes back as signals.
 */
final class Line {

    /** After so much silence a sign of life is asked for. */
    private static final Duration PING_AFTER = Duration.ofSeconds(2);

    private static final Duration DEAD_AFTER = Duration.ofSeconds(10);

    private final HttpClient client;
    private final URI address;
    private final Consumer<Signal> signals;
    private final LongSupplier nanoTime;
    private final Backoff backoff;
    private @Nullable SocketLink link;
    private boolean isOpen;
    private long heardAt;
    private long pingAt;
    private long nextTryAt;

    Line(HttpClient client, URI address, Consumer<Signal> signals, LongSupplier nanoTime, Backoff backoff) {
        this.client = client;
        this.address = address;
        this.signals = signals;
        this.nanoTime = nanoTime;
        this.backoff = backoff;
    }

    /** Begins to connect. */
    void connect(String token) {
        isOpen = false;
        heard();
        link = SocketLink.open(client, address, token, signals);
    }

    boolean isCurrent(SocketLink other) {
        return other == link;
    }

    boolean isOpen() {
        return isOpen;
    }

    void opened() {
        isOpen = true;
        heard();
    }

    /** Something came: it lives. */
    void heard() {
        heardAt = nanoTime.getAsLong();
        pingAt = heardAt + PING_AFTER.toNanos();
    }

    /** What was asked for works: the next trouble is a new one. */
    void works() {
        backoff.reset();
    }

    /** It is gone; the next try comes after a while. */
    void lost() {
        isOpen = false;
        link = null;
        nextTryAt = nanoTime.getAsLong() + backoff.next().toNanos();
    }

    /** It is to be left, and made anew after this time. */
    void leave(Duration comeBackAfter) {
        if (link != null) {
            link.close();
        }
        isOpen = false;
        link = null;
        nextTryAt = nanoTime.getAsLong() + comeBackAfter.toNanos();
    }

    /** How often it was tried in vain since it last worked. */
    int tries() {
        return backoff.tries();
    }

    void send(String frame) {
        if (isOpen && link != null) {
            link.send(frame);
        }
    }

    /** How long until {@link #tick} has something to do. */
    Duration untilDue() {
        long now = nanoTime.getAsLong();
        long due = link == null ? nextTryAt - now : Math.min(pingAt - now, untilDead(now));
        return Duration.ofNanos(Math.max(0, due));
    }

    private long untilDead(long now) {
        return heardAt + DEAD_AFTER.toNanos() - now;
    }

    /** Connects again if it is time, asks for a sign of life, and gives a dead connection up. */
    void tick(String token) {
        if (!untilDue().isZero()) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (link == null) {
            connect(token);
        } else if (untilDead(now) <= 0) {
            link.abort();
        } else {
            pingAt = now + PING_AFTER.toNanos();
            link.ping();
        }
    }

    void close() {
        if (link != null) {
            link.close();
        }
    }
}
