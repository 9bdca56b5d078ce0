package dev.parley.adapter.redis;

import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.UnifiedJedis;

/**
 * Which servers there are, and which of them has what. Thread-safe. While they can't be found, or don't answer, its methods
 * throw what Jedis throws.
 */
interface Topology extends AutoCloseable {

    /** Runs single commands where they belong. */
    UnifiedJedis client();

    /** The server that has a key. */
    HostAndPort serverOf(String key);

    /** A connection to one of the servers from its pool; closing it gives it back. Blocks. */
    Connection borrow(HostAndPort server);

    /** All servers that take writes. */
    List<HostAndPort> masters();

    /** A server that hears all that is said anywhere. */
    HostAndPort listeningPost();

    /** Whether a server is still to be listened at. Does not block. */
    boolean isListeningPost(HostAndPort server);

    /** Whether the answer to saying something counts all who heard it, not those at one server alone. */
    boolean countsAllListeners();

    /** Something failed: looks again who has what, unless that is told by itself. Blocks. */
    void refresh();

    @Override
    void close();
}
