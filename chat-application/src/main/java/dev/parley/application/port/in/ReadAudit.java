package dev.parley.application.port.in;

import dev.parley.application.port.out.AuditLog;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was written down about who did what in the caller's tenant. Thread-safe; every method blocks. */
public interface ReadAudit {

    /** A page of the entries that fit, newest first. */
    Outcome read(Principal caller, Query query);

    /** All entries that fit, newest first, for a file. Written down. */
    ExportOutcome export(Principal caller, Search search);

    /** Goes through the whole chain. May take long. */
    VerifyOutcome verify(Principal caller);

    /**
     * What is looked for. Texts come as they were sent; null means: any.
     *
     * @param actor the id of who did it
     * @param action what was done, in lower case
     * @param target to whom or what, exactly
     * @param from at this time or later
     * @param to before this time
     */
    record Search(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String target,
            @Nullable Instant from,
            @Nullable Instant to) {

        /** Everything. */
        public static final Search ALL = new Search(null, null, null, null, null);
    }

    /**
     * Which page.
     *
     * @param before only entries with a lower number; null for the newest
     * @param limit 1 to 100
     */
    record Query(Search search, @Nullable Long before, int limit) {

        /** A page of everything. */
        public static Query all(@Nullable Long before, int limit) {
            return new Query(Search.ALL, before, limit);
        }
    }

    /** What came of an export. */
    sealed interface ExportOutcome {

        /**
         * These.
         *
         * @param entries to be gone through once; reads page after page, blocks for each, and throws {@code StoreException}
         *     where the store breaks
         */
        record Entries(Iterator<AuditLog.Recorded> entries) implements ExportOutcome {}

        /** Not for the caller, or not a question that can be answered. */
        record Refused(Refusal refusal) implements ExportOutcome {}
    }

    /** What came of a read. */
    sealed interface Outcome {

        /** A page. */
        record Page(List<AuditLog.Recorded> entries) implements Outcome {

            /** Copies the list. */
            public Page {
                entries = List.copyOf(entries);
            }
        }

        /** Not for the caller. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /** What came of a verification. */
    sealed interface VerifyOutcome {

        /** The chain was gone through. */
        record Verified(AuditLog.Verification verification) implements VerifyOutcome {}

        /** Not for the caller. */
        record Refused(Refusal refusal) implements VerifyOutcome {}
    }
}
