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

    /** The server speaks at least every 15 s. */
    private static final Duration DEAD_AFTER = Duration.ofSeconds(45);

    private final HttpClient client;
    private final URI address;
    private final Consumer<Signal> signals;
    private final LongSupplier nanoTime;
    private final Backoff backoff;
    private @Nullable SocketLink link;
    private boolean isOpen;
    private long heardAt;
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
        heardAt = nanoTime.getAsLong();
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

    /** A frame came: it lives. */
    void heard() {
        heardAt = nanoTime.getAsLong();
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
        long due = link == null ? nextTryAt : heardAt + DEAD_AFTER.toNanos();
        return Duration.ofNanos(Math.max(0, due - nanoTime.getAsLong()));
    }

    /** Connects again if it is time, and gives a dead connection up. */
    void tick(String token) {
        if (!untilDue().isZero()) {
            return;
        }
        if (link == null) {
            connect(token);
        } else {
            link.abort();
        }
    }

    void close() {
        if (link != null) {
            link.close();
        }
    }
}
