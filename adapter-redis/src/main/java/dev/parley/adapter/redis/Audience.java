package dev.parley.adapter.redis;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.SessionKey;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who listens on this node. Telling is thread-safe; joining and leaving are done under the bus's lock. */
final class Audience {

    private final Map<SessionKey, Set<Mailbox<Announcement>>> bySession = new ConcurrentHashMap<>();
    private final Set<Mailbox<Announcement>> ofAll = ConcurrentHashMap.newKeySet();

    /** Joins; tells whether it is the first of its session. */
    boolean join(SessionKey key, Mailbox<Announcement> mailbox) {
        Set<Mailbox<Announcement>> members = bySession.computeIfAbsent(key, ignored -> ConcurrentHashMap.newKeySet());
        members.add(mailbox);
        return members.size() == 1;
    }

    /** Leaves; tells whether it was the last of its session. */
    boolean leave(SessionKey key, Mailbox<Announcement> mailbox) {
        Set<Mailbox<Announcement>> members = bySession.getOrDefault(key, Set.of());
        return members.remove(mailbox) && members.isEmpty() && bySession.remove(key, members);
    }

    /** Joins; tells whether it is the first. */
    boolean joinAll(Mailbox<Announcement> mailbox) {
        ofAll.add(mailbox);
        return ofAll.size() == 1;
    }

    /** Leaves; tells whether it was the last. */
    boolean leaveAll(Mailbox<Announcement> mailbox) {
        return ofAll.remove(mailbox) && ofAll.isEmpty();
    }

    void tellSession(Announcement announcement) {
        bySession.getOrDefault(announcement.key(), Set.of()).forEach(mailbox -> mailbox.put(announcement));
    }

    void tellAll(Announcement announcement) {
        ofAll.forEach(mailbox -> mailbox.put(announcement));
    }
}
