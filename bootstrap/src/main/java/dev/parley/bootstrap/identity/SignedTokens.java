package dev.parley.bootstrap.identity;

import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of logins and the keys of programs. A refresh token is sealed, so that nobody can end other people's logins with a made-up one, and
 * random, so that whoever has the seal's key but not the store's digests can't use one either. A key is random
 * and no more: programs keep theirs for long, and a leaked one shall be recognised by its form.
 */
final class SignedTokens implements TokenIssuer {

    private static final String KIND = "refresh-1";
    private static final String RESET = "reset-1";
    /** The purpose of the seal that digests keys. */
    static final String KEY_DIGESTS = "api key digests";

    private static final int RANDOM_BYTES = 24;
    private static final int KEY_BYTES = 32;
    private static final Pattern KEY = Pattern.compile(Key.PREFIX + "([0-9a-f]{32})_[A-Za-z0-9_-]{43}");

    private final AccessTokens access;
    private final TokenSeal seal;
    private final TokenSeal digests;
    private final TokenSeal resets;
    private final TokenSeal keyDigests;
    private final TokenSeal successors;
    private final SecureRandom random;

    /**
     * Tokens under keys of their own.
     *
     * @param seals makes the seal of a purpose
     */
    SignedTokens(AccessTokens access, Function<String, TokenSeal> seals, SecureRandom random) {
        this.access = access;
        this.seal = seals.apply("refresh");
        this.digests = seals.apply("refresh digests");
        this.successors = seals.apply("refresh successors");
        this.resets = seals.apply("password resets");
        this.keyDigests = seals.apply(KEY_DIGESTS);
        this.random = random;
    }

    @Override
    public Access access(Account account, LoginId login) {
        return access.sign(account, login);
    }

    @Override
    public Refresh refresh(TenantId tenant, LoginId login) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return refresh(tenant, login, secret);
    }

    /** Derived under a key of its own: the first of them was random, and none tells of the others. */
    @Override
    public Refresh successor(Refresh given) {
        return refresh(given.tenant(), given.login(), successors.digest(given.token()));
    }

    private Refresh refresh(TenantId tenant, LoginId login, String secret) {
        String token = seal.seal(String.join("\n", KIND, tenant.value(), login.toString(), secret));
        return new Refresh(token, tenant, login, digest(token));
    }

    @Override
    public Optional<Refresh> read(String token) {
        return seal.open(token).flatMap(text -> parse(token, text));
    }

    private Optional<Refresh> parse(String token, String text) {
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() != 4 || !lines.getFirst().equals(KIND)) {
            return Optional.empty();
        }
        try {
            LoginId login = new LoginId(UUID.fromString(lines.get(2)));
            return Optional.of(new Refresh(token, new TenantId(lines.get(1)), login, digest(token)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // signed by us for something else
        }
    }

    @Override
    public Reset reset(TenantId tenant, UserId user, PasswordHash current, Instant expiresAt) {
        Instant end = expiresAt.truncatedTo(ChronoUnit.MILLIS);
        SecretDigest password = digest(current);
        String token = resets.seal(String.join(
                "\n", RESET, tenant.value(), user.value(), Long.toString(end.toEpochMilli()), password.value()));
        return new Reset(token, tenant, user, end, password);
    }

    @Override
    public Optional<Reset> readReset(String token) {
        return resets.open(token).flatMap(text -> parseReset(token, text));
    }

    private static Optional<Reset> parseReset(String token, String text) {
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() != 5 || !lines.getFirst().equals(RESET)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Reset(
                    token,
                    new TenantId(lines.get(1)),
                    new UserId(lines.get(2)),
                    Instant.ofEpochMilli(Long.parseLong(lines.get(3))),
                    new SecretDigest(lines.get(4))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // signed by us for something else
        }
    }

    @Override
    public SecretDigest digest(PasswordHash password) {
        return new SecretDigest(resets.digest(password.value()));
    }

    @Override
    public Key key(ApiKeyId id) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        String token = Key.PREFIX + id.toString().replace("-", "") + "_" + secret;
        return new Key(token, id, keyDigest(token));
    }

    @Override
    public Optional<Key> readKey(String token) {
        Matcher parts = KEY.matcher(token);
        return parts.matches()
                ? Optional.of(new Key(token, keyId(parts.group(1)), keyDigest(token)))
                : Optional.empty();
    }

    private static ApiKeyId keyId(String hex) {
        return new ApiKeyId(new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16)));
    }

    private SecretDigest digest(String token) {
        return new SecretDigest(digests.digest(token));
    }

    private SecretDigest keyDigest(String token) {
        return new SecretDigest(keyDigests.digest(token));
    }
}
