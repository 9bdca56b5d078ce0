package dev.parley.application.usecase.identity;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.in.AdoptSessions;
import dev.parley.application.port.in.ChangeSession;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.ApiKeyStore;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.FileStore;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.PasswordHasher;
import dev.parley.application.port.out.Pictures;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.StoredWords;
import dev.parley.application.port.out.TicketStore;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.application.port.out.Vault;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What the use cases about identity stand on. */
public record IdentityPorts(
        AccountStore accounts,
        LoginStore logins,
        ApiKeyStore apiKeys,
        TicketStore tickets,
        PreferenceStore preferences,
        AuditLog audit,
        Vault vault,
        StoredWords words,
        FileStore files,
        Pictures pictures,
        PasswordHasher passwords,
        TokenIssuer tokens,
        RateLimiter limits,
        AdoptSessions adoptSessions,
        ChangeSession changeSession,
        IdGenerator ids,
        InstantSource clock) {

    /** Refuses nulls. */
    public IdentityPorts {
        requireNonNull(accounts, "accounts");
        requireNonNull(logins, "logins");
        requireNonNull(apiKeys, "apiKeys");
        requireNonNull(tickets, "tickets");
        requireNonNull(preferences, "preferences");
        requireNonNull(audit, "audit");
        requireNonNull(vault, "vault");
        requireNonNull(words, "words");
        requireNonNull(files, "files");
        requireNonNull(pictures, "pictures");
        requireNonNull(passwords, "passwords");
        requireNonNull(tokens, "tokens");
        requireNonNull(limits, "limits");
        requireNonNull(adoptSessions, "adoptSessions");
        requireNonNull(changeSession, "changeSession");
        requireNonNull(ids, "ids");
        requireNonNull(clock, "clock");
    }

    /** The time, as exact as stores keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
