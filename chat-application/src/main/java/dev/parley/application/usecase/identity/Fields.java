package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Refusal;
import dev.parley.application.usecase.Field;
import dev.parley.domain.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Small answers about fields. */
final class Fields {

    private Fields() {}

    static Refusal invalid(String field, String rule) {
        return new Refusal(ErrorCode.INVALID_MESSAGE, field, rule);
    }

    /** The first rule that was broken; null if none was. */
    static @Nullable Refusal firstBroken(Field<?>... fields) {
        for (Field<?> field : fields) {
            if (field instanceof Field.Invalid<?>(Refusal broken)) {
                return broken;
            }
        }
        return null;
    }
}
