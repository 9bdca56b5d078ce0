package dev.parley.application.local;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Listening;
import dev.parley.application.port.out.SessionKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Carries announcements within this process. Listeners are called on the announcer's thread, before {@link #announce}
 * returns.
 */
public final class LocalEventBus implements EventBus {

    private final Audience<Announcement> ofSessions = new Audience<>();
    private final List<Member<Announcement>> ofAll = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** A bus nobody listens to yet. */
    public LocalEventBus() {}

    @Override
    public void announce(Announcement announcement) {
        if (!closed) {
            ofSessions.tell(announcement.key(), announcement);
            ofAll.forEach(member -> member.tell(announcement));
        }
    }

    @Override
    public Listening listen(SessionKey key, Consumer<Announcement> listener) {
        return ofSessions.join(key, unlessClosed(listener));
    }

    @Override
    public Listening listenToAll(Consumer<Announcement> listener) {
        Member<Announcement> member = new Member<>(unlessClosed(listener), ofAll::remove);
        ofAll.add(member);
        return member;
    }

    @Override
    public void close() {
        closed = true;
    }

    private Consumer<Announcement> unlessClosed(Consumer<Announcement> listener) {
        return announcement -> {
            if (!closed) {
                listener.accept(announcement);
            }
        };
    }
}
