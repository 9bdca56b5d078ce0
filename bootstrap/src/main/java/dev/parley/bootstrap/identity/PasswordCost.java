package dev.parley.bootstrap.identity;

/**
 * How much work one hash of a password is.
 *
 * @param kibibytes of memory
 * @param passes over it
 */
public record PasswordCost(int kibibytes, int passes) {

    /** 19 MiB, 2 passes, 1 lane: the least that is recommended; about 50 ms of one processor. */
    public static final PasswordCost STANDARD = new PasswordCost(19_456, 2);
}
