package dev.parley.adapter.llm;

import dev.parley.application.port.out.ModelException;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told when no provider gave a text. */
final class AllFailed {

    private AllFailed() {}

    /** The trouble all had, or that there is no model to be had: what one can't do for now, another may do later. */
    static ModelException of(List<Candidate> candidates) {
        List<Candidate> failed =
                candidates.stream().filter(Candidate::hasFailed).toList();
        if (failed.size() == 1) {
            return failed.getFirst().failure();
        }
        List<Kind> kinds = failed.stream()
                .map(candidate -> candidate.last().failure().kind())
                .distinct()
                .toList();
        Kind kind = kinds.size() == 1 ? kinds.getFirst() : Kind.UNAVAILABLE;
        return exception(kind, "no provider answers: " + details(failed), failed);
    }

    /** All together took too long. */
    static ModelException inTime(Patience patience, List<Candidate> candidates) {
        List<Candidate> failed =
                candidates.stream().filter(Candidate::hasFailed).toList();
        String before = failed.isEmpty() ? "" : "; " + details(failed);
        return exception(Kind.TIMEOUT, patience.told() + before, failed);
    }

    private static ModelException exception(Kind kind, String detail, List<Candidate> failed) {
        return new ModelException(new ModelFailure(kind, detail, soonest(failed)), lastCause(failed));
    }

    private static String details(List<Candidate> failed) {
        return failed.stream()
                .map(candidate ->
                        candidate.name() + ": " + candidate.last().failure().detail())
                .collect(Collectors.joining("; "));
    }

    private static @Nullable Duration soonest(List<Candidate> failed) {
        return failed.stream()
                .map(candidate -> candidate.last().failure().retryAfter())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Throwable lastCause(List<Candidate> failed) {
        return failed.isEmpty() ? null : failed.getLast().last().cause();
    }
}
