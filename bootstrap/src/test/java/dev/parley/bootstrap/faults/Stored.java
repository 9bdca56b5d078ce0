package dev.parley.bootstrap.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.e2e.Api;
import java.util.List;

/** What the server says of a session when all is over. */
record Stored(String session, List<JsonNode> messages, boolean isWriting, long lastSeq) {

    Stored {
        messages = List.copyOf(messages);
    }

    /** Reads it over REST. */
    static Stored read(Api person, String session) {
        JsonNode page = person.history(session, "limit=1");
        return new Stored(
                session,
                person.messages(session),
                !page.path("open_replies").isEmpty(),
                page.path("last_seq").asLong());
    }

    List<JsonNode> ofType(String type) {
        return messages.stream()
                .filter(message -> message.path("type").asText().equals(type))
                .toList();
    }
}
