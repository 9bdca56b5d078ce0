package dev.parley.bootstrap;

import dev.parley.adapter.rest.RestAdapter;
import dev.parley.adapter.websocket.WebSocketAdapter;
import java.time.Duration;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node shows on its port.
 *
 * @param rest what answers requests below its paths
 * @param pages what answers all others
 * @param sockets null where there are none
 */
record Front(RestAdapter rest, HttpHandler pages, @Nullable WebSocketAdapter sockets) {

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    /** Of a node nobody comes to: it tells how it is, and has nothing else. */
    static Front ofHealth(NodeParts node, Closers parts) {
        var rest = parts.add(RestAdapter.ofHealth(
                node.health(),
                Wiring.rest(node.settings(), node.version()),
                node.ids()::next,
                node.measuring().requests()));
        return new Front(rest, node.measuring().page(new NoPages()), null);
    }

    /** Puts the sockets before a listener that has not started yet. */
    void attach(NetworkListener listener) {
        if (sockets != null) {
            sockets.attach(listener);
        }
    }

    /** Begins to look after what comes. */
    void start() {
        if (sockets != null) {
            sockets.start();
        }
    }

    /** Lets nobody in any more, and asks those who are there to leave. Blocks until they have, or for so long. */
    void drain(Duration atMost) {
        rest.close();
        try {
            if (sockets != null && !sockets.drain(atMost)) {
                LOG.info("{} sockets did not leave in time and are cut", sockets.connections());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
