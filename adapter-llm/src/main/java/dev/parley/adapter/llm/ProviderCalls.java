package dev.parley.adapter.llm;

import dev.parley.domain.reply.ModelFailure;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/** The connections to one provider and the calls under way on them. Thread-safe. */
final class ProviderCalls implements AutoCloseable {

    private static final int IDLE_CONNECTIONS = 64;
    private static final int IDLE_MINUTES = 5;

    private final OkHttpClient client;
    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ProviderCalls(LlmConfig config) {
        // HTTP/1.1: one connection a reply, so that replies can't hold each other up, a dead connection harms one only,
        // and a read goes straight to the socket. Times are kept by CallLimits; a redirect could take the key
        // elsewhere.
        client = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_MINUTES, TimeUnit.MINUTES))
                .connectTimeout(config.limits().connect())
                .readTimeout(0, TimeUnit.MILLISECONDS)
                .writeTimeout(0, TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    /**
     * Sends a request and waits for the head of the answer.
     *
     * @throws InterruptedException OkHttp throws it too, without saying so, while it waits for a connection
     */
    Exchange exchange(Request request, CallLimits limits) throws IOException, InterruptedException {
        Call call = client.newCall(request);
        call.addEventListener(new EventListener() {
            @Override
            public void connectionAcquired(Call ignored, Connection connection) {
                limits.connected();
            }

            @Override
            public void secureConnectStart(Call begun) {
                if (begun.isCanceled()) {
                    throw new BrokenOff();
                }
            }
        });
        running.add(call);
        boolean answered = false;
        try {
            var exchange = new Exchange(this, call, head(call, limits));
            answered = true;
            return exchange;
        } finally {
            if (!answered) {
                ended(call);
            }
        }
    }

    void ended(Call call) {
        running.remove(call);
    }

    /** What broke a call: a limit that passed, the end of the adapter, or the connection. */
    ModelFailure failure(IOException trouble, CallLimits limits) {
        ModelFailure late = limits.failure();
        if (late != null) {
            return late;
        }
        return closed
                ? ModelFailure.of(ModelFailure.Kind.UNAVAILABLE, "the adapter was closed")
                : ConnectionFailures.of(trouble);
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(Call::cancel);
        client.connectionPool().evictAll();
    }

    private Response head(Call call, CallLimits limits) throws IOException, InterruptedException {
        limits.connecting(call);
        try {
            if (closed) {
                call.cancel();
            }
            return call.execute();
        } catch (BrokenOff e) {
            throw new IOException("broken off before the TLS greeting", e);
        } finally {
            limits.ready();
        }
    }

    /** OkHttp overlooks a cancel between TCP and TLS, and would wait for the server's greeting for ever. */
    private static final class BrokenOff extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
