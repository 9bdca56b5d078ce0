package dev.parley.adapter.llm;

import dev.parley.application.port.out.LanguageModel;

/** A model behind an OpenAI-compatible {@code chat/completions}. One per provider; thread-safe. */
public final class LlmAdapter implements AutoCloseable {

    private final LlmConfig config;
    private final ProviderCalls calls;
    private final LanguageModel model;

    private LlmAdapter(LlmConfig config) {
        this.config = config;
        this.calls = new ProviderCalls(config);
        this.model = new SseLanguageModel(config, calls);
    }

    /** Makes ready to call; connects to nothing, so a missing model never stops a start. */
    public static LlmAdapter open(LlmConfig config) {
        return new LlmAdapter(config);
    }

    /** The port; calls go out on the caller's own, preferably virtual, thread. */
    public LanguageModel model() {
        return model;
    }

    /** The model asked when a prompt names none. */
    public String modelName() {
        return config.model();
    }

    /** Which model, and where, for health pages and logs. Asks nobody, holds no secret. */
    public String description() {
        return config.model() + " at " + config.shownUrl();
    }

    /** Breaks running replies off, which end as failed, refuses new ones and closes idle connections. */
    @Override
    public void close() {
        calls.close();
    }
}
