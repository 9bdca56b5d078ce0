package dev.parley.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.PasswordHasherContract;
import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.PasswordHasher;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Argon2PasswordsTest extends PasswordHasherContract {

    private final Argon2Passwords hasher = new Argon2Passwords(new PasswordCost(1_024, 1), 1, new SecureRandom());
    private final Argon2Passwords other = new Argon2Passwords(new PasswordCost(512, 2), 1, new SecureRandom());

    @Override
    protected PasswordHasher hasher() {
        return hasher;
    }

    @Override
    protected PasswordHasher otherwise() {
        return other;
    }

    @AfterEach
    void close() {
        hasher.close();
        other.close();
    }

    @Test
    void a_hash_says_how_it_was_made() {
        try (var standard = new Argon2Passwords(PasswordCost.STANDARD, 1, new SecureRandom())) {
            assertThat(standard.hash("some password").value())
                    .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
                    .hasSizeLessThanOrEqualTo(255);
        }
    }

    @Test
    void nobody_costs_as_much_work_as_somebody() {
        PasswordHash hash = hasher.hash("some password");
        long somebody = work(() -> hasher.verify("another password", hash));
        long nobody = work(() -> hasher.verifyNobody(""));

        // Processor time of the hashing thread alone, each the least of many: what is skipped would be next to nothing.
        assertThat(nobody).isBetween(somebody / 2, somebody * 2);
    }

    private static long work(Runnable verification) {
        long[] times = new long[21];
        for (int i = 0; i < times.length; i++) {
            long before = hashingTime();
            verification.run();
            times[i] = hashingTime() - before;
        }
        return Arrays.stream(times).min().orElseThrow();
    }

    private static long hashingTime() {
        var threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("parley-passwords-"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.threadId())))
                .sum();
    }
}
