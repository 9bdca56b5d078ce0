package dev.parley.application.usecase.identity;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.EnvelopeVault;
import dev.parley.application.local.InMemoryFileStore;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.MasterKeys;
import dev.parley.application.local.TimeOrderedIds;
import dev.parley.application.port.in.AdoptSessions;
import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Logins;
import dev.parley.application.port.in.Permission;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.Source;
import dev.parley.application.port.in.Tokens;
import dev.parley.application.port.out.AccountStore;
import dev.parley.application.port.out.ApiKeyStore;
import dev.parley.application.port.out.AuditLog;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.FileStore;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.TextDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The use cases about identity over ports in memory, with a clock that is set by hand. */
final class Town implements AutoCloseable {

    static final String PASSWORD = "a long pass phrase";
    static final Source HOME = new Source("192.0.2.7", "test browser");

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    final InstantSource clock = now::get;
    final PlainPasswords passwords = new PlainPasswords();
    final List<String> adopted = new CopyOnWriteArrayList<>();
    final List<RateLimiter.Subject> asked = new CopyOnWriteArrayList<>();
    final AtomicReference<Optional<Duration>> wait = new AtomicReference<>(Optional.empty());
    final FileStore files = new InMemoryFileStore();
    final AuditLog audit;
    final AccountStore accounts;
    final LoginStore logins;
    final ApiKeyStore apiKeys;
    final PreferenceStore preferences;
    final Vault vault;
    final ListedWords words;
    final ChatEngine engine;
    final IdentityPorts ports;
    final IdentityUseCases people;

    Town() {
        this(IdentityPolicies.STANDARD);
    }

    Town(IdentityPolicies policies) {
        InMemoryStores stores = InMemoryStores.empty(clock);
        audit = stores.audit(new AuditChain(TextDigest::sha256));
        accounts = stores.accounts();
        logins = stores.logins();
        apiKeys = stores.apiKeys();
        preferences = stores.preferences();
        engine = ChatEngine.builder()
                .clock(clock)
                .audit(audit)
                .preferences(preferences)
                .start();
        vault = vault(stores.dataKeys(), 1);
        words = new ListedWords(vault);
        AdoptSessions adopting = (guest, user, name) -> {
            adopted.add(guest.user() + " to " + user);
            return 2;
        };
        RateLimiter limiter = (action, subject) -> {
            asked.add(subject);
            return wait.get();
        };
        ports = new IdentityPorts(
                accounts,
                logins,
                apiKeys,
                stores.tickets(),
                preferences,
                audit,
                vault,
                words,
                files,
                new PlainPictures(),
                passwords,
                new PlainTokens(clock),
                limiter,
                adopting,
                engine.useCases().changeSession(),
                new TimeOrderedIds(clock, new Random(7)),
                clock);
        people = IdentityUseCases.over(ports, policies);
    }

    /** One that seals, under a master key of these bytes. */
    Vault vault(DataKeys keys, int... masters) {
        List<byte[]> all = Arrays.stream(masters)
                .mapToObj(value -> {
                    byte[] key = new byte[MasterKeys.KEY_BYTES];
                    Arrays.fill(key, (byte) value);
                    return key;
                })
                .toList();
        return EnvelopeVault.open(keys, new MasterKeys(all), new SecureRandom(), clock);
    }

    Logins.Outcome tryToRegister(TenantId tenant, String username, String email, String password) {
        return people.logins()
                .register(new Logins.Registration(tenant, username, email, password, null, null, null, HOME));
    }

    Tokens register(String username) {
        return tokens(tryToRegister(TenantId.DEFAULT, username, username + "@example.com", PASSWORD));
    }

    Logins.Outcome logIn(String name, String password) {
        return people.logins().begin(new Logins.Attempt(TenantId.DEFAULT, name, password, null, HOME));
    }

    static Tokens tokens(Logins.Outcome outcome) {
        return switch (outcome) {
            case Logins.Outcome.LoggedIn(var tokens) -> tokens;
            case Logins.Outcome.Refused(var refusal) -> throw new AssertionError(refusal);
        };
    }

    static Refusal refusal(Logins.Outcome outcome) {
        return switch (outcome) {
            case Logins.Outcome.LoggedIn(var tokens) -> throw new AssertionError("let in: " + tokens);
            case Logins.Outcome.Refused(var refusal) -> refusal;
        };
    }

    /** Who somebody is to the use cases. */
    static Principal principal(Account account) {
        return new Principal(
                account.tenant(), account.id(), account.name(), account.locale(), Permission.of(account.role()));
    }

    static Authentication.Proof proof(Tokens tokens) {
        String login = tokens.access().split("/", -1)[1];
        return new Authentication.Proof(principal(tokens.account()), null, new LoginId(UUID.fromString(login)));
    }

    static Principal guest(String name) {
        return new Principal(TenantId.DEFAULT, new UserId(name), null, "en", Permission.ofGuests());
    }

    /** What was written down, oldest first. */
    List<AuditAction> actions() {
        return audit.read(TenantId.DEFAULT, null, 100).reversed().stream()
                .map(recorded -> recorded.entry().action())
                .toList();
    }

    @Override
    public void close() {
        people.close();
        engine.close();
    }
}
