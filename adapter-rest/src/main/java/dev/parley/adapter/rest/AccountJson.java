package dev.parley.adapter.rest;

import dev.parley.domain.identity.Account;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An account on the wire. */
record AccountJson(
        String userId,
        String username,
        String email,
        @Nullable String name,
        String locale,
        String role,
        String createdAt,
        String updatedAt) {

    static AccountJson from(Account account) {
        return new AccountJson(
                account.id().value(),
                account.username().value(),
                account.email().value(),
                account.name(),
                account.locale(),
                account.role().name().toLowerCase(Locale.ROOT),
                Json.time(account.createdAt()),
                Json.time(account.updatedAt()));
    }
}
