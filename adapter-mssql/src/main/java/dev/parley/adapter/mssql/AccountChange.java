package dev.parley.adapter.mssql;

import dev.parley.application.port.out.AccountStore.Wish;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Writes the columns that a wish names and no others, so that wishes of the same moment do not undo each other. */
final class AccountChange {

    private AccountChange() {}

    static void write(Handle handle, TenantId tenant, UserId user, Wish wish, Instant at) {
        Map<String, @Nullable String> columns = columns(wish);
        String sets = columns.keySet().stream()
                .map(column -> column + " = :" + column + ", ")
                .collect(Collectors.joining());
        String sql = "UPDATE ${schema}.chat_accounts SET " + sets
                + "updated_at = :at WHERE tenant = :tenant AND user_id = :user";
        try (Update update = handle.createUpdate(sql)) {
            columns.forEach(update::bind);
            update.bind("at", at)
                    .bind("tenant", tenant.value())
                    .bind("user", user.value())
                    .execute();
        }
    }

    private static Map<String, @Nullable String> columns(Wish wish) {
        Map<String, @Nullable String> columns = new LinkedHashMap<>();
        if (wish.name() != null) {
            columns.put("display_name", textOrNull(wish.name()));
        }
        if (wish.email() != null) {
            columns.put("email", wish.email().value());
            columns.put("email_key", wish.email().key());
        }
        if (wish.locale() != null) {
            columns.put("locale", wish.locale());
        }
        if (wish.role() != null) {
            columns.put("account_role", Columns.word(wish.role()));
        }
        if (wish.avatar() != null) {
            columns.put("avatar", textOrNull(wish.avatar()));
        }
        return columns;
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
