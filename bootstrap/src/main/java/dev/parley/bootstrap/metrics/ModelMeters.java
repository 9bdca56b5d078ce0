package dev.parley.bootstrap.metrics;

import dev.parley.adapter.llm.LlmProvidersAdapter;
import dev.parley.adapter.llm.LlmProvidersAdapter.Obstacle;
import dev.parley.adapter.llm.LlmProvidersAdapter.Result;
import dev.parley.domain.reply.ModelFailure;
import java.util.concurrent.TimeUnit;

/** Times calls of models. Instruments are looked up by the provider, a few times for each reply. */
final class ModelMeters implements LlmProvidersAdapter.Observer {

    private static final String PROVIDER = "provider";

    private final Meters meters;

    ModelMeters(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void asked(String provider, Result result, long nanos) {
        meters.timer(
                        "model.call",
                        "From a call of a provider to its first text, or to its failure.",
                        Scale.COARSE,
                        PROVIDER,
                        provider,
                        "result",
                        Labels.of(result))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void askedAgain(String provider) {
        meters.counter("model.retries", "Further calls of a provider for the same reply.", PROVIDER, provider)
                .increment();
    }

    @Override
    public void passedOver(String provider, Obstacle obstacle) {
        meters.counter(
                        "model.passed.over",
                        "Times a provider was not asked though it was its turn.",
                        PROVIDER,
                        provider,
                        "reason",
                        Labels.of(obstacle))
                .increment();
    }

    @Override
    public void stoodIn(String provider) {
        meters.counter("model.stood.in", "Replies by another provider than the first.", PROVIDER, provider)
                .increment();
    }

    @Override
    public void brokeOff(String provider, ModelFailure.Kind kind) {
        meters.counter(
                        "model.broke.off",
                        "Answers that had begun and ended in a failure.",
                        PROVIDER,
                        provider,
                        "kind",
                        Labels.of(kind))
                .increment();
    }
}
