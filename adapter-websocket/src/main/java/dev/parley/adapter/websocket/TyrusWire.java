package dev.parley.adapter.websocket;

import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wire over a Tyrus session. At most one frame is under way. It waits for the write itself instead of letting Tyrus'
 * blocking remote do so, for that one waits for ever: here the loss of the connection ends the wait as well.
 */
final class TyrusWire implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(TyrusWire.class);

    private final Session session;
    private final Signal settled = new Signal();
    private final SendHandler onSent = this::settle;
    private volatile @Nullable SendResult result;
    private volatile boolean lost;

    TyrusWire(Session session) {
        this.session = session;
    }

    @Override
    public void send(String text) throws LostException {
        result = null;
        try {
            session.getAsyncRemote().sendText(text, onSent);
        } catch (RuntimeException e) {
            // Tyrus says so by RuntimeException and IllegalStateException alike.
            throw new LostException("the socket is closed", e);
        }
        awaitResult();
    }

    /** A ping may be sent by any thread and waits for nothing. */
    void ping() {
        try {
            session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException e) {
            LOG.debug("No ping: the socket is closed", e);
        }
    }

    @Override
    public void close(CloseCode code) {
        try {
            session.close(code.toReason());
        } catch (IOException | RuntimeException e) {
            LOG.debug("No close frame: the socket is closed", e);
        }
    }

    /** The connection is gone; whoever waits for it need not wait any more. */
    void lose() {
        lost = true;
        settled.raise();
    }

    private void settle(SendResult sent) {
        result = sent;
        settled.raise();
    }

    private void awaitResult() throws LostException {
        SendResult sent = result;
        while (sent == null) {
            if (lost) {
                throw new LostException("the socket was lost");
            }
            settled.await();
            sent = result;
        }
        if (!sent.isOK()) {
            throw new LostException("the frame did not go out", sent.getException());
        }
    }
}
