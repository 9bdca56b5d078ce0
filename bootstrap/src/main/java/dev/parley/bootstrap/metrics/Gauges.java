package dev.parley.bootstrap.metrics;

import dev.parley.adapter.llm.LlmProvidersAdapter;
import dev.parley.adapter.llm.LlmProvidersAdapter.Condition;
import dev.parley.adapter.llm.LlmProvidersAdapter.State;
import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.rest.RestAdapter;
import dev.parley.adapter.websocket.WebSocketAdapter;
import dev.parley.application.usecase.UseCases;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** Shows how things are at the moment somebody looks. */
final class Gauges {

    private final Meters meters;

    Gauges(Meters meters) {
        this.meters = meters;
    }

    void of(UseCases useCases) {
        meters.gauge("replies.running", "Replies this node is writing.", useCases::runningReplies);
        meters.gauge("replies.places", "Replies this node may write at once.", useCases::mostReplies);
        meters.gauge("replies.waiting", "Replies in the queue of all nodes; NaN if it does not tell.", () -> {
            var waiting = useCases.waitingReplies();
            return waiting.isPresent() ? (double) waiting.getAsLong() : Double.NaN;
        });
        meters.gauge("sessions.followed", "Sessions somebody follows on this node.", useCases::followedSessions);
        meters.gauge("journal.messages", "Messages that wait for the database here.", useCases::waitingMessages);
        meters.gauge("database.away", "1 while the database is away.", () -> useCases.storeIsAway() ? 1 : 0);
    }

    void of(MssqlAdapter database) {
        connections("active", () -> database.connections().active());
        connections("idle", () -> database.connections().idle());
        connections("awaited", () -> database.connections().awaited());
    }

    private void connections(String state, DoubleSupplier count) {
        meters.gauge(
                "database.connections",
                "Connections to the database; awaited: calls without one.",
                count,
                "state",
                state);
    }

    void of(WebSocketAdapter sockets) {
        meters.gauge("sockets.open", "Sockets that are open or just being opened.", sockets::connections);
        meters.gauge("sockets.waiting.bytes", "Bytes in memory, to be taken or handled.", sockets::waitingBytes);
    }

    void of(RestAdapter rest) {
        meters.gauge("http.held.open", "Requests that follow a reply now.", rest::openFeeds);
    }

    void of(LlmProvidersAdapter models) {
        for (State provider : models.states()) {
            for (Condition condition : Condition.values()) {
                meters.gauge(
                        "model.condition",
                        "1 for what a provider is: up, degraded or down.",
                        () -> ask(models, provider.name(), state -> state.condition() == condition ? 1 : 0),
                        "provider",
                        provider.name(),
                        "condition",
                        Labels.of(condition));
            }
            meters.gauge(
                    "model.waiting",
                    "Replies that wait for a place at a provider, on this node.",
                    () -> ask(models, provider.name(), State::waiting),
                    "provider",
                    provider.name());
        }
    }

    private static double ask(LlmProvidersAdapter models, String provider, ToDoubleFunction<State> what) {
        return models.states().stream()
                .filter(state -> state.name().equals(provider))
                .mapToDouble(what)
                .findFirst()
                .orElse(Double.NaN);
    }

    void of(String name, Measuring.CacheFigures cache) {
        String meaning = "What was asked of a cache.";
        meters.counter("cache.requests", meaning, cache.hits(), "cache", name, "result", "hit");
        meters.counter("cache.requests", meaning, cache.misses(), "cache", name, "result", "miss");
        LongSupplier entries = cache.entries();
        if (entries != null) {
            meters.gauge("cache.entries", "Sessions a cache holds.", entries::getAsLong, "cache", name);
        }
    }
}
