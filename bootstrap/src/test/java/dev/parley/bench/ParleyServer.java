package dev.parley.bench;

import dev.parley.bootstrap.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server as people run it, in a process of its own, with no limits that load would meet. */
final class ParleyServer implements AutoCloseable {

    private final ChildJvm process;
    private final int port;

    private ParleyServer(ChildJvm process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param people how many connections it takes
     * @param further what it is configured with besides
     */
    static ParleyServer start(Path data, int modelPort, int people, Map<String, String> further) throws IOException {
        int port = freePort();
        var environment = new HashMap<String, String>();
        for (String limited : List.of("MESSAGES", "CONNECTIONS", "GUESTS")) {
            environment.put("PARLEY_LIMITS_" + limited + "_PER_MINUTE_PER_ADDRESS", "0");
        }
        environment.put("PARLEY_LIMITS_MESSAGES_PER_MINUTE_PER_USER", "0");
        environment.put("PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_USER", "0");
        environment.put("PARLEY_LIMITS_CONNECTIONS_PER_USER", Integer.toString(people));
        environment.put("PARLEY_LIMITS_CONNECTIONS_PER_ADDRESS", Integer.toString(people));
        environment.put("PARLEY_TITLES_GENERATED", "false");
        environment.put("PARLEY_HTTP_PORT", Integer.toString(port));
        environment.put("PARLEY_DATA_DIR", data.toString());
        environment.put("PARLEY_LLM_BASE_URL", "http://127.0.0.1:" + modelPort + "/v1");
        environment.put("PARLEY_LLM_MODEL", "paced");
        environment.putAll(further);
        var server = new ParleyServer(ChildJvm.measured(Main.class, environment, "serve"), port);
        server.process.awaitLine("listens on");
        return server;
    }

    /** A port nobody has now. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    ChildJvm process() {
        return process;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
