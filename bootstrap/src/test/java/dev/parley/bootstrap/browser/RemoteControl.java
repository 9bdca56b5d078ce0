package dev.parley.bootstrap.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.bootstrap.process.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lets a script in another process kill, stop and start the server: a POST to a command's name, answered when it is done. */
final class RemoteControl implements AutoCloseable {

    private interface Command {
        void run() throws IOException, InterruptedException;
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    RemoteControl(ServerProcess server) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        offer("kill", server::kill);
        offer("stop", server::stop);
        offer("start", server::startAgain);
        http.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    private void offer(String name, Command command) {
        http.createContext("/" + name, exchange -> {
            try (exchange) {
                answer(exchange, command);
            }
        });
    }

    private static void answer(HttpExchange exchange, Command command) throws IOException {
        // One that is kept is closed sooner or later, in the middle of the next command perhaps.
        exchange.getResponseHeaders().set("Connection", "close");
        try {
            command.run();
            exchange.sendResponseHeaders(204, -1);
        } catch (IOException e) {
            fail(exchange, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(exchange, "interrupted");
        }
    }

    private static void fail(HttpExchange exchange, String why) throws IOException {
        byte[] reason = why.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(500, reason.length);
        exchange.getResponseBody().write(reason);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }
}
