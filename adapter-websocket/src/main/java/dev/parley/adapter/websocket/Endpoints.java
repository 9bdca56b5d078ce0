package dev.parley.adapter.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.security.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Tyrus calls. Nothing here waits: the calls come on a selector's thread. */
final class Endpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private Endpoints() {}

    /**
     * Carries a socket through Tyrus, from the request that was examined to the session that request became. There is
     * one for each request, so nobody can get somebody else's.
     *
     * @param socket whose session it becomes
     */
    record Pass(OpenSocket socket) implements Principal {

        @Override
        public String getName() {
            return socket.chat().admission().principal().user().value();
        }
    }

    /** One for all sessions. Public because Tyrus calls it by reflection. */
    public static final class Chat extends Endpoint {

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            OpenSocket socket = socketOf(session);
            ChatConnection chat = socket.chat();
            session.addMessageHandler(
                    String.class, (MessageHandler.Whole<String>) text -> chat.receive(new Inbox.Inbound.Text(text)));
            session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>)
                    bytes -> chat.receive(new Inbox.Inbound.Binary()));
            socket.opened(new TyrusWire(session));
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            LOG.debug("Closed with {}", reason.getCloseCode().getCode());
            socketOf(session).ended(reason.getCloseCode().getCode());
        }

        @Override
        public void onError(Session session, Throwable trouble) {
            LOG.debug("Trouble on a socket", trouble);
        }

        private static OpenSocket socketOf(Session session) {
            return ((Pass) session.getUserPrincipal()).socket();
        }
    }
}
