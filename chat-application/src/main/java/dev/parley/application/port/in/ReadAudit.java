package dev.parley.application.port.in;

import dev.parley.application.port.out.AuditLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was written down about who did what in the caller's tenant. Thread-safe; every method blocks. */
public interface ReadAudit {

    /**
     * A page, newest first.
     *
     * @param before only entries with a lower number; null for the newest
     * @param limit 1 to 100
     */
    Outcome read(Principal caller, @Nullable Long before, int limit);

    /** Goes through the whole chain. May take long. */
    VerifyOutcome verify(Principal caller);

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
