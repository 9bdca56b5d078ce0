package dev.parley.adapter.rest;

import dev.parley.domain.identity.Account;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An account on the wire.
 *
 * @param avatarUrl a path that is another one with each picture; null without a picture
 * @param lockedAt since when it lets nobody in; null if it does
 */
record AccountJson(
        String userId,
        String username,
        String email,
        @Nullable String name,
        String locale,
        String role,
        @Nullable String avatarUrl,
        String createdAt,
        String updatedAt,
        @Nullable String lockedAt) {

    /** As its owner sees it. */
    static AccountJson own(Account account) {
        return from(account, "/api/users/me/avatar/");
    }

    /** As those see it who run the tenant. */
    static AccountJson of(Account account) {
        return from(account, "/api/admin/users/" + account.id() + "/avatar/");
    }

    private static AccountJson from(Account account, String avatar) {
        return new AccountJson(
                account.id().value(),
                account.username().value(),
                account.email().value(),
                account.name(),
                account.locale(),
                account.role().name().toLowerCase(Locale.ROOT),
                account.avatar() == null ? null : avatar + "?v=" + account.avatar(),
                Json.time(account.createdAt()),
                Json.time(account.updatedAt()),
                account.lockedAt() == null ? null : Json.time(account.lockedAt()));
    }
}
