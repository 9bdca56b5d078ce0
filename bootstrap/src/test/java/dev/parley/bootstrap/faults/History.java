package dev.parley.bootstrap.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.faults.Entry.Kind;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What one device did and saw, in its order. Thread-safe. */
final class History {

    private final String who;
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

    History(String who) {
        this.who = who;
    }

    String who() {
        return who;
    }

    History connected(String where) {
        return add(Kind.CONNECTED, where, null);
    }

    History heard(JsonNode frame) {
        return add(Kind.HEARD, "", frame);
    }

    History said(JsonNode frame) {
        return add(Kind.SAID, "", frame);
    }

    History note(String text) {
        return add(Kind.NOTE, text, null);
    }

    private History add(Kind kind, String text, @Nullable JsonNode frame) {
        entries.add(new Entry(System.nanoTime(), who, kind, text, frame));
        return this;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }
}
