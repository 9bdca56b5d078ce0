package dev.parley.adapter.websocket;

import dev.parley.domain.message.MessageId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The messages this connection is sending: their events are the acknowledgements. So an acknowledgement is never out of
 * order, and the sender gets no echo. Thread-safe; holds at most what is under way.
 */
final class OwnMessages {

    private final Set<MessageId> expected = ConcurrentHashMap.newKeySet();

    /** Before a message is sent. False if it is under way already. */
    boolean expect(MessageId id) {
        return expected.add(id);
    }

    /** It was not taken, or had been taken before: its event, if there is one, is like any other. */
    void forget(MessageId id) {
        expected.remove(id);
    }

    /** Its event is here. False if it is somebody else's, or of an earlier time. */
    boolean claim(MessageId id) {
        return expected.remove(id);
    }
}
