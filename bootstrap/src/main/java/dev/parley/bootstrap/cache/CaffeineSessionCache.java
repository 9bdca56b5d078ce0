package dev.parley.bootstrap.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.application.local.SessionSlot;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.domain.message.Seq;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Remembers sessions in memory: those that are asked for often rather than those that came last, and none for ever. */
public final class CaffeineSessionCache implements SessionCache {

    /** What one session may take of it at most: a part of so many. */
    private static final int PARTS = 8;

    private final Cache<SessionKey, SessionSlot> slots;
    private final int heaviest;

    /**
     * One that remembers nothing yet.
     *
     * @param mostBytes about how much memory it takes at most; 0 to remember nothing
     * @param idle how long it remembers a session nobody asks for
     * @param nanoClock a clock that only goes forward, like {@link System#nanoTime}
     */
    public CaffeineSessionCache(long mostBytes, Duration idle, LongSupplier nanoClock) {
        this.heaviest = (int) Math.min(Integer.MAX_VALUE, mostBytes / PARTS);
        this.slots = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .weigher((SessionKey key, SessionSlot slot) -> slot.weight())
                .expireAfterAccess(idle)
                .ticker(nanoClock::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Optional<SessionSnapshot> find(SessionKey key) {
        return Optional.ofNullable(slots.getIfPresent(key)).map(SessionSlot::snapshot);
    }

    @Override
    public void expect(SessionKey key, Seq atLeast) {
        put(key, slot -> slot.from(atLeast));
    }

    @Override
    public void keep(SessionSnapshot snapshot) {
        put(snapshot.key(), slot -> slot.with(snapshot, heaviest));
    }

    private void put(SessionKey key, UnaryOperator<SessionSlot> change) {
        slots.asMap().compute(key, (same, before) -> change.apply(before == null ? SessionSlot.EMPTY : before));
    }

    @Override
    public void appended(List<RecordedEvent> events) {
        slots.asMap().computeIfPresent(events.getFirst().session(), (key, before) -> before.after(events, heaviest));
    }

    /** About how many sessions it has something of. Does not block. */
    public long size() {
        return slots.estimatedSize();
    }

    /** The sessions that were used last, the latest first. Does not count as use. */
    public List<SessionKey> usedLast(int most) {
        return slots.policy().expireAfterAccess().orElseThrow().youngest(most).entrySet().stream()
                .filter(entry -> entry.getValue().snapshot() != null)
                .map(Map.Entry::getKey)
                .toList();
    }
}
