package dev.parley.application.port.in;

import dev.parley.domain.identity.Role;
import java.util.EnumSet;
import java.util.Set;

/** What a caller may do. Checked by the use cases, in one place. */
public enum Permission {
    /** Hold conversations of one's own. */
    CHAT,
    /** Have an account: profile, password, logins, download, deletion. */
    OWN_ACCOUNT,
    /** Read other people's conversations in one's tenant. Each such read is written down. */
    READ_ALL_SESSIONS,
    /** See who is in the tenant. */
    READ_USERS,
    /** Change what others in the tenant may do. */
    MANAGE_USERS,
    /** Read what was written down. */
    READ_AUDIT,
    /** Make and revoke the keys programs call with. */
    MANAGE_API_KEYS,
    /** Renew and rewrap the keys that texts are sealed under, in all tenants. No role may; commands on the server's machine may. */
    KEEP_KEYS;

    /** What a role may do. */
    public static Set<Permission> of(Role role) {
        return switch (role) {
            case USER -> Set.of(CHAT, OWN_ACCOUNT);
            case AGENT -> Set.of(CHAT, OWN_ACCOUNT, READ_ALL_SESSIONS);
            case SUPERVISOR -> Set.of(CHAT, OWN_ACCOUNT, READ_ALL_SESSIONS, READ_USERS);
            case ADMIN -> Set.copyOf(EnumSet.complementOf(EnumSet.of(KEEP_KEYS)));
        };
    }

    /** What a visitor without an account may do. */
    public static Set<Permission> ofGuests() {
        return Set.of(CHAT);
    }
}
