package dev.parley.domain.audit;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who did what. Holds no texts of conversations and no secrets.
 *
 * @param tenant where
 * @param at when; cut to milliseconds, as it is stored
 * @param actor who; null if that is not known (a failed login) or nobody (the server itself)
 * @param action what
 * @param subject to whom or what, such as a user's or a session's id; null for nothing but the actor
 * @param detail what else is to be known, in a few words; null for nothing
 * @param address from where on the network; null if that is not known
 */
public record AuditEntry(
        TenantId tenant,
        Instant at,
        @Nullable UserId actor,
        AuditAction action,
        @Nullable String subject,
        @Nullable String detail,
        @Nullable String address) {

    /** How long subject and address may be. */
    public static final int LONGEST_NAME = 128;

    /** How long a detail may be. */
    public static final int LONGEST_DETAIL = 400;

    /** Refuses nulls where none are allowed, and texts that are too long to be stored. */
    public AuditEntry {
        requireNonNull(tenant, "tenant");
        requireNonNull(action, "action");
        at = at.truncatedTo(ChronoUnit.MILLIS);
        requireAtMost("subject", subject, LONGEST_NAME);
        requireAtMost("detail", detail, LONGEST_DETAIL);
        requireAtMost("address", address, LONGEST_NAME);
    }

    private static void requireAtMost(String field, @Nullable String text, int longest) {
        if (text != null && text.length() > longest) {
            throw new IllegalArgumentException(field + " must have at most " + longest + " characters");
        }
    }
}
