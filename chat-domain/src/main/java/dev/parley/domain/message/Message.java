package dev.parley.domain.message;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.session.SessionId;
import java.time.Instant;

/**
 * One message as it is stored.
 *
 * @param id its name
 * @param session where it was said
 * @param content what it says
 * @param metadata a JSON object as text, {@code {}} if there is nothing to say
 * @param createdAt when it was added, in milliseconds
 * @param place where it stands
 * @param version counts its changes, from 1
 */
public record Message(
        MessageId id,
        SessionId session,
        Content content,
        String metadata,
        Instant createdAt,
        Place place,
        int version) {

    /** What {@code metadata} holds when there is none. */
    public static final String NO_METADATA = "{}";

    /** Refuses nulls and versions below 1. */
    public Message {
        requireNonNull(id, "id");
        requireNonNull(session, "session");
        requireNonNull(content, "content");
        requireNonNull(metadata, "metadata");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(place, "place");
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1, was " + version);
        }
    }

    /** Short for the content's text. */
    public String text() {
        return content.text();
    }
}
