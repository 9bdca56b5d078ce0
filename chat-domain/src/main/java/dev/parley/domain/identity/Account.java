package dev.parley.domain.identity;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person who logs in, without what proves it.
 *
 * @param tenant whose member
 * @param id who, for ever
 * @param username what they log in with; at most once a tenant
 * @param email what they may log in with as well; at most once a tenant
 * @param name what to call them; null if they did not say
 * @param locale their language as a BCP 47 tag
 * @param role what they are
 * @param avatar names the picture they have now, unlike those before; null for none
 * @param createdAt when the account was made
 * @param updatedAt when it last changed
 * @param lockedAt since when it lets nobody in; null if it does
 */
public record Account(
        TenantId tenant,
        UserId id,
        Username username,
        EmailAddress email,
        @Nullable String name,
        String locale,
        Role role,
        @Nullable String avatar,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lockedAt) {

    /** Refuses nulls where none are allowed. */
    public Account {
        requireNonNull(tenant, "tenant");
        requireNonNull(id, "id");
        requireNonNull(username, "username");
        requireNonNull(email, "email");
        requireNonNull(locale, "locale");
        requireNonNull(role, "role");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(updatedAt, "updatedAt");
    }

    /** One that is not locked. */
    public Account(
            TenantId tenant,
            UserId id,
            Username username,
            EmailAddress email,
            @Nullable String name,
            String locale,
            Role role,
            @Nullable String avatar,
            Instant createdAt,
            Instant updatedAt) {
        this(tenant, id, username, email, name, locale, role, avatar, createdAt, updatedAt, null);
    }

    /** Whether it lets nobody in. */
    public boolean isLocked() {
        return lockedAt != null;
    }
}
