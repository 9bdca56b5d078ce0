package dev.parley.application.usecase.identity;

import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.PasswordHasher;
import dev.parley.domain.canary.Canaries;
import java.util.concurrent.atomic.AtomicInteger;

/** Hashes nothing, and counts how often it was asked. What begins with {@code old:} is outdated. */
final class PlainPasswords implements PasswordHasher {

    final AtomicInteger verified = new AtomicInteger();
    volatile boolean busy;

    /** What happens while a password is looked at. */
    volatile Runnable meanwhile = () -> {};

    @Override
    public PasswordHash hash(String password) {
        return new PasswordHash("new:" + Canaries.noteSecret(password));
    }

    @Override
    public boolean verify(String password, PasswordHash hash) {
        verified.incrementAndGet();
        meanwhile.run();
        return hash.value().substring(4).equals(password);
    }

    @Override
    public boolean verifyNobody(String password) {
        verified.incrementAndGet();
        return false;
    }

    @Override
    public boolean isOutdated(PasswordHash hash) {
        return hash.value().startsWith("old:");
    }

    @Override
    public boolean isBusy() {
        return busy;
    }
}
