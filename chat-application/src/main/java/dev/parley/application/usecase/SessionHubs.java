package dev.parley.application.usecase;

import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Seq;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The hubs of all sessions that somebody follows on this node: made with the first feed, gone with the last. */
final class SessionHubs {

    private final ConversationStore conversations;
    private final EventBus bus;
    private final ReplyLog log;
    private final Presence presence;
    private final LongSupplier nanoClock;
    private final Map<SessionKey, SessionHub> hubs = new ConcurrentHashMap<>();

    SessionHubs(
            ConversationStore conversations, EventBus bus, ReplyLog log, Presence presence, LongSupplier nanoClock) {
        this.conversations = conversations;
        this.bus = bus;
        this.log = log;
        this.presence = presence;
        this.nanoClock = nanoClock;
    }

    /** Opens a feed. May block while the bus begins to listen; if that fails, nothing of the feed stays. */
    SessionFeed open(SessionKey key, SessionFeed.Factory factory) {
        SessionFeed feed = add(key, factory);
        boolean listening = false;
        try {
            feed.hub().listen(bus);
            listening = true;
        } finally {
            if (!listening) {
                close(feed);
            }
        }
        return feed;
    }

    private SessionFeed add(SessionKey key, SessionFeed.Factory factory) {
        var added = new SessionFeed[1];
        hubs.compute(key, (same, present) -> {
            SessionHub hub = present == null ? new SessionHub(key, conversations, log, presence, nanoClock) : present;
            added[0] = factory.over(hub);
            hub.add(added[0]);
            return hub;
        });
        return added[0];
    }

    void close(SessionFeed feed) {
        var left = new ArrayList<SessionHub>(1);
        hubs.computeIfPresent(feed.hub().key(), (key, hub) -> {
            hub.remove(feed);
            if (!hub.isEmpty()) {
                return hub;
            }
            left.add(hub);
            return null;
        });
        left.forEach(SessionHub::stopListening);
    }

    /** Compares every followed session with the store, in one query: a lost last event leaves no hole. */
    void compare() {
        List<SessionKey> followed = List.copyOf(hubs.keySet());
        if (!followed.isEmpty()) {
            conversations.heads(followed).forEach(this::headIs);
        }
    }

    /** Tells whoever said it that a message that waited for the store was there already. Does not block. */
    void stored(SessionKey key, UserId whose, FeedItem.MessageStored item) {
        SessionHub hub = hubs.get(key);
        if (hub != null) {
            hub.stored(whose, item);
        }
    }

    private void headIs(SessionKey key, Seq head) {
        SessionHub hub = hubs.get(key);
        if (hub != null) {
            hub.headIs(head);
        }
    }

    /** Who said long ago that they type does not any more. To be called once in a while. */
    void expireTyping() {
        hubs.values().forEach(SessionHub::expireTyping);
    }

    /** The last event of a session this node knows of; 0 if nobody follows it here. Does not block. */
    Seq head(SessionKey key) {
        SessionHub hub = hubs.get(key);
        return hub == null ? new Seq(0) : hub.head();
    }

    /** Which sessions are followed. */
    Set<SessionKey> followed() {
        return Set.copyOf(hubs.keySet());
    }

    /** How many sessions are followed. */
    int size() {
        return hubs.size();
    }
}
