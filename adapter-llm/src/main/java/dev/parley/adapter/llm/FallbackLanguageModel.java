package dev.parley.adapter.llm;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Asks providers in their order until one gives a first text; from then on the reply is that one's, come what may. An
 * interrupt ends it wherever it is: in a call, in a queue or at rest.
 */
final class FallbackLanguageModel implements LanguageModel {

    private final List<Provider> providers;
    private final Backoff backoff;
    private final Duration firstTextWithin;
    private final LongSupplier nanoClock;
    private final Rest rest;
    private final LlmProvidersAdapter.Observer observer;

    FallbackLanguageModel(
            List<Provider> providers,
            Backoff backoff,
            Duration firstTextWithin,
            LongSupplier nanoClock,
            Rest rest,
            LlmProvidersAdapter.Observer observer) {
        this.providers = List.copyOf(providers);
        this.backoff = backoff;
        this.firstTextWithin = firstTextWithin;
        this.nanoClock = nanoClock;
        this.rest = rest;
        this.observer = observer;
    }

    /** Blocks until there is a first text, not only until the prompt is taken. */
    @Override
    public ReplyStream reply(Prompt prompt) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return new Search(prompt).find();
    }

    /** For one reply, by one thread. */
    private final class Search {

        private final Prompt prompt;
        private final Patience patience = new Patience(firstTextWithin, nanoClock);
        private final List<Candidate> candidates = providers.stream()
                .map(provider -> new Candidate(provider, backoff, observer))
                .toList();

        Search(Prompt prompt) {
            this.prompt = prompt;
        }

        ReplyStream find() throws InterruptedException {
            boolean goOn = true;
            while (goOn) {
                for (Candidate candidate : candidates) {
                    if (candidate.ask(prompt, patience, rest) instanceof Attempt.Answering(ReplyStream stream)) {
                        if (candidate != candidates.getFirst()) {
                            observer.stoodIn(candidate.name());
                        }
                        return stream;
                    }
                    if (candidate.blamesThePrompt()) {
                        throw candidate.failure();
                    }
                }
                goOn = restForTheSoonest();
            }
            throw failure();
        }

        /** Whether somebody is worth asking once more, after the rest it asked for. */
        private boolean restForTheSoonest() throws InterruptedException {
            var soonest = candidates.stream()
                    .flatMap(candidate -> candidate.wantedRest().stream())
                    .min(Duration::compareTo)
                    .map(backoff::after);
            return soonest.isPresent() && patience.allows(soonest.get()) && rest.over(soonest.get());
        }

        private ModelException failure() {
            return patience.isOver() ? AllFailed.inTime(patience, candidates) : AllFailed.of(candidates);
        }
    }
}
