package dev.parley.application.usecase.identity;

import static java.util.stream.Collectors.joining;

import dev.parley.application.port.in.Permission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a key may be good for: permissions by their names in lower case. */
final class Scopes {

    /** Not what belongs to a person, and not more keys. */
    private static final Set<Permission> GIVEN = EnumSet.of(
            Permission.CHAT,
            Permission.READ_ALL_SESSIONS,
            Permission.READ_USERS,
            Permission.MANAGE_USERS,
            Permission.READ_AUDIT);

    private Scopes() {}

    /** The permission a scope stands for; null if there is no such scope. */
    static @Nullable Permission permission(String scope) {
        return GIVEN.stream()
                .filter(given -> name(given).equals(scope))
                .findFirst()
                .orElse(null);
    }

    /** What a key with these scopes may do; those nobody knows any more are left out. */
    static Set<Permission> permissions(Set<String> scopes) {
        return scopes.stream().map(Scopes::permission).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    static String all() {
        return GIVEN.stream().map(Scopes::name).collect(joining(", "));
    }

    private static String name(Permission permission) {
        return permission.name().toLowerCase(Locale.ROOT);
    }
}
