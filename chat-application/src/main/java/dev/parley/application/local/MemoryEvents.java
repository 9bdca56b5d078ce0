package dev.parley.application.local;

import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The events of one session, the forgotten ones counted. Guarded by the lock of {@link Memory}. */
final class MemoryEvents {

    private final List<Entry> kept = new ArrayList<>();
    private long forgotten;

    Seq last() {
        return new Seq(forgotten + kept.size());
    }

    Entry append(SessionEvent event, Instant at) {
        Entry entry = new Entry(last().next(), at, event);
        kept.add(entry);
        return entry;
    }

    List<Entry> after(Seq after, int limit) {
        int from = Math.clamp(after.value() - forgotten, 0, kept.size());
        return kept.subList(from, Math.min(kept.size(), from + limit));
    }

    boolean reachBackTo(Seq after) {
        return after.value() >= forgotten;
    }

    int forget(Instant before, int limit) {
        int count = 0;
        while (count < limit && count < kept.size() - 1 && kept.get(count).at().isBefore(before)) {
            count++;
        }
        kept.subList(0, count).clear();
        forgotten += count;
        return count;
    }

    record Entry(Seq seq, Instant at, SessionEvent event) {}
}
