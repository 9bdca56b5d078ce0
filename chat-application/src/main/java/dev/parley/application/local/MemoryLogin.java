package dev.parley.application.local;

import dev.parley.application.port.out.LoginStore.Login;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A login as it is kept. Immutable.
 *
 * @param login what is told of it
 * @param secret the last it was given
 * @param endedAt null if nobody has ended it
 */
record MemoryLogin(
        Login login, SecretDigest secret, @Nullable Instant endedAt) {

    boolean livesAt(Instant time) {
        return endedAt == null && time.isBefore(login.expiresAt());
    }

    boolean overBefore(Instant time) {
        return login.expiresAt().isBefore(time) || (endedAt != null && endedAt.isBefore(time));
    }

    boolean endedSince(Instant time) {
        return endedAt != null && !endedAt.isBefore(time);
    }

    MemoryLogin rotated(SecretDigest next, Instant now, Instant expiresAt) {
        Login used = new Login(
                login.tenant(),
                login.id(),
                login.user(),
                login.device(),
                login.address(),
                login.begunAt(),
                now,
                expiresAt);
        return new MemoryLogin(used, next, null);
    }

    MemoryLogin ended(Instant at) {
        return new MemoryLogin(login, secret, at);
    }
}
