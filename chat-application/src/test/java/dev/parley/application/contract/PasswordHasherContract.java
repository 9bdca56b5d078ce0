package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.PasswordHasher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link PasswordHasher} keeps to. */
public abstract class PasswordHasherContract {

    private static final String PASSWORD = "correct horse 馬 🐎";
    private static final int MANY = 300;

    /** The hasher under test, fast enough for some hundred hashes. */
    protected abstract PasswordHasher hasher();

    /** One whose hashes are more or less work. */
    protected abstract PasswordHasher otherwise();

    @Test
    void g1_a_password_fits_its_own_hash_alone() {
        PasswordHash hash = hasher().hash(PASSWORD);

        assertThat(hasher().verify(PASSWORD, hash)).isTrue();
        assertThat(hasher().verify(PASSWORD + " ", hash)).isFalse();
        assertThat(hasher().verify(PASSWORD.substring(1), hash)).isFalse();
        assertThat(hasher().verify("", hash)).isFalse();
    }

    @Test
    void g2_the_same_password_gives_another_hash_each_time() {
        assertThat(hasher().hash(PASSWORD)).isNotEqualTo(hasher().hash(PASSWORD));
    }

    @Test
    void g3_a_hash_of_other_numbers_counts_and_is_outdated() {
        PasswordHash old = otherwise().hash(PASSWORD);

        assertThat(hasher().verify(PASSWORD, old)).isTrue();
        assertThat(hasher().verify("wrong", old)).isFalse();
        assertThat(hasher().isOutdated(old)).isTrue();
        assertThat(hasher().isOutdated(hasher().hash(PASSWORD))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PASSWORD, "nobody", "nobody has this password"})
    void g4_nobody_has_a_password(String password) {
        assertThat(hasher().verifyNobody(password)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                PASSWORD,
                "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
                "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$",
                "$argon2id$v=19$m=9999999,t=999,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void g5_what_is_no_hash_fits_nothing(String text) {
        PasswordHash hash = new PasswordHash(text);

        assertThat(hasher().verify(PASSWORD, hash)).isFalse();
        assertThat(hasher().isOutdated(hash)).isTrue();
    }

    @Test
    void g6_it_is_busy_while_many_wait() throws InterruptedException {
        PasswordHasher hasher = hasher();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            waiting.add(Thread.startVirtualThread(() -> hasher.hash(PASSWORD)));
        }

        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(1)).until(hasher::isBusy);
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(hasher.isBusy()).isFalse();
    }
}
