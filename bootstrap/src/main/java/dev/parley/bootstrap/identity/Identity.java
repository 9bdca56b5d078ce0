package dev.parley.bootstrap.identity;

import com.nimbusds.jose.JWSAlgorithm;
import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.port.out.PasswordHasher;
import dev.parley.application.port.out.TicketStore;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.application.usecase.identity.EndedLogins;
import dev.parley.application.usecase.identity.KnownApiKeys;
import dev.parley.bootstrap.settings.IdentitySettings;
import dev.parley.bootstrap.settings.SigningAlgorithm;
import dev.parley.domain.audit.AuditChain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that proves who somebody is, put together from the settings. Thread-safe; to be closed by its maker.
 *
 * <p>One secret is behind guests, refresh tokens, tickets and the audit chain, by a key derived for each; access tokens
 * have keys of their own.
 */
public final class Identity implements AutoCloseable {

    private final IdentitySettings settings;
    private final byte[] secret;
    private final KeyFile keys;
    private final AccessTokens access;
    private final Argon2Passwords passwords;
    private final SecureRandom random;
    private final IdGenerator ids;
    private final InstantSource clock;

    /**
     * Reads the keys and makes ready. Blocks for it.
     *
     * @param secret at least 32 bytes
     * @param keysFile what {@link #newKeys} wrote
     * @param passwordCost of passwords that are hashed from now on
     * @throws IllegalArgumentException if the keys can't be read; says why
     */
    public Identity(
            IdentitySettings settings,
            byte[] secret,
            Path keysFile,
            PasswordCost passwordCost,
            SecureRandom random,
            IdGenerator ids,
            InstantSource clock) {
        this.settings = settings;
        this.secret = secret.clone();
        this.random = random;
        this.ids = ids;
        this.clock = clock;
        this.keys = new KeyFile(keysFile, clock);
        var tokens = settings.tokens();
        var terms = new AccessTokens.Terms(tokens.issuer(), tokens.audience(), tokens.validFor());
        this.access = new AccessTokens(keys::keys, terms, ids, clock);
        int places = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.passwords = new Argon2Passwords(passwordCost, places, random);
    }

    /** What a file of keys holds that is made now: one key. Secret. */
    public static byte[] newKeys(SigningAlgorithm algorithm, IdGenerator ids, SecureRandom random) {
        String id = ids.next().toString();
        return SigningKeys.generate(JWSAlgorithm.parse(algorithm.name()), id, random)
                .text()
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What a file of keys holds after a new one was made. Secret.
     *
     * @param before what it held
     * @param kept how many of the keys before stay
     * @throws IllegalArgumentException if what it held is no set of keys
     */
    public static byte[] rotatedKeys(
            String before, SigningAlgorithm algorithm, int kept, IdGenerator ids, SecureRandom random) {
        return SigningKeys.parse(before)
                .rotated(JWSAlgorithm.parse(algorithm.name()), ids.next().toString(), random, kept)
                .text()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Makes and reads the tokens of logins. */
    public TokenIssuer tokens() {
        return new SignedTokens(access, purpose -> new TokenSeal(secret, purpose), random);
    }

    /** Hashes passwords. */
    public PasswordHasher passwords() {
        return passwords;
    }

    /** What binds the entries of the audit log, on every node of one secret. */
    public static AuditChain auditChain(byte[] secret) {
        return new AuditChain(new TokenSeal(secret, "audit")::digest);
    }

    /**
     * Tells who is calling.
     *
     * @param spent where all nodes remember which tickets were taken
     */
    public Authentication authentication(EndedLogins ended, KnownApiKeys apiKeys, TicketStore spent) {
        var guests = settings.guests()
                ? new SignedGuests(new TokenSeal(secret, "guests"), settings.guestsValidFor(), ids, clock)
                : null;
        var tickets = new Tickets(
                new TokenSeal(secret, "tickets"), new TokenSeal(secret, "ticket digests")::digest, spent, ids, clock);
        return new Credentials(
                guests,
                new OperatorTokens(secret, clock),
                accessTokens(),
                apiKeys::verify,
                tickets,
                proof -> ended.ends(proof) || (proof.login() != null && apiKeys.isRevoked(proof.login())),
                clock);
    }

    private Function<String, Optional<Authentication.Proof>> accessTokens() {
        var outside = settings.outside();
        if (outside == null) {
            return access::verify;
        }
        var issuer = new OutsideIssuer(
                new OutsideIssuer.Terms(
                        outside.issuer(),
                        outside.keys(),
                        outside.audience(),
                        outside.leeway(),
                        outside.roleClaim(),
                        outside.tenantClaim()),
                clock);
        return token -> access.verify(token).or(() -> issuer.verify(token));
    }

    /** The public keys of our access tokens, as a JSON Web Key Set. */
    public String publicKeys() {
        return keys.keys().publicText();
    }

    /** The id of the key that signs now. Looks at its file every few seconds at most. */
    public String signingKey() {
        return keys.keys().current().getKeyID();
    }

    /** Stops hashing. */
    @Override
    public void close() {
        passwords.close();
    }
}
