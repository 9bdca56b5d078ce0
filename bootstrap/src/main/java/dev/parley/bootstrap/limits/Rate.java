package dev.parley.bootstrap.limits;

/**
 * How often something may be done within a minute; as often at once, then evenly. 0 stands for no limit.
 *
 * @param perUser by one user
 * @param perAddress from one network address, whoever it is
 * @param perTenant by one tenant
 */
public record Rate(int perUser, int perAddress, int perTenant) {

    /** As often as anybody likes. */
    public static final Rate UNLIMITED = new Rate(0, 0, 0);

    /** Refuses negative numbers. */
    public Rate {
        if (perUser < 0 || perAddress < 0 || perTenant < 0) {
            throw new IllegalArgumentException("a rate must be at least 0");
        }
    }
}
