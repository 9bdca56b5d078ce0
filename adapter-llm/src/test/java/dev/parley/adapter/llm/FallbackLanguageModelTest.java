package dev.parley.adapter.llm;

import static dev.parley.adapter.llm.ServedModel.LONG;
import static dev.parley.adapter.llm.ServedModel.PATIENT;
import static dev.parley.adapter.llm.ServedModel.SHORT;
import static org.awaitility.Awaitility.await;

import dev.parley.application.contract.ProviderModelContract;
import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** The port's contract, with retries, queue and breaker around one real server. */
class FallbackLanguageModelTest extends ProviderModelContract {

    private static final LlmConfig.Limits SHORT_FIRST =
            new LlmConfig.Limits(LONG, SHORT, LONG, LONG, 1 << 20, 64 << 20);
    private static final LlmConfig.Limits SHORT_NEXT = new LlmConfig.Limits(LONG, LONG, SHORT, LONG, 1 << 20, 64 << 20);

    private final List<ScriptedModelServer> servers = new ArrayList<>();
    private final List<LlmProvidersAdapter> adapters = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        adapters.forEach(LlmProvidersAdapter::close);
        for (ScriptedModelServer server : servers) {
            server.close();
        }
    }

    @Override
    protected LanguageModel answering(List<String> pieces) {
        return asking(ModelScript.answering(pieces.toArray(String[]::new)), PATIENT);
    }

    @Override
    protected LanguageModel answeringInBits(List<String> pieces) {
        return asking(ModelScript.answering(pieces.toArray(String[]::new)).inBits(1), PATIENT);
    }

    @Override
    protected LanguageModel pausingAfter(List<String> pieces) {
        return asking(begun(pieces).stall(), PATIENT);
    }

    @Override
    protected LanguageModel hanging() {
        return asking(ModelScript.streaming().stall(), SHORT_FIRST);
    }

    @Override
    protected LanguageModel stallingAfter(List<String> pieces) {
        return asking(begun(pieces).atOnce().stall(), SHORT_NEXT);
    }

    @Override
    protected LanguageModel failing(Kind kind) {
        return asking(
                switch (kind) {
                    case TIMEOUT -> ModelScript.status(408);
                    case UNAVAILABLE -> ModelScript.status(500);
                    case OVERLOADED -> ModelScript.status(429);
                    case REJECTED -> ModelScript.status(401).send("secret question");
                    case CONTEXT_TOO_LONG -> ModelScript.status(413);
                    case BAD_RESPONSE -> ModelScript.streaming().event("secret question");
                },
                PATIENT);
    }

    @Override
    protected LanguageModel failingAfter(List<String> pieces) {
        return asking(
                begun(pieces).event("{\"error\":{\"message\":\"a secret question, two \uD83D\uDE00\"}}"), PATIENT);
    }

    @Override
    protected LanguageModel cutOffAfter(List<String> pieces) {
        return asking(begun(pieces), PATIENT);
    }

    @Override
    protected void awaitNothingUnderWay() {
        await().atMost(Duration.ofSeconds(30)).until(() -> servers.stream().allMatch(server -> server.underWay() == 0));
    }

    private LanguageModel asking(ModelScript script, LlmConfig.Limits limits) {
        ScriptedModelServer server = started().playing(script);
        servers.add(server);
        var provider = LlmProvidersConfig.Provider.of(
                "only", LlmConfig.of(server.baseUrl(), null, "test").withLimits(limits));
        var clock = new HandClock();
        LlmProvidersAdapter adapter = LlmProvidersAdapter.open(
                LlmProvidersConfig.of(List.of(provider)),
                clock,
                new Random(1),
                LlmProvidersAdapter.Observer.NONE,
                new HandRest(clock),
                () -> {});
        adapters.add(adapter);
        return adapter.model();
    }

    private static ModelScript begun(List<String> pieces) {
        ModelScript script = ModelScript.streaming();
        for (String piece : pieces) {
            script = script.delta(piece);
        }
        return script;
    }

    private static ScriptedModelServer started() {
        try {
            return ScriptedModelServer.start();
        } catch (IOException e) {
            throw new AssertionError("there is always a free port", e);
        }
    }
}
