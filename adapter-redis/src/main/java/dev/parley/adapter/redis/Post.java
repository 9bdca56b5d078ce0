package dev.parley.adapter.redis;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said to single nodes in one pipeline: a message for each of them, whatever is in it. Used by one thread. */
final class Post {

    private final Map<String, Parcel> parcels = new LinkedHashMap<>();

    /** The message to one node. */
    static final class Parcel {

        private final String reader;
        private final Bundle bundle = new Bundle();
        private @Nullable Answer<Long> answer;

        private Parcel(String reader) {
            this.reader = reader;
        }

        /** Who gets it. */
        String reader() {
            return reader;
        }

        /** Whether it was heard; throws what Jedis throws if Redis refused or did not answer. Only after the batch was sent. */
        boolean isHeard() {
            return requireNonNull(answer, "the post was not handed over").get() > 0;
        }
    }

    /** Says to one node what is said in a channel. */
    Parcel add(String reader, String channel, String payload) {
        Parcel parcel = parcels.computeIfAbsent(reader, Parcel::new);
        parcel.bundle.add(channel, payload);
        return parcel;
    }

    /** Hands it over; nothing can be added any more. */
    void putInto(Batch batch) {
        for (Parcel parcel : parcels.values()) {
            parcel.answer = batch.publish(Channels.ofNode(parcel.reader), parcel.bundle.toString());
        }
    }
}
