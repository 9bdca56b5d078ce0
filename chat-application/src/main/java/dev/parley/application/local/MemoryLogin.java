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
 * @param previous the one before; null if there was none
 * @param rotatedAt when the last took its place; null if it never did
 * @param endedAt null if nobody has ended it
 */
record MemoryLogin(
        Login login,
        SecretDigest secret,
        @Nullable SecretDigest previous,
        @Nullable Instant rotatedAt,
        @Nullable Instant endedAt) {

    static MemoryLogin begun(Login login, SecretDigest secret) {
        return new MemoryLogin(login, secret, null, null, null);
    }

    /** Whether its last exchange was this one, at a time or later. */
    boolean wasGiven(SecretDigest given, SecretDigest next, Instant from) {
        return given.equals(previous) && next.equals(secret) && rotatedAt != null && !rotatedAt.isBefore(from);
    }

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
        return new MemoryLogin(used, next, secret, now, null);
    }

    MemoryLogin ended(Instant at) {
        return new MemoryLogin(login, secret, previous, rotatedAt, at);
    }
}
