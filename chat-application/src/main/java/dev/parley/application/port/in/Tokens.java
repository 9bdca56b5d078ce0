package dev.parley.application.port.in;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.Account;
import java.time.Duration;

/**
 * What somebody gets who has proved who they are.
 *
 * @param account whose
 * @param access sent with every request; a secret
 * @param accessFor how long it is good
 * @param refresh exchanged for new tokens, once; a secret
 * @param refreshFor how long it is good if it is not used
 */
public record Tokens(Account account, String access, Duration accessFor, String refresh, Duration refreshFor) {

    /** Refuses nulls. */
    public Tokens {
        requireNonNull(account, "account");
        requireNonNull(access, "access");
        requireNonNull(accessFor, "accessFor");
        requireNonNull(refresh, "refresh");
        requireNonNull(refreshFor, "refreshFor");
    }

    @Override
    public String toString() {
        return "Tokens[" + account.id() + "]";
    }
}
