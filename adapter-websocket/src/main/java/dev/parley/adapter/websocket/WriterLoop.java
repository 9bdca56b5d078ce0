package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends everything a client gets: answers first, then what the feed has, and a heartbeat when there was nothing. Waits
 * for one frame to be out before it looks for the next, so that what comes meanwhile is joined by the feed and a slow
 * client costs no memory.
 */
final class WriterLoop {

    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);

    /** After a read of the store failed, the feed is asked again after this. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final Refusal EVENTS_WAIT =
            new Refusal(ErrorCode.HISTORY_UNAVAILABLE, null, "events wait until the store can be read again");

    private final ChatConnection connection;
    private final Shared shared;
    private final Telling telling;
    private final TextBuffer buffer = new TextBuffer();
    private final long heartbeat;
    private volatile boolean begun;
    private boolean troubled;

    /** When the oldest of what is to be told came; 0 if nobody wants to know. */
    private long waitingSince;

    private volatile long retryAt;
    private volatile boolean resting;
    private volatile long sentAt;
    private volatile long lastSeq;

    WriterLoop(ChatConnection connection, Shared shared) {
        this.connection = connection;
        this.shared = shared;
        this.telling = connection.admission().followed().telling(connection.own(), connection.receipts());
        this.heartbeat = shared.config().timing().heartbeat().toNanos();
        this.sentAt = shared.now();
        this.lastSeq = telling.openedAt();
    }

    /** Until the connection is closed or lost. */
    void run(Wire wire) throws Wire.LostException {
        speak(wire, telling.greeting());
        while (!connection.isLost()) {
            sendAnswers(wire);
            CloseCode code = connection.closing();
            if (code != null) {
                wire.close(code);
                return;
            }
            if (hasBegun()) {
                sendNews(wire);
                beat(wire);
            }
            connection.admission().changes().await();
        }
    }

    /** Whether the loop should be woken although nothing happened. */
    boolean hasWorkAt(long now) {
        return now - sentAt >= heartbeat || (resting && now - retryAt >= 0) || (!begun && decided() != null);
    }

    long lastSeq() {
        return lastSeq;
    }

    private Beginning.@Nullable Decision decided() {
        return connection.beginning().decided();
    }

    private boolean hasBegun() {
        Beginning.Decision decision = decided();
        if (!begun && decision != null) {
            begun = true;
            if (decision.from() != null) {
                telling.resume(decision.from());
            }
            connection.beginning().begin();
        }
        return begun;
    }

    private void sendAnswers(Wire wire) throws Wire.LostException {
        String answer;
        while ((answer = connection.outbox().poll()) != null) {
            send(wire, answer);
        }
    }

    private void sendNews(Wire wire) throws Wire.LostException {
        List<ServerFrame> frames;
        while (connection.closing() == null && !connection.isLost() && (frames = next()) != null) {
            for (ServerFrame frame : frames) {
                speak(wire, frame);
                observe(frame);
            }
            if (telling.isOver()) {
                connection.close(CloseCode.NO_SUCH_SESSION);
            }
            sendAnswers(wire);
        }
    }

    /** A piece has waited since the first thing came that was not told when it was told. */
    private void observe(ServerFrame frame) {
        if (frame instanceof ServerFrame.AiChunk && waitingSince != 0) {
            shared.observer().relayed(shared.now() - waitingSince);
            waitingSince = 0;
        } else if (frame instanceof ServerFrame.Resumed(long head, boolean complete)) {
            shared.observer().resumed(complete);
        }
    }

    /** To be called before the feed is asked, so that what comes meanwhile counts from then. */
    private void noteArrivals() {
        Arrivals arrivals = connection.admission().arrivals();
        long came = arrivals == null ? 0 : arrivals.take();
        if (waitingSince == 0) {
            waitingSince = came;
        }
    }

    /** What comes next. When the store can't be read, nothing for a while: no hole is ever passed over. */
    private @Nullable List<ServerFrame> next() {
        if (resting && shared.now() - retryAt < 0) {
            return null;
        }
        noteArrivals();
        try {
            List<ServerFrame> frames = telling.next();
            if (frames == null) {
                waitingSince = 0;
            }
            lastSeq = telling.head();
            resting = false;
            troubled = false;
            return frames;
        } catch (IllegalStateException e) {
            LOG.debug("The feed was closed", e);
            connection.close(CloseCode.GOING_AWAY);
        } catch (RuntimeException e) {
            rest(e);
        }
        return null;
    }

    private void rest(RuntimeException trouble) {
        if (!troubled) {
            LOG.warn("Events can't be read, trying again", trouble);
            connection.answer(ServerFrame.Failure.of(EVENTS_WAIT, ClientFrame.Reference.NONE));
        }
        troubled = true;
        retryAt = shared.now() + RETRY.toNanos();
        resting = true;
    }

    private void beat(Wire wire) throws Wire.LostException {
        if (shared.now() - sentAt >= heartbeat) {
            speak(wire, new ServerFrame.Heartbeat(telling.head()));
        }
    }

    private void speak(Wire wire, ServerFrame frame) throws Wire.LostException {
        send(wire, shared.codec().encode(connection.admission().session(), frame, buffer));
    }

    private void send(Wire wire, String text) throws Wire.LostException {
        sentAt = shared.now();
        wire.send(text);
    }
}
