package dev.parley.application.port.in;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.text.NameText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling. Comes from a token or cookie that was verified, never from a free field.
 *
 * @param tenant whose member
 * @param user who
 * @param name what to call the user, at most 100 characters; null if unknown
 * @param locale the user's language as a BCP 47 tag; {@code en} if unknown
 * @param permissions what the caller may do
 */
public record Principal(
        TenantId tenant, UserId user, @Nullable String name, String locale, Set<Permission> permissions) {

    private static final int LONGEST_NAME = 100;

    /** Refuses nulls; copies the set. Of a name, what can be seen of it on one line is kept. */
    public Principal {
        requireNonNull(tenant, "tenant");
        requireNonNull(user, "user");
        requireNonNull(locale, "locale");
        permissions = Set.copyOf(permissions);
        name = name == null ? null : shown(name);
    }

    private static @Nullable String shown(String name) {
        String shown = NameText.onOneLine(name, LONGEST_NAME);
        return shown.isEmpty() ? null : shown;
    }

    /** Somebody who may hold conversations in the default tenant. */
    public static Principal user(String user) {
        return new Principal(TenantId.DEFAULT, new UserId(user), null, "en", Set.of(Permission.CHAT));
    }

    /** As what others see the caller: the highest role of which the caller may do what sets it apart. */
    public Role role() {
        if (may(Permission.MANAGE_USERS)) {
            return Role.ADMIN;
        }
        if (may(Permission.READ_USERS)) {
            return Role.SUPERVISOR;
        }
        return may(Permission.READ_ALL_SESSIONS) ? Role.AGENT : Role.USER;
    }

    /** Whether the caller may do something. */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
