package dev.parley.application.local;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.domain.message.Seq;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** Remembers sessions in this process, and forgets first what was not asked for longest. */
public final class LocalSessionCache implements SessionCache {

    /** What one session may take of it at most: a part of so many. */
    private static final int PARTS = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionKey, SessionSlot> slots = new LinkedHashMap<>(16, 0.75f, true);
    private final long mostBytes;
    private final int heaviest;
    private long bytes;

    /** @param mostBytes about how much memory it takes at most, in bytes */
    public LocalSessionCache(long mostBytes) {
        this.mostBytes = mostBytes;
        this.heaviest = (int) Math.min(Integer.MAX_VALUE, mostBytes / PARTS);
    }

    @Override
    public Optional<SessionSnapshot> find(SessionKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(slots.get(key)).map(SessionSlot::snapshot);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void expect(SessionKey key, Seq atLeast) {
        put(key, slot -> slot.from(atLeast));
    }

    @Override
    public void keep(SessionSnapshot snapshot) {
        put(snapshot.key(), slot -> slot.with(snapshot, heaviest));
    }

    @Override
    public void appended(List<RecordedEvent> events) {
        SessionKey key = events.getFirst().session();
        lock.lock();
        try {
            if (slots.containsKey(key)) {
                put(key, slot -> slot.after(events, heaviest));
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(SessionKey key, UnaryOperator<SessionSlot> change) {
        lock.lock();
        try {
            SessionSlot before = slots.get(key);
            SessionSlot after = change.apply(before == null ? SessionSlot.EMPTY : before);
            slots.put(key, after);
            bytes += after.weight() - (before == null ? 0 : before.weight());
            forgetWhatIsTooMuch();
        } finally {
            lock.unlock();
        }
    }

    private void forgetWhatIsTooMuch() {
        Iterator<SessionSlot> eldest = slots.values().iterator();
        while (bytes > mostBytes && eldest.hasNext()) {
            bytes -= eldest.next().weight();
            eldest.remove();
        }
    }
}
