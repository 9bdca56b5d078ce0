package dev.parley.adapter.llm;

import static java.util.Objects.requireNonNull;

import dev.parley.adapter.llm.Attempt.Again;
import dev.parley.application.port.out.ModelException;
import dev.parley.domain.prompt.Prompt;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider as one reply sees it: how often it was asked, and what came of it last. For one thread. */
final class Candidate {

    private final Provider provider;
    private final Backoff backoff;
    private final LlmProvidersAdapter.Observer observer;
    private int tries;
    private Attempt.@Nullable Failed last;

    Candidate(Provider provider, Backoff backoff, LlmProvidersAdapter.Observer observer) {
        this.provider = provider;
        this.backoff = backoff;
        this.observer = observer;
    }

    /** Asks as often as is worth it now; null if it was not worth asking at all. */
    @Nullable
    Attempt ask(Prompt prompt, Patience patience, Rest rest) throws InterruptedException {
        Attempt attempt = null;
        while (isWorthIt(patience)) {
            tries++;
            if (tries > 1) {
                observer.askedAgain(provider.name());
            }
            attempt = provider.ask(prompt, patience);
            last = attempt instanceof Attempt.Failed failed ? failed : null;
            if (last == null || last.again() != Again.SOON || !rested(patience, rest)) {
                return attempt;
            }
        }
        return attempt;
    }

    private boolean isWorthIt(Patience patience) {
        boolean askedInVain = last != null && (last.again() == Again.NEVER || last.again() == Again.NOBODY);
        return tries < backoff.tries() && !askedInVain && !patience.isOver();
    }

    private boolean rested(Patience patience, Rest rest) throws InterruptedException {
        Duration time = backoff.after(tries);
        return tries < backoff.tries() && patience.allows(time) && rest.over(time);
    }

    /** Whether all others would say the same. */
    boolean blamesThePrompt() {
        return last != null && last.again() == Again.NOBODY;
    }

    /** The rest it asked for, if that is short enough and it may be asked once more. */
    Optional<Duration> wantedRest() {
        if (last == null || last.again() != Again.RESTED || tries >= backoff.tries()) {
            return Optional.empty();
        }
        Duration asked = last.failure().retryAfter();
        Duration left = provider.rest();
        return asked != null && backoff.allows(asked)
                ? Optional.of(left.isNegative() ? Duration.ZERO : left)
                : Optional.empty();
    }

    boolean hasFailed() {
        return last != null;
    }

    Attempt.Failed last() {
        return requireNonNull(last, "last");
    }

    String name() {
        return provider.name();
    }

    ModelException failure() {
        return new ModelException(last().failure(), last().cause());
    }
}
