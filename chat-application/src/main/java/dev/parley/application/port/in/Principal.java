package dev.parley.application.port.in;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling. Comes from a token or cookie that was verified, never from a free field.
 *
 * @param tenant whose member
 * @param user who
 * @param name what to call the user; null if unknown
 * @param locale the user's language as a BCP 47 tag; {@code en} if unknown
 * @param permissions what the caller may do
 */
public record Principal(
        TenantId tenant, UserId user, @Nullable String name, String locale, Set<Permission> permissions) {

    /** Refuses nulls; copies the set. */
    public Principal {
        requireNonNull(tenant, "tenant");
        requireNonNull(user, "user");
        requireNonNull(locale, "locale");
        permissions = Set.copyOf(permissions);
    }

    /** Somebody who may hold conversations in the default tenant. */
    public static Principal user(String user) {
        return new Principal(TenantId.DEFAULT, new UserId(user), null, "en", Set.of(Permission.CHAT));
    }

    /** Whether the caller may do something. */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
