package dev.parley.application.port.out;

/** Somebody listens, until this is closed. */
@FunctionalInterface
public interface Listening extends AutoCloseable {

    /** Stops listening. Idempotent; when it has returned no further call begins. Does not wait for one under way. */
    @Override
    void close();
}
