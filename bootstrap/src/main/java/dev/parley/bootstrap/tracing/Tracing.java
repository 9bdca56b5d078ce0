package dev.parley.bootstrap.tracing;

import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyJobs;

/**
 * What is put around the parts of a server so that questions are traced. Called while a server is put together; by itself,
 * nothing is traced and everything stays as it is.
 */
public interface Tracing extends AutoCloseable {

    /** Traces nothing. */
    Tracing NOTHING = new Tracing() {};

    /** The same way for messages to come in, each the root of a trace. */
    default SendMessage sending(SendMessage sending) {
        return sending;
    }

    /** The same feeds; what they tell of replies is traced. */
    default FollowSession following(FollowSession following) {
        return following;
    }

    /** The same work, traced from claim to end. To be put around what {@link #store} gives. */
    default ReplyJobs replies(ReplyJobs replies) {
        return replies;
    }

    /**
     * The same model; its answers to people are traced.
     *
     * @param provider what kind of service it is, by OpenTelemetry's names
     * @param name which model answers a prompt that names none
     */
    default LanguageModel model(String provider, String name, LanguageModel model) {
        return model;
    }

    /**
     * The same store; what is asked of it for a question is traced.
     *
     * @param port an interface, which names it
     * @param database which kind of database it is over, by its own name
     */
    default <T> T store(Class<T> port, String database, T store) {
        return store;
    }

    /** Hands over what is left, for two seconds at most. Idempotent. */
    @Override
    default void close() {}
}
