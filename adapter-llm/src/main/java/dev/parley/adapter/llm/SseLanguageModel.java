package dev.parley.adapter.llm;

import static java.util.Objects.requireNonNullElse;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an OpenAI-compatible server, with fewer fields if it says that it does not take one. */
final class SseLanguageModel implements LanguageModel {

    private static final Logger LOG = LoggerFactory.getLogger(SseLanguageModel.class);
    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;
    private static final int REMEMBERED_MODELS = 100;

    private final LlmConfig config;
    private final ProviderCalls calls;
    private final Endpoint endpoint;
    private final RequestJson requests = new RequestJson();
    private final DeltaJson deltas;
    private final RequestShape firstShape;
    private final Map<String, RequestShape> shapes = new ConcurrentHashMap<>();

    SseLanguageModel(LlmConfig config, ProviderCalls calls) {
        this.config = config;
        this.calls = calls;
        this.endpoint = new Endpoint(config);
        this.deltas = new DeltaJson(config.limits().lineBytes());
        this.firstShape = RequestShape.of(config.shape());
    }

    @Override
    public ReplyStream reply(Prompt prompt) throws InterruptedException {
        return reply(prompt, requireNonNullElse(prompt.parameters().model(), config.model()), config.limits());
    }

    /** The same with a model and limits in time of the caller's; sizes stay as configured. */
    ReplyStream reply(Prompt prompt, String model, LlmConfig.Limits within) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        var limits = new CallLimits(within);
        RequestShape shape = shapes.getOrDefault(model, firstShape);
        while (true) {
            Exchange exchange = send(endpoint.request(requests.write(model, prompt, shape)), limits);
            if (exchange.response().isSuccessful()) {
                remember(model, shape);
                return stream(exchange, prompt, limits);
            }
            shape = milder(shape, exchange, limits);
        }
    }

    private Exchange send(Request request, CallLimits limits) throws InterruptedException {
        try {
            return calls.exchange(request, limits);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new ModelException(calls.failure(e, limits), e);
        }
    }

    private ReplyStream stream(Exchange exchange, Prompt prompt, CallLimits limits) {
        if (exchange.isHtml()) {
            exchange.cancel();
            exchange.free();
            throw new ModelException(ModelFailure.of(Kind.BAD_RESPONSE, "HTML instead of an answer"), null);
        }
        var lines = new LineReader(exchange.body(), config.limits(), limits);
        var events = new SseReader(lines, config.limits().lineBytes());
        return new SseReplyStream(exchange, new AnswerReader(lines, events, deltas), new Answer(prompt), calls, limits);
    }

    /** What to try instead after a refusal; throws if there is nothing. */
    private RequestShape milder(RequestShape shape, Exchange exchange, CallLimits limits) throws InterruptedException {
        try {
            ProviderError error = exchange.error(deltas, limits);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return retriable(exchange, error).flatMap(shape::without).orElseThrow(() -> refused(exchange, error));
        } finally {
            exchange.free();
        }
    }

    private static Optional<ProviderError> retriable(Exchange exchange, ProviderError error) {
        int status = exchange.response().code();
        boolean badRequest = status == BAD_REQUEST || status == UNPROCESSABLE;
        return badRequest && !ProviderFailures.isTooLong(error) ? Optional.of(error) : Optional.empty();
    }

    private static ModelException refused(Exchange exchange, ProviderError error) {
        int status = exchange.response().code();
        return new ModelException(ProviderFailures.ofStatus(status, error, RetryAfter.of(exchange.response())), null);
    }

    /** Models can be named by users, so only so many are remembered. */
    private void remember(String model, RequestShape shape) {
        boolean worthIt = !shape.equals(firstShape) && shapes.size() < REMEMBERED_MODELS;
        if (worthIt && !shape.equals(shapes.put(model, shape))) {
            LOG.info("The server of {} does not take all fields; from now on: {}", model, shape);
        }
    }
}
