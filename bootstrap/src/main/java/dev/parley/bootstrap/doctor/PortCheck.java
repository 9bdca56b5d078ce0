package dev.parley.bootstrap.doctor;

import dev.parley.bootstrap.settings.HttpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Whether the port is free, or used by a running Parley. */
final class PortCheck {

    private static final String SUBJECT = "port";

    private final HttpSettings http;
    private final RunningServer server;

    PortCheck(HttpSettings http, RunningServer server) {
        this.http = http;
        this.server = server;
    }

    Finding run() {
        String address = http.host() + ":" + http.port();
        if (http.port() == 0) {
            return Finding.ok(SUBJECT, "any free one is taken");
        }
        var listening = server.get("/health/live");
        if (listening.isPresent()) {
            // Every node answers this; a worker answers little else.
            return listening.get().status() == 200 && listening.get().body().contains("\"status\":\"live\"")
                    ? Finding.ok(SUBJECT, "a running Parley listens on " + address)
                    : Finding.fail(SUBJECT, "another program listens on " + address + "; stop it, or set http.port");
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(http.host(), http.port()));
            return Finding.ok(SUBJECT, address + " is free");
        } catch (IOException e) {
            return Finding.fail(
                    SUBJECT, address + " can't be listened on (" + e.getMessage() + "); set http.host and http.port");
        }
    }
}
