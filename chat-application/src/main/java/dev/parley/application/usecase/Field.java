package dev.parley.application.usecase;

import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns what a client sent in a field into the domain's type, or says which rule it breaks. Pure. */
public sealed interface Field<T> {

    /** Fits. Null if nothing was sent. */
    record Valid<T>(@Nullable T value) implements Field<T> {}

    /** Does not fit. */
    record Invalid<T>(Refusal refusal) implements Field<T> {}

    /** The value; null if nothing was sent or it does not fit. */
    default @Nullable T orNull() {
        return this instanceof Valid<T>(T value) ? value : null;
    }

    /** Reads an optional field with a constructor that refuses what does not fit. */
    static <S, T> Field<T> read(String name, @Nullable S sent, Function<S, T> constructor) {
        if (sent == null) {
            return new Valid<>(null);
        }
        try {
            return new Valid<>(constructor.apply(sent));
        } catch (IllegalArgumentException e) {
            return new Invalid<>(new Refusal(ErrorCode.INVALID_MESSAGE, name, rule(e)));
        }
    }

    private static String rule(IllegalArgumentException broken) {
        String message = broken.getMessage();
        return message == null ? "is not valid" : message;
    }
}
