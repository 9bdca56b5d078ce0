package dev.parley.application.port.out;

import dev.parley.application.port.out.AccountStore.PasswordHash;

/**
 * Makes passwords unreadable. Thread-safe; slow on purpose: {@link #isOutdated} and {@link #isBusy} do not block, the others do for the time a
 * hash takes, in a small number of places, so that logins can't take all processors.
 *
 * <ol>
 *   <li>G1: a password verifies against its own hash and no other password does.
 *   <li>G2: the same password gives another hash each time.
 *   <li>G3: a hash made with other numbers still verifies, and is outdated.
 *   <li>G4: verifying against nobody takes as long as against somebody, and says no.
 *   <li>G5: what is no hash of this kind verifies no password.
 *   <li>G6: it is busy while many wait for their turn, and not any more when they have had it.
 * </ol>
 */
public interface PasswordHasher {

    /** The hash of a new password. */
    PasswordHash hash(String password);

    /** Whether a password is the one of a hash. */
    boolean verify(String password, PasswordHash hash);

    /** Takes as long as {@link #verify} and says no: for users that are not there. */
    boolean verifyNobody(String password);

    /** Whether a hash should be made anew when its password is known. */
    boolean isOutdated(PasswordHash hash);

    /** Whether so many wait that others should come later. */
    boolean isBusy();
}
