package dev.parley.adapter.llm;

import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.domain.canary.Canaries;
import dev.parley.domain.text.Secret;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A scripted server and an adapter that asks it, both new for each test. */
final class ServedModel implements BeforeEachCallback, AfterEachCallback {

    static final Secret KEY = Canaries.secret("sk-very-secret");
    /** Longer than any test waits, so that no limit does what a test is about. */
    static final Duration LONG = Duration.ofMinutes(2);

    /** For what never comes: nothing has to happen within it. */
    static final Duration SHORT = Duration.ofMillis(150);

    /** For limits that something has to keep to, on a machine that is busy too. */
    static final Duration ROOMY = Duration.ofSeconds(1);

    /** Longer than {@link #ROOMY}. */
    static final Duration TOO_LONG = Duration.ofMillis(1_200);

    static final LlmConfig.Limits PATIENT = new LlmConfig.Limits(LONG, LONG, LONG, LONG, 1 << 20, 64 << 20);

    private final LlmConfig.Limits limits;
    private ScriptedModelServer server;
    private LlmAdapter adapter;

    ServedModel(LlmConfig.Limits limits) {
        this.limits = limits;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        server = ScriptedModelServer.start();
        adapter = LlmAdapter.open(
                LlmConfig.of(server.baseUrl(), KEY, "test-model").withLimits(limits));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        adapter.close();
        server.close();
    }

    ScriptedModelServer server() {
        return server;
    }

    LlmAdapter adapter() {
        return adapter;
    }

    LanguageModel model() {
        return adapter.model();
    }
}
