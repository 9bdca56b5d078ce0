package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.second;

import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;

/** Accounts for the contracts. */
final class AccountDraft {

    static final PasswordHash SECRET = new PasswordHash("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA");

    private AccountDraft() {}

    /** With null in every field that may be null. */
    static Account bare(TenantId tenant, String username) {
        return bare(tenant, username, username + "@example.org");
    }

    static Account bare(TenantId tenant, String username, String email) {
        return new Account(
                tenant,
                new UserId(new Username(username).key() + ".id"),
                new Username(username),
                new EmailAddress(email),
                null,
                "en",
                Role.USER,
                null,
                second(1),
                second(2));
    }

    /** With something in every field. */
    static Account full(String name) {
        return new Account(
                Sample.ACME,
                Sample.ADA,
                new Username("Ada.Lovelace-1815_"),
                new EmailAddress("Ada+Chat@Example.ORG"),
                name,
                "zh-Hant-TW",
                Role.SUPERVISOR,
                "avatars/ada-1",
                second(1),
                second(2));
    }
}
