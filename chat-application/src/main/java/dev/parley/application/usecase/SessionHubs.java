package dev.parley.application.usecase;

import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Seq;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hubs of all sessions that somebody follows on this node: made with the first feed, gone with the last. */
final class SessionHubs {

    private final ConversationStore conversations;
    private final EventBus bus;
    private final ReplyLog log;
    private final Map<SessionKey, SessionHub> hubs = new ConcurrentHashMap<>();

    SessionHubs(ConversationStore conversations, EventBus bus, ReplyLog log) {
        this.conversations = conversations;
        this.bus = bus;
        this.log = log;
    }

    SessionFeed open(SessionKey key, SessionFeed.Factory factory) {
        var opened = new SessionFeed[1];
        hubs.compute(key, (ignored, present) -> {
            SessionHub hub = present == null ? listening(key) : present;
            opened[0] = factory.over(hub);
            hub.add(opened[0]);
            return hub;
        });
        return opened[0];
    }

    private SessionHub listening(SessionKey key) {
        var hub = new SessionHub(key, conversations, log);
        hub.listensBy(bus.listen(key, hub::heard));
        hub.listensBy(log.listen(key, hub::changed));
        return hub;
    }

    void close(SessionFeed feed) {
        hubs.computeIfPresent(feed.hub().key(), (key, hub) -> {
            hub.remove(feed);
            if (!hub.isEmpty()) {
                return hub;
            }
            hub.stopListening();
            return null;
        });
    }

    /** Compares every followed session with the store, in one query: a lost last event leaves no hole. */
    void compare() {
        List<SessionKey> followed = List.copyOf(hubs.keySet());
        if (!followed.isEmpty()) {
            conversations.heads(followed).forEach(this::headIs);
        }
    }

    private void headIs(SessionKey key, Seq head) {
        SessionHub hub = hubs.get(key);
        if (hub != null) {
            hub.headIs(head);
        }
    }

    /** How many sessions are followed. */
    int size() {
        return hubs.size();
    }
}
