package dev.parley.adapter.websocket;

import jakarta.websocket.CloseReason;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection that has become a WebSocket: bytes in, through the inspector to Tyrus; and its end, which is ours to
 * see to: the close handshake within a time, and a client that takes nothing or says nothing is cut off.
 *
 * <p>{@link #read} is called by one selector at a time, {@link #tick} by the pulse.
 */
final class OpenSocket {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSocket.class);

    private final Connection<SocketAddress> connection;
    private final ChatConnection chat;
    private final Shared shared;
    private final WebSocketConfig.Timing timing;
    private final FrameInspector inspector;
    private final SocketWriter writer;
    private volatile org.glassfish.tyrus.spi.@Nullable Connection tyrus;
    private volatile @Nullable TyrusWire wire;
    private volatile long heardAt;
    private volatile long pingedAt;
    private volatile long finishedAt;
    private volatile int endedWith;
    private volatile boolean finished;
    private volatile boolean deaf;
    private volatile boolean paused;

    OpenSocket(Connection<SocketAddress> connection, boolean encrypted, ChatConnection chat, Shared shared) {
        WebSocketConfig.Flood flood = shared.config().flood();
        this.connection = connection;
        this.chat = chat;
        this.shared = shared;
        this.timing = shared.config().timing();
        this.inspector =
                new FrameInspector(shared.config().sizes().message(), new Tally(flood.controls(), flood.within()));
        this.writer = new SocketWriter(connection, encrypted, shared.nanoTime(), this::finish);
        this.heardAt = shared.now();
        this.pingedAt = heardAt;
    }

    ChatConnection chat() {
        return chat;
    }

    /** Lets Tyrus open its session, which calls {@link #opened}. */
    void open(WebSocketEngine.UpgradeInfo upgrade) {
        tyrus = upgrade.createConnection(writer, reason -> finish());
    }

    void opened(TyrusWire newWire) {
        wire = newWire;
        chat.open(newWire);
    }

    /** Takes what the client sent, with all its bytes. */
    void read(ByteBuffer data) {
        heardAt = shared.now();
        while (data.hasRemaining() && !deaf) {
            switch (inspector.inspect(data, heardAt)) {
                case FrameInspector.Finding.Broken(var code, var rule) -> {
                    LOG.debug("Closing with {}: {}", code, rule);
                    deaf = true;
                    chat.close(code);
                }
                case FrameInspector.Finding.Sound(int bytes) -> pass(data, bytes);
            }
        }
    }

    /** One frame at a time, so that Tyrus never has to hold more than one. */
    private void pass(ByteBuffer data, int bytes) {
        ByteBuffer frame = data.slice(data.position(), bytes);
        data.position(data.position() + bytes);
        if (finished) {
            hangUpIfAnswered();
        } else if (tyrus != null) {
            tyrus.getReadHandler().handle(frame);
        }
    }

    /** Whether nothing more should be read for now. */
    boolean isFull() {
        return chat.isFull();
    }

    /** Nothing is read until {@code resume} is called, which may be at once. */
    void pause(Runnable resume) {
        paused = true;
        chat.whenRoom(() -> {
            heardAt = shared.now();
            paused = false;
            resume.run();
        });
    }

    /** Tyrus has sent its close frame, or has had one. What is left is the other side's answer. */
    private void finish() {
        if (!finished) {
            finishedAt = shared.now();
            finished = true;
        }
        hangUpIfAnswered();
    }

    private void hangUpIfAnswered() {
        if (inspector.closeSeen()) {
            connection.closeSilently();
        }
    }

    /** The TCP connection is gone. */
    void lost() {
        if (wire != null) {
            wire.lose();
        }
        chat.lose();
        if (tyrus != null) {
            tyrus.close(new CloseReason(CloseReason.CloseCodes.CLOSED_ABNORMALLY, null));
        }
    }

    /** How much waits in memory, in both directions. */
    long bytesWaiting() {
        return writer.bytesWaiting() + chat.outbox().bytes() + chat.inbox().size();
    }

    /**
     * Tyrus' session is over, whoever ended it. The first time counts.
     *
     * @param code what it was closed with
     */
    void ended(int code) {
        if (endedWith == 0) {
            endedWith = code;
        }
        chat.lose();
    }

    /** What it was closed with: our code if we have decided to close it, else the client's. Once it is lost. */
    int closeCode() {
        CloseCode ours = chat.closing();
        if (ours != null) {
            return ours.number();
        }
        return endedWith == 0 ? CloseReason.CloseCodes.CLOSED_ABNORMALLY.getCode() : endedWith;
    }

    /** Time passes. */
    void tick(long now) {
        if (finished && now - finishedAt > timing.closeWithin().toNanos()) {
            cut("did not answer our close frame");
        } else if (writer.stalledFor(now) > timing.sendWithin().toNanos()) {
            cut(CloseCode.TOO_SLOW + ": took nothing for too long");
        } else if (!finished && chat.dismissedFor(now) > timing.closeWithin().toNanos()) {
            cut("was dismissed and takes nothing");
        } else if (!paused && now - heardAt > timing.deadAfter().toNanos()) {
            cut("gave no sign of life");
        } else {
            watch(now);
            chat.tick(now);
        }
    }

    private void watch(long now) {
        if (!paused
                && !deaf
                && inspector.midwayFor(now) > timing.messageWithin().toNanos()) {
            deaf = true;
            chat.close(CloseCode.FLOOD);
        }
        long heartbeat = timing.heartbeat().toNanos();
        if (wire != null && !finished && now - heardAt >= heartbeat && now - pingedAt >= heartbeat) {
            pingedAt = now;
            wire.ping();
        }
    }

    /** The only way that frees a writer for real: closing waits for what can't be written. */
    void cut(String why) {
        LOG.debug("Cutting off {}: {}", connection.getPeerAddress(), why);
        connection.terminateSilently();
    }
}
