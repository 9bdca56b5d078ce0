package dev.parley.application.local;

import dev.parley.application.port.out.ConversationStore.ReadCursors;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Position;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far each reader of one session has come. Guarded by the lock of {@link Memory}. */
final class MemoryCursors {

    private static final ReadCursors NOTHING = new ReadCursors(0, 0);

    private final Map<UserId, ReadCursors> byReader = new HashMap<>();

    ReadCursors of(UserId reader) {
        return byReader.getOrDefault(reader, NOTHING);
    }

    ReadCursors move(UserId reader, @Nullable Position delivered, @Nullable Position read, long last) {
        ReadCursors before = of(reader);
        long readTo = Math.max(before.read(), reached(read, last));
        long deliveredTo = Math.max(before.delivered(), Math.max(reached(delivered, last), readTo));
        ReadCursors after = new ReadCursors(deliveredTo, readTo);
        byReader.put(reader, after);
        return after;
    }

    void handOver(UserId from, UserId to) {
        ReadCursors before = byReader.get(from);
        if (before != null && byReader.putIfAbsent(to, before) == null) {
            byReader.remove(from);
        }
    }

    private static long reached(@Nullable Position position, long last) {
        return position == null ? 0 : Math.min(position.value(), last);
    }
}
