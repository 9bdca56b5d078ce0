package dev.parley.application.local;

import static java.util.Objects.requireNonNullElse;

import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import dev.parley.domain.text.Characters;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryAccountStore implements AccountStore {

    private final MemoryConnection connection;

    InMemoryAccountStore(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public Creation create(Account account, PasswordHash password) {
        return connection.transaction(memory -> {
            MemoryAccounts accounts = memory.accounts();
            if (accounts.byUsername(account.tenant(), account.username().key()) != null) {
                return new Creation.UsernameTaken();
            }
            if (accounts.byEmail(account.tenant(), account.email().key()) != null) {
                return new Creation.EmailTaken();
            }
            requireNew(accounts, account);
            accounts.put(new Stored(account, password));
            return new Creation.Created();
        });
    }

    @Override
    public Optional<Stored> find(TenantId tenant, UserId user) {
        return connection.transaction(
                memory -> Optional.ofNullable(memory.accounts().find(tenant, user)));
    }

    @Override
    public Optional<Stored> findByName(TenantId tenant, String name) {
        return connection.transaction(memory -> Optional.ofNullable(byName(memory.accounts(), tenant, name)));
    }

    @Override
    public Change change(TenantId tenant, UserId user, Wish wish, Instant at) {
        return connection.transaction(memory -> {
            MemoryAccounts accounts = memory.accounts();
            Stored before = accounts.find(tenant, user);
            if (before == null) {
                return new Change.Missing();
            }
            if (wish.email() != null && isOfAnother(accounts, before.account(), wish.email())) {
                return new Change.EmailTaken();
            }
            Stored after = new Stored(changed(before.account(), wish, at), before.password());
            accounts.remove(before);
            accounts.put(after);
            return new Change.Done(after.account());
        });
    }

    @Override
    public boolean replacePassword(TenantId tenant, UserId user, PasswordHash expected, PasswordHash next, Instant at) {
        return connection.transaction(memory -> {
            Stored before = memory.accounts().find(tenant, user);
            if (before == null || !before.password().equals(expected)) {
                return false;
            }
            memory.accounts().put(new Stored(changed(before.account(), Wish.NOTHING, at), next));
            return true;
        });
    }

    @Override
    public Change lock(TenantId tenant, UserId user, boolean locked, Instant at) {
        return connection.transaction(memory -> {
            Stored before = memory.accounts().find(tenant, user);
            if (before == null) {
                return new Change.Missing();
            }
            if (before.account().isLocked() == locked) {
                return new Change.Done(before.account());
            }
            Stored after = new Stored(locked(before.account(), locked ? at : null, at), before.password());
            memory.accounts().put(after);
            return new Change.Done(after.account());
        });
    }

    @Override
    public boolean delete(TenantId tenant, UserId user) {
        return connection.transaction(memory -> {
            Stored stored = memory.accounts().find(tenant, user);
            if (stored == null) {
                return false;
            }
            memory.accounts().remove(stored);
            return true;
        });
    }

    @Override
    public List<Account> list(TenantId tenant, @Nullable Username after, int limit) {
        String key = after == null ? "" : after.key();
        return connection.transaction(memory -> memory.accounts()
                .after(tenant, key)
                .limit(limit)
                .map(Stored::account)
                .toList());
    }

    private static void requireNew(MemoryAccounts accounts, Account account) {
        if (accounts.find(account.tenant(), account.id()) != null) {
            throw new StoreException.Broken(
                    "an account with this id is there", new IllegalArgumentException("the id must be new"));
        }
    }

    private static @Nullable Stored byName(MemoryAccounts accounts, TenantId tenant, String name) {
        if (!Characters.isAscii(name)) {
            return null;
        }
        String key = name.toLowerCase(Locale.ROOT);
        Stored byUsername = accounts.byUsername(tenant, key);
        return byUsername == null ? accounts.byEmail(tenant, key) : byUsername;
    }

    private static boolean isOfAnother(MemoryAccounts accounts, Account account, EmailAddress email) {
        Stored holder = accounts.byEmail(account.tenant(), email.key());
        return holder != null && !holder.account().id().equals(account.id());
    }

    private static Account changed(Account before, Wish wish, Instant at) {
        return new Account(
                before.tenant(),
                before.id(),
                before.username(),
                requireNonNullElse(wish.email(), before.email()),
                changed(before.name(), wish.name()),
                requireNonNullElse(wish.locale(), before.locale()),
                requireNonNullElse(wish.role(), before.role()),
                changed(before.avatar(), wish.avatar()),
                before.createdAt(),
                at,
                before.lockedAt());
    }

    private static Account locked(Account before, @Nullable Instant lockedAt, Instant at) {
        return new Account(
                before.tenant(),
                before.id(),
                before.username(),
                before.email(),
                before.name(),
                before.locale(),
                before.role(),
                before.avatar(),
                before.createdAt(),
                at,
                lockedAt);
    }

    private static @Nullable String changed(@Nullable String before, @Nullable String wished) {
        if (wished == null) {
            return before;
        }
        return wished.isEmpty() ? null : wished;
    }
}
