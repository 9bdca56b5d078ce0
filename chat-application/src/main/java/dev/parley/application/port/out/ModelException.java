package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.reply.ModelFailure;
import org.jspecify.annotations.Nullable;

/** A model did not take a prompt. */
public final class ModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ModelFailure failure;

    /**
     * A refusal or breakage.
     *
     * @param failure what was the matter
     * @param cause what the library threw; null if it threw nothing
     */
    public ModelException(ModelFailure failure, @Nullable Throwable cause) {
        super(failure.kind() + ": " + failure.detail(), cause);
        this.failure = requireNonNull(failure, "failure");
    }

    /** What was the matter. */
    public ModelFailure failure() {
        return failure;
    }
}
