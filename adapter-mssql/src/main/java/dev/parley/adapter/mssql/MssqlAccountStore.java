package dev.parley.adapter.mssql;

import dev.parley.application.port.out.AccountStore;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Looks before it writes; who was faster meanwhile has broken a constraint, and the second look finds them. */
final class MssqlAccountStore implements AccountStore {

    private static final String KEY = " WHERE tenant = :tenant AND user_id = :user";

    private static final String REPLACE_PASSWORD =
            "UPDATE ${schema}.chat_accounts SET password_hash = :next, updated_at = :at" + KEY
                    + " AND password_hash = :expected";

    private static final String LOCK =
            "UPDATE ${schema}.chat_accounts SET locked_at = :at, updated_at = :at" + KEY + " AND locked_at IS NULL";

    private static final String UNLOCK = "UPDATE ${schema}.chat_accounts SET locked_at = NULL, updated_at = :at" + KEY
            + " AND locked_at IS NOT NULL";

    private static final String DELETE = "DELETE FROM ${schema}.chat_accounts" + KEY;

    private final Transactions transactions;

    MssqlAccountStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Creation create(Account account, PasswordHash password) {
        return transactions.run("creating an account", handle -> {
            if (Accounts.byUsername(handle, account.tenant(), account.username().key())
                    .isPresent()) {
                return new Creation.UsernameTaken();
            }
            if (Accounts.byEmail(handle, account.tenant(), account.email().key())
                    .isPresent()) {
                return new Creation.EmailTaken();
            }
            AccountRow.insert(handle, account, password);
            return new Creation.Created();
        });
    }

    @Override
    public Optional<Stored> find(TenantId tenant, UserId user) {
        return transactions.run("finding an account", handle -> Accounts.byId(handle, tenant, user));
    }

    @Override
    public Optional<Stored> findByName(TenantId tenant, String name) {
        return transactions.run("finding an account by name", handle -> Accounts.byName(handle, tenant, name));
    }

    @Override
    public Change change(TenantId tenant, UserId user, Wish wish, Instant at) {
        return transactions.run("changing an account", handle -> {
            if (wish.email() != null && isOfAnother(handle, tenant, user, wish.email())) {
                return new Change.EmailTaken();
            }
            AccountChange.write(handle, tenant, user, wish, Columns.time(at));
            return Accounts.byId(handle, tenant, user)
                    .<Change>map(stored -> new Change.Done(stored.account()))
                    .orElseGet(Change.Missing::new);
        });
    }

    @Override
    public boolean replacePassword(TenantId tenant, UserId user, PasswordHash expected, PasswordHash next, Instant at) {
        return transactions.run("replacing a password", handle -> {
            try (Update update = handle.createUpdate(REPLACE_PASSWORD)) {
                return bound(update, tenant, user)
                                .bind("expected", expected.value())
                                .bind("next", next.value())
                                .bind("at", Columns.time(at))
                                .execute()
                        == 1;
            }
        });
    }

    @Override
    public Change lock(TenantId tenant, UserId user, boolean locked, Instant at) {
        return transactions.run("locking an account", handle -> {
            try (Update update = handle.createUpdate(locked ? LOCK : UNLOCK)) {
                bound(update, tenant, user).bind("at", Columns.time(at)).execute();
            }
            return Accounts.byId(handle, tenant, user)
                    .<Change>map(stored -> new Change.Done(stored.account()))
                    .orElseGet(Change.Missing::new);
        });
    }

    @Override
    public boolean delete(TenantId tenant, UserId user) {
        return transactions.run("deleting an account", handle -> {
            try (Update update = handle.createUpdate(DELETE)) {
                return bound(update, tenant, user).execute() == 1;
            }
        });
    }

    @Override
    public List<Account> list(TenantId tenant, @Nullable Username after, int limit) {
        String key = after == null ? "" : after.key();
        return transactions.run("listing accounts", handle -> Accounts.after(handle, tenant, key, limit));
    }

    private static boolean isOfAnother(Handle handle, TenantId tenant, UserId user, EmailAddress email) {
        return Accounts.byId(handle, tenant, user).isPresent()
                && Accounts.byEmail(handle, tenant, email.key())
                        .filter(holder -> !holder.account().id().equals(user))
                        .isPresent();
    }

    private static Update bound(Update update, TenantId tenant, UserId user) {
        return update.bind("tenant", tenant.value()).bind("user", user.value());
    }
}
