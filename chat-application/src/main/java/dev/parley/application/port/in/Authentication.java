package dev.parley.application.port.in;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells who is calling, from what the caller carries. Thread-safe; does not block. */
public interface Authentication {

    /**
     * Verifies a token, however it was carried (bearer header, cookie, subprotocol).
     *
     * @param token as it came
     * @return empty if it is not valid; the reason is not told
     */
    Optional<Principal> verify(String token);

    /**
     * Makes a visitor known by a token of its own.
     *
     * @param name what to call the visitor; null if unknown
     * @param locale a BCP 47 tag
     */
    Guest welcome(@Nullable String name, String locale);

    /**
     * A new visitor.
     *
     * @param principal who
     * @param token what proves it; a secret
     */
    record Guest(Principal principal, String token) {

        @Override
        public String toString() {
            return "Guest[" + principal.user() + "]";
        }
    }
}
