package dev.parley.adapter.rest;

import dev.parley.domain.session.Standing;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a session shall stand, in the two fields of the wire. A closed session is also active, so that an object that was
 * read can be sent back as it is.
 *
 * @param active null if nothing was said of it
 * @param closed null if nothing was said of it
 */
record StandingWish(@Nullable Boolean active, @Nullable Boolean closed) {

    /** Refuses what contradicts itself. */
    StandingWish {
        if (Boolean.TRUE.equals(closed) && Boolean.FALSE.equals(active)) {
            throw RefusedException.field("closed", "a session can't be closed and archived at once");
        }
    }

    static StandingWish of(Fields fields) {
        return new StandingWish(fields.flag("is_active"), fields.flag("closed"));
    }

    /** What is to change; null if nothing. How the session stands now is only asked where it matters. */
    @Nullable
    Standing from(Supplier<Standing> now) {
        if (Boolean.TRUE.equals(closed)) {
            return Standing.CLOSED;
        }
        if (Boolean.FALSE.equals(active)) {
            return Standing.ARCHIVED;
        }
        if (active == null && closed == null) {
            return null;
        }
        return switch (now.get()) {
            case ACTIVE -> null;
            case ARCHIVED -> active == null ? null : Standing.ACTIVE;
            case CLOSED -> closed == null ? null : Standing.ACTIVE;
        };
    }
}
