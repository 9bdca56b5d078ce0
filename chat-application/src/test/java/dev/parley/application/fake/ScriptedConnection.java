package dev.parley.application.fake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/**
 * One client's connection: request, script, request… While a script plays, another thread waits for the next byte, and
 * so notices at once when the client goes away.
 */
final class ScriptedConnection implements Runnable {

    private static final int NOTHING = -1;

    private final ScriptedModelServer server;
    private final Socket socket;
    private final int number;

    ScriptedConnection(ScriptedModelServer server, Socket socket, int number) {
        this.server = server;
        this.socket = socket;
        this.number = number;
    }

    @Override
    public void run() {
        try (socket) {
            InputStream input = new BufferedInputStream(socket.getInputStream());
            int first = input.read();
            while (first != NOTHING) {
                first = exchange(ScriptedRequestReader.read(first, input, number), input);
            }
        } catch (IOException e) {
            // The client or the test has closed the connection; the exchange was told by its watcher.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.gone(socket);
        }
    }

    /** Gives the first byte of the next request. */
    private int exchange(ScriptedRequest request, InputStream input) throws IOException, InterruptedException {
        var exchange = new ScriptedExchange(request);
        CompletableFuture<Integer> next = watch(input, exchange);
        server.began(exchange);
        try {
            if (!new ScriptPlayer(socket, exchange).play(server.scriptFor(request))) {
                return NOTHING;
            }
        } finally {
            server.played(exchange);
        }
        return next.join();
    }

    private static CompletableFuture<Integer> watch(InputStream input, ScriptedExchange exchange) {
        var next = new CompletableFuture<Integer>();
        Thread.startVirtualThread(() -> next.complete(firstByte(input, exchange)));
        return next;
    }

    private static int firstByte(InputStream input, ScriptedExchange exchange) {
        int first;
        try {
            first = input.read();
        } catch (IOException e) {
            first = NOTHING;
        }
        if (first == NOTHING) {
            exchange.markClientGone();
        }
        return first;
    }
}
