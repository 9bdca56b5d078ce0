package dev.parley.bootstrap.identity;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.types.Argon2;
import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.PasswordHasher;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Argon2id. Hashes are made on a few threads of their own, fewer than there are processors, so that chats go on while many log in.
 * Thread-safe.
 */
final class Argon2Passwords implements PasswordHasher, AutoCloseable {

    /** More than anybody has chosen. */
    private static final PasswordCost MOST = new PasswordCost(131_072, 20);

    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");

    private final Argon2Function function;
    private final PasswordCost cost;
    private final SecureRandom random;
    private final HashingThreads threads;
    private final PasswordHash nobodys;

    Argon2Passwords(PasswordCost cost, int places, SecureRandom random) {
        this.cost = cost;
        this.random = random;
        this.function = function(cost);
        this.threads = new HashingThreads(places);
        this.nobodys = nobodys(cost, random);
    }

    /** As much work to compare with as any other; what hashes to it, nobody knows. */
    private static PasswordHash nobodys(PasswordCost cost, SecureRandom random) {
        return new PasswordHash("$argon2id$v=" + Argon2Function.ARGON2_VERSION_13 + "$m=" + cost.kibibytes() + ",t="
                + cost.passes() + ",p=" + LANES + "$" + encoded(random, SALT_BYTES) + "$"
                + encoded(random, HASH_BYTES));
    }

    private static String encoded(SecureRandom random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getEncoder().withoutPadding().encodeToString(value);
    }

    private static Argon2Function function(PasswordCost cost) {
        return Argon2Function.getInstance(
                cost.kibibytes(), cost.passes(), LANES, HASH_BYTES, Argon2.ID, Argon2Function.ARGON2_VERSION_13);
    }

    @Override
    public PasswordHash hash(String password) {
        return threads.inTurn(() -> made(password));
    }

    private PasswordHash made(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(function.hash(bytes(password), salt).getResult());
    }

    @Override
    public boolean verify(String password, PasswordHash hash) {
        return isBearable(hash) && threads.inTurn(() -> matches(password, hash.value()));
    }

    /** Whoever can write to the store must not be able to make us take all memory. */
    private static boolean isBearable(PasswordHash hash) {
        var form = FORM.matcher(hash.value());
        return form.matches()
                && Integer.parseInt(form.group(1)) <= MOST.kibibytes()
                && Integer.parseInt(form.group(2)) <= MOST.passes();
    }

    private static boolean matches(String password, String hash) {
        try {
            return Argon2Function.getInstanceFromHash(hash).check(password, hash);
        } catch (BadParametersException e) {
            return false; // cost nobody would have chosen
        }
    }

    @Override
    public boolean verifyNobody(String password) {
        boolean unused = verify(password, nobodys);
        return false;
    }

    @Override
    public boolean isOutdated(PasswordHash hash) {
        var form = FORM.matcher(hash.value());
        return !form.matches()
                || Integer.parseInt(form.group(1)) != cost.kibibytes()
                || Integer.parseInt(form.group(2)) != cost.passes();
    }

    @Override
    public boolean isBusy() {
        return threads.isBusy();
    }

    private static byte[] bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        threads.close();
    }
}
