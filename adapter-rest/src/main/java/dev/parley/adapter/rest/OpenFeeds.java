package dev.parley.adapter.rest;

import dev.parley.application.port.in.Feed;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The feeds that requests are reading just now. Closing it ends them, so that no request outlives the server's stop. */
final class OpenFeeds implements AutoCloseable {

    private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    void add(Feed feed) {
        feeds.add(feed);
        if (closed) {
            feed.close();
        }
    }

    void remove(Feed feed) {
        feeds.remove(feed);
    }

    boolean isClosed() {
        return closed;
    }

    int size() {
        return feeds.size();
    }

    @Override
    public void close() {
        closed = true;
        feeds.forEach(Feed::close);
    }
}
