package dev.parley.application.local;

import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of one session, by position, turn and id. Guarded by the lock of {@link Memory}. */
final class MemoryMessages {

    private static final int PREVIEW = 200;

    private final List<Message> byPosition = new ArrayList<>();
    private final List<List<Message>> byTurn = new ArrayList<>();
    private final Map<MessageId, Message> byId = new HashMap<>();

    int count() {
        return byPosition.size();
    }

    Position nextPosition() {
        return new Position(byPosition.size() + 1L);
    }

    Turn nextTurn() {
        return new Turn(byTurn.size() + 1L);
    }

    void add(Message message) {
        int turn = (int) message.place().turn().value();
        if (turn > byTurn.size()) {
            byTurn.add(new ArrayList<>(2));
        }
        byTurn.get(turn - 1).add(message);
        byPosition.add(message);
        byId.put(message.id(), message);
    }

    List<Message> newest(int most) {
        return byPosition.subList(Math.max(0, byPosition.size() - most), byPosition.size());
    }

    @Nullable
    Message find(MessageId id) {
        return byId.get(id);
    }

    Slice slice(Range range) {
        int end = byPosition.size();
        return switch (range) {
            case Range.Newest newest -> upTo(end, newest.limit());
            case Range.Before before -> upTo(index(before.position().value() - 1), before.limit());
            case Range.After after -> {
                int from = index(after.position().value());
                int to = Math.min(end, from + after.limit());
                yield new Slice(byPosition.subList(from, to), to < end);
            }
        };
    }

    List<Message> window(Turn upTo, @Nullable Turn after, int turns) {
        int to = (int) Math.min(upTo.value(), byTurn.size());
        long bound = after == null ? 0 : after.value();
        int from = (int) Math.clamp((long) to - turns, Math.min(bound, to), to);
        return byTurn.subList(from, to).stream().flatMap(List::stream).toList();
    }

    long unreadAfter(long position) {
        return byPosition.subList(index(position), byPosition.size()).stream()
                .filter(message -> message.content().type() != MessageType.USER)
                .count();
    }

    @Nullable
    String preview() {
        if (byPosition.isEmpty()) {
            return null;
        }
        String text = byPosition.getLast().text();
        int most = Math.min(text.length(), 2 * PREVIEW);
        int codePoints = Math.min(text.codePointCount(0, most), PREVIEW);
        return text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    private Slice upTo(int end, int limit) {
        int from = Math.max(0, end - limit);
        return new Slice(byPosition.subList(from, end), from > 0);
    }

    private int index(long position) {
        return Math.clamp(position, 0, byPosition.size());
    }

    record Slice(List<Message> messages, boolean more) {}
}
