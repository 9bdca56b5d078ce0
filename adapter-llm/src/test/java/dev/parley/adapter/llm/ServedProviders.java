package dev.parley.adapter.llm;

import static dev.parley.adapter.llm.ServedModel.PATIENT;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.canary.Canaries;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.text.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Scripted servers as providers, one model over them, a clock and rests by hand. */
final class ServedProviders implements AfterEachCallback {

    static final Secret KEY = Canaries.secret("sk-provider-secret");
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final List<ScriptedModelServer> servers = new ArrayList<>();
    private final List<LlmProvidersConfig.Provider> providers = new ArrayList<>();
    private final HandClock clock = new HandClock();
    private final HandRest rest = new HandRest(clock);
    private LlmProvidersConfig.Retries retries =
            new LlmProvidersConfig.Retries(0, Duration.ofMillis(400), Duration.ofSeconds(10));
    private LlmProvidersConfig.Queue queue = new LlmProvidersConfig.Queue(1_000, ServedModel.LONG);
    private LlmProvidersConfig.Breaker breaker = new LlmProvidersConfig.Breaker(1_000, 100, PAUSE);
    private Duration firstTextWithin = ServedModel.LONG;
    private LlmProvidersAdapter.Observer observer = LlmProvidersAdapter.Observer.NONE;
    private LlmProvidersAdapter adapter;

    /** One more provider, called {@code p0}, {@code p1} and so on, whose model is {@code m0}, {@code m1}. */
    ScriptedModelServer provider() {
        return provider(PATIENT, Map.of(), 100);
    }

    ScriptedModelServer provider(LlmConfig.Limits limits, Map<String, String> models, int atOnce) {
        int number = servers.size();
        ScriptedModelServer server = started();
        servers.add(server);
        providers.add(new LlmProvidersConfig.Provider(
                "p" + number, LlmConfig.of(server.baseUrl(), KEY, "m" + number).withLimits(limits), models, atOnce));
        return server;
    }

    ServedProviders retrying(int most) {
        retries = new LlmProvidersConfig.Retries(most, retries.rest(), retries.longestRest());
        return this;
    }

    ServedProviders queueing(int places, Duration longestWait) {
        queue = new LlmProvidersConfig.Queue(places, longestWait);
        return this;
    }

    ServedProviders breakingAfter(int calls, int failedPercent) {
        breaker = new LlmProvidersConfig.Breaker(calls, failedPercent, PAUSE);
        return this;
    }

    ServedProviders observedBy(LlmProvidersAdapter.Observer somebody) {
        observer = somebody;
        return this;
    }

    ServedProviders startingWithin(Duration time) {
        firstTextWithin = time;
        return this;
    }

    /** Opened when it is first asked for. */
    LlmProvidersAdapter adapter() {
        if (adapter == null) {
            var config = new LlmProvidersConfig(providers, retries, queue, breaker, firstTextWithin);
            adapter = LlmProvidersAdapter.open(config, clock, new Random(7), observer, rest, () -> {});
        }
        return adapter;
    }

    LanguageModel model() {
        return adapter().model();
    }

    HandClock clock() {
        return clock;
    }

    HandRest rest() {
        return rest;
    }

    Heard ask() throws InterruptedException {
        return Heard.from(model());
    }

    ReplyStream begin() throws InterruptedException {
        return model().reply(Heard.userSays("hi"));
    }

    /** Asks, which must fail before the first text. */
    ModelFailure failure() throws InterruptedException {
        try (ReplyStream stream = begin()) {
            throw new AssertionError("it gave " + Heard.from(stream));
        } catch (ModelException e) {
            return e.failure();
        }
    }

    List<LlmProvidersAdapter.Condition> conditions() {
        return adapter().states().stream()
                .map(LlmProvidersAdapter.State::condition)
                .toList();
    }

    void awaitWaiting(int provider, int many) {
        await().atMost(Duration.ofSeconds(30)).until(() -> adapter().waiting().get(provider) == many);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (adapter != null) {
            adapter.close();
        }
        for (ScriptedModelServer server : servers) {
            server.close();
        }
    }

    private static ScriptedModelServer started() {
        try {
            return ScriptedModelServer.start();
        } catch (IOException e) {
            throw new AssertionError("there is always a free port", e);
        }
    }
}
