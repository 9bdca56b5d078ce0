package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in.
 *
 * @param accounts whether people have accounts here
 * @param registration whether anybody may make one
 * @param loginsIdle how long a login lasts that is not used
 * @param guests whether visitors without an account are let in
 * @param guestsValidFor how long a visitor is recognised
 * @param tokens the access tokens made here
 * @param outside an identity provider elsewhere; null if there is none
 */
public record IdentitySettings(
        boolean accounts,
        boolean registration,
        Duration loginsIdle,
        boolean guests,
        Duration guestsValidFor,
        AccessTokens tokens,
        @Nullable OutsideIssuer outside) {

    /** Refuses nulls where none are allowed. */
    public IdentitySettings {
        requireNonNull(loginsIdle, "loginsIdle");
        requireNonNull(guestsValidFor, "guestsValidFor");
        requireNonNull(tokens, "tokens");
    }

    /**
     * The access tokens made here.
     *
     * @param validFor how long one is good
     * @param refreshGrace how long the exchange that renews it may be asked for again
     * @param algorithm how they are signed, if a key must be made
     * @param keysFile where the keys are; null for the data folder
     * @param issuer who makes them
     * @param audience for whom
     */
    public record AccessTokens(
            Duration validFor,
            Duration refreshGrace,
            SigningAlgorithm algorithm,
            @Nullable Path keysFile,
            String issuer,
            String audience) {

        /** Refuses nulls where none are allowed. */
        public AccessTokens {
            requireNonNull(validFor, "validFor");
            requireNonNull(refreshGrace, "refreshGrace");
            requireNonNull(algorithm, "algorithm");
            requireNonNull(issuer, "issuer");
            requireNonNull(audience, "audience");
        }
    }

    /**
     * An identity provider elsewhere, whose tokens count here.
     *
     * @param issuer what its tokens say of themselves
     * @param keys where its keys are
     * @param audience what its tokens must be for
     * @param leeway how far its clock may differ from ours
     * @param roleClaim the claim that tells a role; null if everybody is a user
     * @param tenantClaim the claim that tells the tenant; null if everybody is of the standard one
     */
    public record OutsideIssuer(
            String issuer,
            URI keys,
            String audience,
            Duration leeway,
            @Nullable String roleClaim,
            @Nullable String tenantClaim) {

        /** Refuses nulls where none are allowed. */
        public OutsideIssuer {
            requireNonNull(issuer, "issuer");
            requireNonNull(keys, "keys");
            requireNonNull(audience, "audience");
            requireNonNull(leeway, "leeway");
        }
    }
}
