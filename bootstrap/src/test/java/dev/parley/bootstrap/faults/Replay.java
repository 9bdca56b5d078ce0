package dev.parley.bootstrap.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.e2e.Conversation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a device had at last, and what it ever had of each attempt, found out from its history by the client's rules. */
final class Replay {

    private final Conversation told = new Conversation();
    private final Map<Attempt, List<String>> texts = new LinkedHashMap<>();

    /** One writing of one reply. */
    record Attempt(String reply, int number) {}

    private Replay() {}

    static Replay of(History history) {
        var replay = new Replay();
        history.entries().forEach(replay::take);
        return replay;
    }

    private void take(Entry entry) {
        JsonNode frame = entry.frame();
        switch (entry.kind()) {
            case CONNECTED -> told.resume();
            case HEARD -> hear(frame);
            case SAID, NOTE -> {}
        }
    }

    private void hear(JsonNode frame) {
        told.take(frame);
        if (frame.has("message_id") && frame.has("attempt")) {
            String reply = frame.path("message_id").asText();
            keep(
                    texts.computeIfAbsent(new Attempt(reply, told.attempt(reply)), same -> new ArrayList<>()),
                    told.text(reply));
        }
    }

    private static void keep(List<String> texts, String text) {
        if (!texts.isEmpty() && text.startsWith(texts.getLast())) {
            texts.removeLast();
        }
        texts.add(text);
    }

    Conversation told() {
        return told;
    }

    /** The longest it had of each attempt; more than one only if they do not go on where the one before ended. */
    Map<Attempt, List<String>> texts() {
        return texts;
    }
}
