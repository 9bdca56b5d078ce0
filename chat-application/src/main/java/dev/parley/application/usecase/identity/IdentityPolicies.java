package dev.parley.application.usecase.identity;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What the use cases about identity keep to.
 *
 * @param accounts whether people log in here at all, and not elsewhere
 * @param registration whether anybody may make an account
 * @param loginsIdle how long a login lasts that is not used
 * @param refreshGrace how long an exchange of a refresh token may be asked for again; 0 for not at all
 * @param accessValid how long an access token is good, for knowing how long an ended login must be remembered
 * @param lookEvery how often it is asked which logins ended on other nodes
 */
public record IdentityPolicies(
        boolean accounts,
        boolean registration,
        Duration loginsIdle,
        Duration refreshGrace,
        Duration accessValid,
        Duration lookEvery) {

    /** As documented. */
    public static final IdentityPolicies STANDARD = new IdentityPolicies(
            true, true, Duration.ofDays(30), Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofSeconds(2));

    /** Refuses nulls. */
    public IdentityPolicies {
        requireNonNull(loginsIdle, "loginsIdle");
        requireNonNull(refreshGrace, "refreshGrace");
        requireNonNull(accessValid, "accessValid");
        requireNonNull(lookEvery, "lookEvery");
    }
}
