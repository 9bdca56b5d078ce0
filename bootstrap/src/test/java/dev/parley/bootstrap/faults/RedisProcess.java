package dev.parley.bootstrap.faults;

import dev.parley.bootstrap.process.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** A real Redis that keeps nothing, and what can be done to it. */
final class RedisProcess implements AutoCloseable {

    private static final Pattern PID = Pattern.compile("process_id:(\\d+)");

    private final int port;
    private RedisServer server;
    private long frozen;

    private RedisProcess(int port) throws IOException {
        this.port = port;
        this.server = begin();
    }

    static RedisProcess start() throws IOException {
        return new RedisProcess(freePort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private RedisServer begin() throws IOException {
        RedisServer begun = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        begun.start();
        return begun;
    }

    int port() {
        return port;
    }

    /** Ends it with all it knows. */
    void stop() throws IOException {
        thaw();
        if (server.isActive()) {
            server.stop();
        }
    }

    /** Starts it, empty, if it does not run. */
    void startAgain() throws IOException {
        if (!server.isActive()) {
            server = begin();
        }
    }

    /** Lets it hang. */
    void freeze() throws IOException, InterruptedException {
        if (!answers()) {
            return;
        }
        Matcher pid = PID.matcher(ask("INFO server"));
        if (!pid.find()) {
            throw new IOException("Redis does not tell its process");
        }
        frozen = Long.parseLong(pid.group(1));
        Signals.send("STOP", frozen);
    }

    /** Lets it go on, if it hangs. */
    void thaw() throws IOException {
        if (frozen != 0) {
            try {
                Signals.send("CONT", frozen);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            frozen = 0;
        }
    }

    /** Whether it runs and was not told to hang. */
    boolean answers() {
        return server.isActive() && frozen == 0;
    }

    /** Forgets all. */
    void empty() throws IOException {
        ask("FLUSHALL");
    }

    /** Refuses to keep anything more. */
    void fill() throws IOException {
        ask("CONFIG SET maxmemory-policy noeviction");
        ask("CONFIG SET maxmemory 1");
    }

    /** Keeps things again. */
    void widen() throws IOException {
        if (server.isActive()) {
            ask("CONFIG SET maxmemory 0");
        }
    }

    /** Says a line and gives all that is answered before the good-bye. */
    private String ask(String line) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write((line + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
            var answer = new StringBuilder();
            for (String read = in.readLine(); read != null; read = in.readLine()) {
                answer.append(read).append('\n');
            }
            if (answer.charAt(0) == '-') {
                throw new IOException(line + " was answered by " + answer);
            }
            return answer.toString();
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
