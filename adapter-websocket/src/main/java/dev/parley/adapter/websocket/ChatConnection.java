package dev.parley.adapter.websocket;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One client in one session, or on a user's socket. Two virtual threads serve it: one handles what it sends, in order;
 * the other is the only one that sends to it. Every method here is called from other threads (selectors, the pulse,
 * those two) and none of them blocks.
 */
final class ChatConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ChatConnection.class);

    private final String id;
    private final Admission admission;
    private final Shared shared;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Beginning beginning = new Beginning();
    private final OwnMessages own = new OwnMessages();
    private final Receipts receipts = new Receipts();
    private final AtomicReference<@Nullable Closing> closing = new AtomicReference<>();
    private final WriterLoop writer;
    private final long openedAt;
    private volatile boolean lost;

    /** A close that was decided. */
    private record Closing(CloseCode code, long since) {}

    /** A connection for an admission, which it releases in the end. */
    ChatConnection(Admission admission, Shared shared) {
        this.id = shared.newId();
        this.admission = admission;
        this.shared = shared;
        this.inbox = new Inbox(shared.config().sizes().inbox());
        this.outbox = new Outbox(shared.config().sizes().outbox());
        this.writer = new WriterLoop(this, shared);
        this.openedAt = shared.now();
        if (admission.after() != null) {
            beginning.resume(admission.after());
        }
    }

    /** The socket is open. */
    void open(Wire wire) {
        String name = "parley-ws-" + admission.followed().name();
        Thread.ofVirtual().name(name + "-in").start(known(new CommandLoop(this, shared)));
        Thread.ofVirtual().name(name + "-out").start(known(() -> write(wire)));
    }

    /** Says in the log whose work it is. */
    private Runnable known(Runnable work) {
        return () -> {
            MDC.put("connection_id", id);
            if (admission.session() != null) {
                MDC.put("session_id", admission.session().toString());
            }
            MDC.put("tenant_id", admission.principal().tenant().value());
            MDC.put("user_id", admission.principal().user().value());
            try {
                work.run();
            } finally {
                MDC.clear();
            }
        };
    }

    private void write(Wire wire) {
        try {
            writer.run(wire);
        } catch (Wire.LostException e) {
            LOG.debug("The connection was lost", e);
        } catch (RuntimeException e) {
            LOG.error("The writer of a connection broke", e);
            wire.close(CloseCode.INTERNAL_ERROR);
        } finally {
            end();
        }
    }

    /** The socket never came to be, or is no more. */
    private void end() {
        lose();
        try {
            admission.release();
        } catch (RuntimeException e) {
            LOG.warn("The feed of {} did not close well", admission.followed().name(), e);
        }
    }

    /** Gives everything back without ever having been open. */
    void abandon() {
        end();
    }

    void receive(Inbox.Inbound inbound) {
        inbox.put(inbound);
    }

    /** Whether nothing more should be read for now. */
    boolean isFull() {
        return inbox.isFull();
    }

    /** Calls back once when something may be read again, which may be at once. */
    void whenRoom(Runnable callback) {
        inbox.whenRoom(callback);
    }

    /** Answers the client. A client that lets too many answers wait is too slow. */
    void answer(ServerFrame frame) {
        if (frame instanceof ServerFrame.Failure failure) {
            shared.observer().complained(failure.code());
        }
        if (outbox.offer(shared.codec().encode(admission.session(), frame))) {
            admission.changes().raise();
        } else {
            close(CloseCode.TOO_SLOW);
        }
    }

    /** Closes when the answers that wait have been sent. The first reason counts. */
    void close(CloseCode code) {
        if (closing.compareAndSet(null, new Closing(code, shared.now()))) {
            LOG.debug("Closing a connection to {}: {}", admission.followed().name(), code);
            admission.changes().raise();
        }
    }

    /** Asks the client to come back later, to whoever is there then. */
    void drain() {
        Duration after = shared.upTo(shared.config().timing().reconnectWithin());
        answer(new ServerFrame.Draining(after));
        close(CloseCode.RESTARTING);
    }

    /** The socket is gone. */
    void lose() {
        lost = true;
        inbox.close();
        beginning.begin();
        admission.changes().raise();
    }

    /** Closes if what the caller proved does not hold any more. */
    void checkCaller() {
        if (!admission.caller().holds()) {
            close(CloseCode.NOT_AUTHENTICATED);
        }
    }

    /** Time passes. */
    void tick(long now) {
        if (now - openedAt >= shared.config().timing().resumeWithin().toNanos()) {
            beginning.live();
        }
        if (writer.hasWorkAt(now)) {
            admission.changes().raise();
        }
    }

    Admission admission() {
        return admission;
    }

    Inbox inbox() {
        return inbox;
    }

    Outbox outbox() {
        return outbox;
    }

    Beginning beginning() {
        return beginning;
    }

    OwnMessages own() {
        return own;
    }

    Receipts receipts() {
        return receipts;
    }

    long lastSeq() {
        return writer.lastSeq();
    }

    boolean isLost() {
        return lost;
    }

    @Nullable
    CloseCode closing() {
        Closing decided = closing.get();
        return decided == null ? null : decided.code();
    }

    /** Whether the client has no right to be here any more. */
    boolean isDismissed() {
        Closing decided = closing.get();
        return decided != null && decided.code().isDismissal();
    }

    /** For how long the client has had no right to be here, in nanoseconds; 0 if it has. */
    long dismissedFor(long now) {
        Closing decided = closing.get();
        return decided != null && decided.code().isDismissal() ? now - decided.since() : 0;
    }
}
